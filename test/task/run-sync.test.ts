import { describe, expect, it } from "vitest";
import type { DnsExchange } from "../../src/dns/answer.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { transcriptResolver } from "../../src/dns/transcript.ts";
import { runSync } from "../../src/task/run-sync.ts";
import {
  all,
  fetchResource,
  lookup,
  transcript,
  verifySignatureBytes,
  type Task,
} from "../../src/task/task.ts";

const dns = snapshotResolver({
  "example.com": { TXT: ["v=spf1 -all", ["a", "b"]] },
  "*.w.example.com": { MX: [{ exchange: "m.example", priority: 1 }] },
  "alias.example.com": { CNAME: ["H.example.com."] },
  "h.example.com": { A: ["192.0.2.1"] },
});

/** Counts what is asked of the resolver behind. */
function counting(behind: Resolver): { readonly resolver: Resolver; readonly asked: string[] } {
  const asked: string[] = [];
  const resolver: Resolver = {
    resolve: (type, name) => {
      asked.push(`${type} ${name}`);
      return behind.resolve(type, name);
    },
  };
  return { resolver, asked };
}

function* askAll(names: readonly string[]): Task<readonly unknown[]> {
  return yield* all(names.map((name) => lookup("A", name)));
}

function* askEach(names: readonly string[]): Task<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const name of names) answers.push(yield* lookup("A", name));
  return answers;
}

function* askWithTranscript(names: readonly string[]): Task<readonly DnsExchange[]> {
  yield* askAll(names);
  return yield* transcript();
}

function* askThree(): Task<unknown> {
  const [first, second] = yield* all([lookup("TXT", "Example.com."), lookup("MX", "a.w.example.com")]);
  return [first, second, yield* lookup("A", "alias.example.com")];
}

describe("runSync", () => {
  it("gives the answers in the order of the tasks", () => {
    expect(runSync(askThree(), { dns })).toStrictEqual([
      { kind: "records", records: [["v=spf1 -all"], ["a", "b"]] },
      { kind: "records", records: [{ exchange: "m.example", priority: 1 }] },
      { kind: "records", records: ["192.0.2.1"] },
    ]);
  });

  it("runs no tasks at all side by side", () => {
    expect(runSync(all([]), { dns })).toStrictEqual([]);
  });

  it("asks a question once, whatever its letter case and trailing dot", () => {
    const { resolver, asked } = counting(dns);
    const answers = runSync(askEach(["h.example.com", "H.Example.com.", "other.example"]), { dns: resolver });
    expect(asked).toStrictEqual(["A h.example.com", "A other.example"]);
    expect(answers[1]).toBe(answers[0]);
  });

  it("answers what the DNS cannot carry itself, as malformed", () => {
    const { resolver, asked } = counting(dns);
    const names = ["", ".", "a..example", `${"x".repeat(64)}.example`, "b\u00fccher.example", "a\nb.example"];
    const malformed = names.map(() => ({ kind: "failure", reason: "malformed" }));
    expect(runSync(askEach(names), { dns: resolver })).toStrictEqual(malformed);
    expect(asked).toStrictEqual([]);
  });

  it("asks no more questions than the limit, the same one again not counted", () => {
    const { resolver, asked } = counting(dns);
    const names = ["a.example", "b.example", "A.example", "c.example", "b.example"];
    const answers = runSync(askEach(names), { dns: resolver }, { limits: { dnsQuestions: 2 } });
    expect(asked).toStrictEqual(["A a.example", "A b.example"]);
    expect(answers).toStrictEqual([
      { kind: "nxdomain" },
      { kind: "nxdomain" },
      { kind: "nxdomain" },
      { kind: "failure", reason: "limit" },
      { kind: "nxdomain" },
    ]);
  });

  it("answers limit for more text than one answer may hold", () => {
    const limits = { txtBytes: 12 };
    expect(runSync(lookup("TXT", "example.com"), { dns }, { limits })).toStrictEqual({
      kind: "failure",
      reason: "limit",
    });
    expect(runSync(lookup("TXT", "example.com"), { dns }, { limits: { txtBytes: 13 } }).kind).toBe("records");
  });

  it("gives a transcript sorted by name and type, each question once", () => {
    const exchanges = runSync(askWithTranscript(["h.example.com", "alias.example.com", "H.example.com"]), {
      dns,
    });
    expect(exchanges).toStrictEqual([
      { type: "A", name: "alias.example.com", answer: { kind: "records", records: ["192.0.2.1"] } },
      { type: "A", name: "h.example.com", answer: { kind: "records", records: ["192.0.2.1"] } },
    ]);
  });

  it("comes to the same limits when a transcript is replayed in another order", () => {
    const limits = { dnsQuestions: 2 };
    const names = ["c.example", "b.example", "a.example"];
    const recorded = runSync(askWithTranscript(names), { dns }, { limits });
    const replayed = runSync(
      askWithTranscript(names.toReversed()),
      { dns: transcriptResolver(recorded) },
      { limits },
    );
    expect(replayed).toStrictEqual(recorded);
  });

  it("answers not-fetched where the platform does not fetch", () => {
    expect(runSync(fetchResource("https://example.com/"), { dns })).toStrictEqual({
      kind: "failure",
      reason: "not-fetched",
    });
  });

  it("fetches each resource once", () => {
    const urls: string[] = [];
    const fetch = {
      fetch: (url: string) => {
        urls.push(url);
        return { kind: "failure", reason: "http-status" } as const;
      },
    };
    const url = "https://example.com/";
    const both = runSync(all([fetchResource(url), fetchResource(url)]), { dns, fetch });
    expect(both).toStrictEqual([
      { kind: "failure", reason: "http-status" },
      { kind: "failure", reason: "http-status" },
    ]);
    expect(urls).toStrictEqual([url]);
  });

  it("lets an exception of the resolver through unchanged", () => {
    const error = new Error("broken resolver");
    const resolver: Resolver = {
      resolve: () => {
        throw error;
      },
    };
    expect(() => runSync(lookup("A", "example.com"), { dns: resolver })).toThrow(error);
  });

  it("takes a promise for a mistake of the caller, also one that rejects", async () => {
    const resolver: Resolver = { resolve: () => Promise.reject(new Error("not heard")) };
    expect(() => runSync(lookup("A", "Example.com"), { dns: resolver })).toThrow(
      new TypeError(
        "platform.dns.resolve for A example.com: expected an answer at hand, got a promise; use run()",
      ),
    );
    await new Promise(setImmediate);
  });

  it("takes a task run twice for a mistake of the caller", () => {
    const task = lookup("A", "example.com");
    runSync(task, { dns });
    expect(() => runSync(task, { dns })).toThrow(TypeError);
    const twice = lookup("A", "example.com");
    expect(() => runSync(all([twice, twice]), { dns })).toThrow(TypeError);
  });

  it("names what a platform lacks", () => {
    const request = {
      algorithm: "ed25519-sha256",
      key: { type: "ed25519", raw: new Uint8Array(32) },
      signedBytes: new Uint8Array(),
      signature: new Uint8Array(),
    } as const;
    expect(() => runSync(verifySignatureBytes(request), { dns })).toThrow(/^platform\.crypto: expected/);
    expect(() => runSync(lookup("A", "example.com"), { dns }, { limits: { dnsQuestions: -1 } })).toThrow(
      /^limits\.dnsQuestions: expected/,
    );
  });
});
