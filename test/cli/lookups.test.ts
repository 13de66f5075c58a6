import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseReceivedSpf } from "../../src/spf/received-spf-parse.ts";
import { command, type Outcome } from "./command.ts";

const ZONE = {
  "pass.example": { TXT: ["v=spf1 ip4:192.0.2.1 -all"] },
  "broken.example": { TXT: ["v=spf1 ipv4:192.0.2.1 -all"] },
  "slow.example": "timeout",
  "_dmarc.slow.example": "servfail",
  "_dmarc.pass.example": { TXT: ["v=DMARC1; p=reject; rua=mailto:d@pass.example"] },
};

let folder = "";
let zone = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waxseal-"));
  zone = join(folder, "zone.json");
  await writeFile(zone, JSON.stringify(ZONE));
});

afterAll(() => rm(folder, { recursive: true }));

function spf(mailFrom: string, ...more: readonly string[]): Promise<Outcome> {
  const session = ["--ip", "192.0.2.1", "--helo", "pass.example", "--mail-from", mailFrom];
  return command(["spf", ...session, "--dns", zone, ...more]);
}

describe("waxseal spf", () => {
  test("says what was found and underlines why", async () => {
    expect(await spf("a@pass.example")).toStrictEqual({
      code: 0,
      error: "",
      out:
        '  SPF for MAIL FROM is pass: 192.0.2.1 may send for it: "ip4:192.0.2.1" in the record of pass.example matches.  RFC 7208 §4.6.2\n' +
        "      pass.example TXT: v=spf1 ip4:192.0.2.1 -all\n" +
        "                               ^^^^^^^^^^^^^\n",
    });
  });

  test("underlines the character that broke a record", async () => {
    const { out } = await spf("a@broken.example");
    const [, quote = "", carets = ""] = out.split("\n");
    expect(quote.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toMatch(/^ipv4/);
  });

  test("without --mail-from the HELO name is checked", async () => {
    const { code, out } = await command([
      "spf",
      "--ip",
      "192.0.2.9",
      "--helo",
      "pass.example",
      "--dns",
      zone,
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}SPF for HELO is fail/);
  });

  test.each([
    ["a@pass.example", 0],
    ["a@nothing.example", 0],
    ["<>", 0],
    ["a@broken.example", 1],
    ["a@slow.example", 4],
  ] as const)("--mail-from %s exits with %i", async (mailFrom, code) => {
    expect(await spf(mailFrom)).toMatchObject({ code, error: "" });
  });

  test("--header is a Received-SPF field, --json the result", async () => {
    const header = await spf("a@pass.example", "--header", "--receiver", "mx.receiver.example");
    expect(header.out).toMatch(/^Received-SPF: pass/);
    const value = header.out.slice("Received-SPF:".length).replaceAll("\n", "\r\n").trim();
    expect(parseReceivedSpf(value).kind).not.toBe("issue");
    const json = await spf("a@pass.example", "--json");
    expect(JSON.parse(json.out)).toMatchObject({ result: "pass", recordDomain: "pass.example" });
  });

  test.each([
    [["spf"], /^waxseal: required option '--ip <address>' not specified$/],
    [["spf", "--ip", "x", "--helo", "a"], /^waxseal: --ip: expected an IPv4 or IPv6 address, got "x"$/],
  ] as const)("%j is wrong usage", async (args, error) => {
    const outcome = await command(args);
    expect(outcome.code).toBe(2);
    expect(outcome.error.trimEnd()).toMatch(error);
  });
});

describe("waxseal dkim", () => {
  test.each([
    ["newsletter", 0, "is pass"],
    ["list-footer", 1, "the body was changed after signing"],
    ["outage", 4, "is temperror"],
    ["dynamic-host", 0, "carries no DKIM signature"],
    ["incomplete-signature", 1, "is missing"],
  ] as const)("%s exits with %i", async (name, code, words) => {
    const args = ["dkim", `fixtures/messages/${name}.eml`, "--dns", `fixtures/zones/${name}.json`];
    const outcome = await command(args);
    expect(outcome).toMatchObject({ code, error: "" });
    expect(outcome.out).toContain(words);
    expect(JSON.parse((await command([...args, "--json"])).out)).toBeInstanceOf(Array);
  });
});

describe("--now received", () => {
  test.each(["dkim", "arc", "bimi", "sign"])(
    "is no moment for waxseal %s, which reads no Received field",
    async (name) => {
      const key = ["--domain", "example.com", "--selector", "s1", "--key", "s1.pem"];
      const subject = name === "bimi" ? "example.com" : "fixtures/messages/newsletter.eml";
      const args = [name, subject, "--now", "received", ...(name === "sign" ? key : [])];
      expect(await command(args)).toStrictEqual({
        code: 2,
        out: "",
        error: 'waxseal: --now: expected an ISO 8601 date or seconds since 1970, got "received"\n',
      });
    },
  );
});

describe("waxseal dmarc", () => {
  test.each([
    ["pass.example", 0, "The policy of pass.example is reject, from the record of the domain itself."],
    ["a.b.pass.example", 0, "from the record of pass.example."],
    ["nothing.example", 1, "No DMARC policy applies to nothing.example."],
    ["slow.example", 4, "cannot be told now"],
  ] as const)("%s exits with %i", async (domain, code, words) => {
    const outcome = await command(["dmarc", domain, "--dns", zone]);
    expect(outcome).toMatchObject({ code, error: "" });
    expect(outcome.out).toContain(words);
  });

  test("a text that is no domain is wrong usage", async () => {
    expect(await command(["dmarc", "a..b", "--dns", zone])).toStrictEqual({
      code: 2,
      out: "",
      error: 'waxseal: domain: expected a domain name, got "a..b"\n',
    });
  });
});

describe("waxseal authres", () => {
  const message = [
    "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=a@pass.example",
    "Received: from a.example (a.example [192.0.2.1]) by mx.receiver.example; Sun, 1 Nov 2026 09:30:07 +0000",
    "Authentication-Results: mx.receiver.example; dkim=pass header.d=forged.example",
    "From: a@pass.example",
    "",
    "",
  ].join("\r\n");

  test("tells the believed from the forged and which to remove", async () => {
    const { code, out } = await command(["authres", "--trust", "mx.receiver.example"], message);
    expect(code).toBe(1);
    expect(out).toMatch(/^believed {2}header field 1, by mx\.receiver\.example/);
    expect(out).toMatch(/^forged \(\S+\) {2}header field 3/m);
    expect(out).toContain("To remove on receipt, in this order: header field 3\n");
  });

  test("several ids, no field at all, and a wrong id", async () => {
    const ids = ["--trust", "a.example", "--trust", "mx.receiver.example"];
    expect((await command(["authres", ...ids, "--json"], message)).code).toBe(1);
    expect((await command(["authres", ...ids], "From: a@b.example\r\n\r\n")).out).toBe(
      "No Authentication-Results field.\n",
    );
    const wrong = await command(["authres", "--trust", ""], message);
    expect(wrong.code).toBe(2);
    expect(wrong.error).toMatch(/^waxseal: --trust/);
  });
});

describe("waxseal replay", () => {
  test.each([
    ['{"waxsealBundle":2}', /bundle\.waxsealBundle: expected 1/],
    ["[]", /bundle\.waxsealBundle: expected 1/],
    ['{"waxsealBundle":1,"inputs":5}', /bundle\.inputs: expected an object/],
    ["{", /no JSON/],
  ])("%s is unreadable input", async (content, error) => {
    const file = join(folder, "bundle.json");
    await writeFile(file, content);
    const outcome = await command(["replay", file]);
    expect(outcome.code).toBe(3);
    expect(outcome.error).toMatch(error);
    expect(outcome.error.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("waxseal lint", () => {
  test.each([
    ["v=spf1 -all", 0],
    ["v=spf1 all all:x", 1],
    ["v=DMARC1; p=none; rua=mailto:d@a.example", 0],
    ["v=DMARC1", 1],
  ] as const)("%s exits with %i", async (record, code) => {
    expect(await command(["lint", record])).toMatchObject({ code, error: "" });
  });

  test("something else is wrong usage", async () => {
    expect(await command(["lint", "\u001b[31m"])).toStrictEqual({
      code: 2,
      out: "",
      error: 'waxseal: record: expected an SPF, DMARC or DKIM key record, got "\\u{1b}[31m"\n',
    });
  });
});
