/** A tag that a forwarder or a list put into a local-part, and the address it was made from. */
export interface SenderTag {
  readonly tag: "batv" | "srs0" | "srs1" | "verp";
  /** As far as the form shows it; a domain only where the tag carries one. */
  readonly original: string;
}

/**
 * Recognises BATV (`prvs=TAG=user`), SRS (`SRS0=HASH=TT=domain=user`, `SRS1=HASH=forwarder==…`) and VERP
 * (`list+user=domain`) local-parts. Null for any other.
 *
 * A tag says how the mail travelled and changes nothing in a check: the domain is used as it stands.
 */
export function recognizeSenderTag(localPart: string): SenderTag | null {
  // Each of them has an equals sign, and hardly any other local-part does.
  if (!localPart.includes("=")) return null;
  return readBatv(localPart) ?? readSrs0(localPart) ?? readSrs1(localPart) ?? readVerp(localPart);
}

function readBatv(localPart: string): SenderTag | null {
  const [scheme, tag, ...rest] = localPart.split("=", 4);
  if (scheme?.toLowerCase() !== "prvs" || rest.length !== 1) return null;
  const original = rest[0] ?? "";
  // A key number, three digits of a day and six hexadecimal digits; some put the mailbox first.
  if (/^\d{4}[0-9a-f]{6}$/i.test(tag ?? "")) return { tag: "batv", original };
  return /^\d{4}[0-9a-f]{6}$/i.test(original) ? { tag: "batv", original: tag ?? "" } : null;
}

function readSrs0(localPart: string): SenderTag | null {
  if (!/^srs0[=+-]/i.test(localPart)) return null;
  const [hash, stamp, domain, ...user] = localPart.slice(5).split("=");
  if (!hash || !stamp || !domain || user.length === 0) return null;
  return { tag: "srs0", original: `${user.join("=")}@${domain}` };
}

function readSrs1(localPart: string): SenderTag | null {
  if (!/^srs1[=+-]/i.test(localPart)) return null;
  const [hash, forwarder, ...opaque] = localPart.slice(5).split("=");
  if (!hash || !forwarder || opaque.length < 2) return null;
  // What follows the forwarder is the local-part of an SRS0 address there, without its first word.
  return { tag: "srs1", original: `SRS0${opaque.join("=")}@${forwarder}` };
}

function readVerp(localPart: string): SenderTag | null {
  const equals = localPart.lastIndexOf("=");
  const domain = localPart.slice(equals + 1);
  const before = localPart.slice(0, equals);
  const mark = Math.max(before.indexOf("+"), before.lastIndexOf("-"));
  const user = before.slice(mark + 1);
  if (mark < 1 || user === "" || !domain.includes(".")) return null;
  return { tag: "verp", original: `${user}@${domain}` };
}
