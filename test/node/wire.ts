import type { Answer, StringAnswer } from "dns-packet";
import type { DnsRecords } from "../../src/dns/answer.ts";
import { afterEach } from "vitest";
import { startDnsServer, type Behaviour, type DnsServer } from "../support/dns-server.ts";

const started: DnsServer[] = [];

/** A server for one test. */
export async function serve(behave: Behaviour): Promise<DnsServer> {
  const server = await startDnsServer(behave);
  started.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

export const address: StringAnswer = { type: "A", name: "a.example", ttl: 60, data: "192.0.2.1" };
/** What the answer with that record is to be. */
export const answered: DnsRecords<string> = {
  kind: "records",
  records: ["192.0.2.1"],
  ttl: 60,
  authentic: false,
};
export const failure = (reason: string): unknown => ({ kind: "failure", reason });
export const alias = (name: string, data: string, ttl = 300): Answer => ({ type: "CNAME", name, ttl, data });
