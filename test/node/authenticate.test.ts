import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { DnsAnswer } from "../../src/dns/answer.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { authenticate, type AuthenticateOptions } from "../../src/node/authenticate.ts";
import type { MessageSource } from "../../src/node/message-source.ts";
import { analyzeSync, fixtureNames, inputsOf, readFixture } from "../support/analyzing.ts";

const MESSAGE = "From: a@slow.example\r\nTo: b@receiver.example\r\n\r\nHello\r\n";
const ENVELOPE = { clientIp: "192.0.2.1", helo: "mx.slow.example", mailFrom: "a@slow.example" };
const NOW = 1_793_525_400;

/** Never answers; says when a question was given up. */
function silentResolver(onCancel: () => void = () => undefined): Resolver {
  return {
    resolve: (_type, _name, cancellation) => {
      // A listener of its own for each question: one that is added twice is called once.
      cancellation?.addEventListener("abort", () => onCancel());
      return new Promise<DnsAnswer<never>>(() => undefined);
    },
  };
}

/** Answers after a while of its own for each question, so that the order of answers is another one. */
function shuffledResolver(resolver: Resolver, delays: readonly number[]): Resolver {
  let asked = 0;
  return {
    resolve: async (type, name) => {
      const delay = delays[asked++ % delays.length] ?? 0;
      await new Promise((resolve) => {
        setTimeout(resolve, delay);
      });
      return resolver.resolve(type, name);
    },
  };
}

describe("a message comes as it comes", () => {
  const { message, zone } = readFixture("newsletter");
  const inputs = inputsOf(message);
  const expected = analyzeSync(message, inputs, snapshotResolver(zone));
  const options: AuthenticateOptions = {
    resolver: snapshotResolver(zone),
    now: inputs.now,
    trustedHops: 1,
  };
  const text = new TextDecoder().decode(message);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < message.length; start += 7) yield message.subarray(start, start + 7);
  }
  const sources: readonly { readonly name: string; readonly source: () => MessageSource }[] = [
    { name: "bytes", source: () => message },
    { name: "text, taken as UTF-8", source: () => text },
    { name: "a Node stream", source: () => Readable.from([Buffer.from(message)]) },
    { name: "an asynchronous generator", source: pieces },
  ];
  test.each(sources)("$name", async ({ source }) => {
    expect(await authenticate(source(), inputs.envelope, options)).toStrictEqual(expected);
  });

  test("an error of the stream rejects unchanged", async () => {
    const broken = new Error("disk");
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield message.subarray(0, 10);
      throw broken;
    }
    await expect(authenticate(stream(), {}, options)).rejects.toBe(broken);
  });

  test("without transcript the report has neither questions nor fetches", async () => {
    const report = await authenticate(message, inputs.envelope, { ...options, transcript: false });
    expect(report).toStrictEqual({ ...expected, dns: null, fetches: null });
  });
});

describe("latency changes nothing", () => {
  test("the report is the same in whatever order the answers come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fixtureNames()),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 9 }),
        async (name, delays) => {
          const { message, zone } = readFixture(name);
          const inputs = inputsOf(message);
          const resolver = shuffledResolver(snapshotResolver(zone), delays);
          const report = await authenticate(message, inputs.envelope, { ...inputs, resolver });
          expect(report).toStrictEqual(analyzeSync(message, inputs, snapshotResolver(zone)));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("independent questions are under way at once: SPF, HELO, DKIM keys, policy and reverse name", async () => {
    const { message, zone } = readFixture("newsletter");
    const answers = snapshotResolver(zone);
    const first: string[] = [];
    let inFirstTurn = true;
    const resolver: Resolver = {
      resolve: async (type, name) => {
        if (inFirstTurn) first.push(`${type} ${name}`);
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
        inFirstTurn = false;
        return answers.resolve(type, name);
      },
    };
    await authenticate(message, inputsOf(message).envelope, { resolver, now: NOW });
    expect(first.toSorted()).toStrictEqual([
      "PTR 17.2.0.192.in-addr.arpa",
      "TXT _dmarc.news.example.com",
      "TXT ed._domainkey.news.example.com",
      "TXT mail.example.com",
      "TXT out1.mail.example.com",
      "TXT r2026._domainkey.news.example.com",
    ]);
  });
});

describe("an end is always found", () => {
  test("a resolver that never answers ends in temperror at the deadline", async () => {
    const onCancel = vi.fn<() => void>();
    const report = await authenticate(MESSAGE, ENVELOPE, {
      resolver: silentResolver(onCancel),
      deadlineMs: 30,
      now: NOW,
    });
    expect([report.spf.mailFrom.result, report.spf.helo.result, report.iprev.result]).toStrictEqual([
      "temperror",
      "temperror",
      "temperror",
    ]);
    expect(report.dmarc).toMatchObject({
      result: "temperror",
      cause: { code: "dns", type: "TXT", name: "_dmarc.slow.example", reason: "timeout" },
    });
    expect(report.dns).toHaveLength(4);
    expect(onCancel).toHaveBeenCalledTimes(4);
  });

  test("a signal that is aborted already rejects with its reason", async () => {
    const signal = AbortSignal.abort("enough");
    await expect(authenticate(MESSAGE, ENVELOPE, { resolver: silentResolver(), signal })).rejects.toBe(
      "enough",
    );
  });

  test("an abort while questions are open rejects with its reason and gives them up", async () => {
    const onCancel = vi.fn<() => void>();
    const controller = new AbortController();
    const report = authenticate(MESSAGE, ENVELOPE, {
      resolver: silentResolver(onCancel),
      signal: controller.signal,
    });
    setTimeout(() => controller.abort("enough"), 5);
    await expect(report).rejects.toBe("enough");
    expect(onCancel).toHaveBeenCalledTimes(4);
  });

  test("an abort while the stream is silent rejects at once", async () => {
    const controller = new AbortController();
    const stream = new Readable({ read: () => undefined });
    const report = authenticate(stream, ENVELOPE, {
      resolver: silentResolver(),
      signal: controller.signal,
    });
    setTimeout(() => controller.abort("enough"), 5);
    await expect(report).rejects.toBe("enough");
    stream.destroy();
  });

  test("an exception of the resolver is a bug and rejects unchanged", async () => {
    const bug = new Error("bug");
    const resolver: Resolver = {
      resolve: () => {
        throw bug;
      },
    };
    await expect(authenticate(MESSAGE, ENVELOPE, { resolver })).rejects.toBe(bug);
  });
});

describe("a mistake of the caller is a TypeError that names the argument", () => {
  const resolver = snapshotResolver({});
  const mistakes: readonly {
    readonly message?: unknown;
    readonly envelope?: unknown;
    readonly options?: object;
    readonly expected: string;
  }[] = [
    { message: 5, expected: "message: expected a Uint8Array, a string or a stream, got number" },
    { message: null, expected: "message: expected a Uint8Array, a string or a stream, got object" },
    { message: Readable.from(["text"]), expected: "chunk: expected a Uint8Array, got string" },
    { envelope: null, expected: "envelope: expected an object, got null" },
    { envelope: "192.0.2.1", expected: 'envelope: expected an object, got "192.0.2.1"' },
    {
      envelope: { clientIp: "192.0.2" },
      expected: 'envelope.clientIp: expected an IPv4 or IPv6 address, got "192.0.2"',
    },
    { envelope: { helo: null }, expected: "envelope.helo: expected a string, got null" },
    {
      envelope: { mailFrom: ["a@b"] },
      expected: "envelope.mailFrom: expected a string or null, got an array",
    },
    {
      envelope: { recipients: "a@b" },
      expected: 'envelope.recipients: expected an array of strings, got "a@b"',
    },
    { options: { now: Number.NaN }, expected: "options.now: expected seconds since 1970, got NaN" },
    { options: { now: Date.now() }, expected: "options.now: expected seconds since 1970" },
    { options: { now: "today" }, expected: 'options.now: expected seconds since 1970, got "today"' },
    {
      options: { trustedHops: -1 },
      expected: "options.trustedHops: expected a whole number, not negative, got -1",
    },
    { options: { digest: "yes" }, expected: 'options.digest: expected true or false, got "yes"' },
    {
      options: { lineEndings: "lf" },
      expected: 'options.lineEndings: expected "as-received" or "normalize", got "lf"',
    },
    { options: { policy: null }, expected: "options.policy: expected an object, got null" },
    { options: { policy: { spf: {} } }, expected: "options.policy.spf: no such policy" },
    { options: { policy: { dkim: { rsaSha: 1 } } }, expected: "options.policy.dkim.rsaSha: no such option" },
    {
      options: { policy: { dkim: { minimumRsaBits: Number.NaN } } },
      expected: "options.policy.dkim.minimumRsaBits: expected a whole number, not negative, got NaN",
    },
    {
      options: { policy: { dkim: { unsignedBody: "maybe" } } },
      expected: 'options.policy.dkim.unsignedBody: expected "refuse" or "accept", got "maybe"',
    },
    {
      options: { policy: { dmarc: { organizationalDomain: true } } },
      expected:
        'options.policy.dmarc.organizationalDomain: expected "tree-walk" or "public-suffix-list", got true',
    },
    { options: { limits: [] }, expected: "limits: expected an object, got an array" },
    { options: { limits: { spfTerms: () => 1 } }, expected: "limits.spfTerms: expected a whole number" },
    {
      options: { resolver: {} },
      expected: "options.resolver: expected an object with the method resolve, got an object",
    },
    {
      options: { fetcher: "https" },
      expected: 'options.fetcher: expected an object with the method fetch, got "https"',
    },
    { options: { signal: {} }, expected: "options.signal: expected an AbortSignal, got an object" },
    { options: { transcript: 1 }, expected: "options.transcript: expected true or false, got 1" },
    {
      options: { deadlineMs: Number.NaN },
      expected: "deadlineMs: expected 0 to 2147483647 milliseconds, got NaN",
    },
    { options: { deadlineMs: -1 }, expected: "deadlineMs: expected 0 to 2147483647 milliseconds, got -1" },
  ];
  test.each(mistakes)("$expected", async ({ message = MESSAGE, envelope = {}, options, expected }) => {
    const call: unknown = Reflect.apply(authenticate, undefined, [
      message,
      envelope,
      { resolver, ...options },
    ]);
    const error: unknown = await Promise.resolve(call).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain(expected);
  });

  test("an option that is undefined is as good as absent", async () => {
    const given = { now: NOW, resolver };
    const absent = await authenticate(MESSAGE, {}, given);
    const call: unknown = Reflect.apply(authenticate, undefined, [
      MESSAGE,
      { clientIp: undefined, helo: undefined, mailFrom: undefined, recipients: undefined },
      {
        ...given,
        policy: { dkim: { minimumRsaBits: undefined }, dmarc: undefined },
        limits: { spfTerms: undefined },
        trustedHops: undefined,
        lineEndings: undefined,
        digest: undefined,
        deadlineMs: undefined,
        signal: undefined,
        transcript: undefined,
      },
    ]);
    expect(await call).toStrictEqual(absent);
  });
});
