import { isIP } from "node:net";

/** A DNS server: an address asked over UDP and TCP, or a URL asked over HTTPS. */
export type WireServer =
  | { readonly kind: "address"; readonly address: string; readonly port: number }
  | { readonly kind: "url"; readonly url: string };

const DNS_PORT = 53;

/**
 * Reads a server as the caller writes it: `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`,
 * `[2001:db8::53]:5353`, or the `https:` URL of a DNS over HTTPS service. Plain `http:` is taken for
 * loopback addresses alone, where nobody listens in.
 */
export function readServer(text: string, path: string): WireServer {
  if (typeof text !== "string") throw new TypeError(`${path}: expected an address or an https URL`);
  const server = text.includes("://") ? readUrl(text) : readAddress(text);
  if (server === null) throw new TypeError(`${path}: expected an address or an https URL, got ${text}`);
  return server;
}

function readUrl(text: string): WireServer | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, href } = new URL(text);
  const secure = protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
  return secure ? { kind: "url", url: href } : null;
}

function isLoopback(hostname: string): boolean {
  return hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));
}

function readAddress(text: string): WireServer | null {
  if (isIP(text) !== 0) return { kind: "address", address: text, port: DNS_PORT };
  const colon = text.lastIndexOf(":");
  const host = text.slice(0, colon);
  const port = Number(text.slice(colon + 1));
  if (colon === -1 || !Number.isInteger(port) || port < 1 || port > 0xffff) return null;
  if (isIP(host) === 4) return { kind: "address", address: host, port };
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : "";
  return isIP(bare) === 6 ? { kind: "address", address: bare, port } : null;
}
