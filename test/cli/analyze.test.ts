import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAuthenticationResults } from "../../src/authres/parse.ts";
import { fixtureReport } from "../support/analyzing.ts";
import { forbiddenIn } from "../analysis/explain/hostile.ts";
import { command, type Outcome } from "./command.ts";

let folder = "";
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waxseal-"));
  await writeFile(file("empty.eml"), "");
  await writeFile(file("picture.png"), "\u0089PNG\r\n\u001a\n\u0000\u0000");
  await writeFile(file("broken.json"), '{ "a.example": ');
  await writeFile(file("wrong.json"), '{ "a.example": { "TXT": 5 } }');
});

afterAll(() => rm(folder, { recursive: true }));

const eml = (name: string): string => `fixtures/messages/${name}.eml`;

/** Analyses a shipped message at the moment it was received. */
function shipped(name: string, ...more: readonly string[]): Promise<Outcome> {
  const dns = ["--dns", `fixtures/zones/${name}.json`, "--now", "received"];
  return command(["analyze", eml(name), ...dns, ...more]);
}

describe("waxseal analyze says what was found", () => {
  test("the verdict first, then the results in columns, then why", async () => {
    const { code, out, error } = await shipped("forged-president");
    expect({ code, error }).toStrictEqual({ code: 1, error: "" });
    expect(out.split("\n").slice(0, 12)).toStrictEqual([
      "✗ DMARC fail  It is not proven that palace.example sent this message, and its owner asks to reject it.",
      "",
      "  author    El Presidente <president@palace.example>",
      "  client    203.0.113.76 (fake-name.example.com), read from Received",
      "  dmarc     fail       palace.example, policy reject",
      "  spf       fail       elvis@graceland.example, read from Return-Path",
      "  spf helo  none       fake-name.example.com",
      "  dkim      none       not signed",
      "  iprev     permerror  203.0.113.76 has no name",
      "  advice    reject     550 5.7.26 Multiple authentication checks failed: rejected per DMARC policy of palace.example",
      "",
      "Why",
    ]);
  });

  test("the character that decided is underlined", async () => {
    const { out } = await shipped("forged-president");
    expect(out).toContain(
      "      graceland.example TXT: v=spf1 mx -all\n                                       ^^^^\n",
    );
  });

  test("--explain says more than the summary, and all of it", async () => {
    const brief = await shipped("newsletter");
    const whole = await shipped("newsletter", "--explain");
    expect(whole.out.length).toBeGreaterThan(brief.out.length);
    for (const line of brief.out.split("\n").filter((each) => each !== "Why")) {
      expect(whole.out.split("\n")).toContain(line);
    }
  });

  test("two signatures of one domain are told apart by their selectors", async () => {
    const { out } = await shipped("newsletter");
    expect(out).toContain(
      "DKIM of news.example.com (selector r2026) and DKIM of news.example.com (selector ed) are aligned.",
    );
  });

  test("an ambiguous author looks like danger, although DMARC says none", async () => {
    const { code, out } = await shipped("two-authors");
    expect(code).toBe(0);
    expect(out).toMatch(/^✗ DMARC none /);
    expect(out).toContain("There are 2 From fields.");
  });

  test("the null sender is shown with what stands for it", async () => {
    const { out } = await shipped("delivery-notice");
    expect(out).toContain("spf       pass    <> as postmaster@mx7.example.org, read from Return-Path");
  });

  test("a typed envelope is not said to be read from the message", async () => {
    const typed = ["--ip", "203.0.113.76", "--helo", "a.example", "--mail-from", "<>"];
    const { out } = await shipped("forged-president", ...typed);
    expect(out).not.toContain("read from");
    expect(out).toContain("  client    203.0.113.76 (a.example)\n");
  });

  test("without an envelope nothing is decided that hangs on it", async () => {
    const { code, out } = await shipped("forged-president", "--trusted-hops", "0", "--now", "1764699300");
    expect(code).toBe(5);
    expect(out).toMatch(/^· DMARC not-evaluated /);
    expect(out).toContain("  client    unknown (--ip, --helo and --mail-from tell it)\n");
  });
});

describe("waxseal analyze in other forms", () => {
  test("--json is the report", async () => {
    const { code, out } = await shipped("newsletter", "--json");
    expect(code).toBe(0);
    const { inputs, ...rest } = fixtureReport("newsletter");
    const report = JSON.parse(out) as object;
    expect(report).toMatchObject(JSON.parse(JSON.stringify(rest)) as object);
    expect(report).toHaveProperty("inputs.now", inputs.now);
  });

  test("--ndjson is one line for each message, with its name", async () => {
    const files = [eml("newsletter"), eml("two-authors")];
    const { out } = await command([
      "analyze",
      ...files,
      "--ndjson",
      "--dns",
      "fixtures/zones/newsletter.json",
    ]);
    const lines = out.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { readonly file: string }).file)).toStrictEqual(files);
  });

  test("--header is one field that reads back as the same results", async () => {
    const { out } = await shipped("newsletter", "--header", "--authserv-id", "mx.receiver.example");
    const [name, ...value] = out.split(":");
    expect(name).toBe("Authentication-Results");
    expect(parseAuthenticationResults(value.join(":").replaceAll("\n", "\r\n").trim())).toMatchObject({
      kind: "parsed",
    });
    expect(out.split("\n").every((line) => line.length <= 998)).toBe(true);
  });

  test("--record writes what --dns reads", async () => {
    const recorded = file("transcript.json");
    const first = await shipped("newsletter", "--json", "--record", recorded);
    const again = await command([
      "analyze",
      eml("newsletter"),
      "--dns",
      recorded,
      "--now",
      "received",
      "--json",
    ]);
    expect(again).toStrictEqual(first);
  });

  test("--bundle and replay give the same report, with the message or beside it", async () => {
    const bundle = file("evidence.json");
    const first = await shipped("list-footer", "--json", "--bundle", bundle);
    expect(await command(["replay", bundle, "--json"])).toStrictEqual(first);
    const digest = file("digest.json");
    await shipped("list-footer", "--bundle", digest, "--digest-only");
    expect(await readFile(digest, "utf8")).not.toContain(
      (await readFile(eml("list-footer"))).toString("base64").slice(0, 100),
    );
    expect(await command(["replay", digest, "--message", eml("list-footer"), "--json"])).toStrictEqual(first);
    const without = await command(["replay", digest]);
    expect(without.code).toBe(3);
    expect(without.error).toMatch(/^waxseal: .*digest\.json: --message: expected the message/);
  });

  test("standard input, named or not", async () => {
    const text = (await readFile(eml("newsletter"))).toString("latin1");
    const args = ["--dns", "fixtures/zones/newsletter.json", "--now", "received"];
    const expected = await shipped("newsletter");
    expect(await command(["analyze", ...args], text)).toStrictEqual(expected);
    expect(await command(["analyze", "-", ...args], text)).toStrictEqual(expected);
  });
});

describe("waxseal analyze tells a script by its exit code", () => {
  const cases: readonly {
    readonly name: string;
    readonly message: string;
    readonly more?: readonly string[];
    readonly code: number;
  }[] = [
    { name: "DMARC pass", message: "newsletter", code: 0 },
    { name: "DMARC none", message: "dynamic-host", code: 0 },
    { name: "DMARC fail", message: "list-footer", code: 1 },
    { name: "a temporary failure", message: "outage", code: 4 },
    { name: "--fail-on none", message: "dynamic-host", more: ["--fail-on", "none,fail"], code: 1 },
    { name: "--fail-on never", message: "list-footer", more: ["--fail-on", "never"], code: 0 },
    { name: "--fail-on temperror", message: "outage", more: ["--fail-on", "temperror"], code: 1 },
  ];
  test.each(cases)("$name: $code", async ({ message, more = [], code }) => {
    expect(await shipped(message, ...more)).toMatchObject({ code, error: "" });
  });

  test("a mailbox is read as one message, and said to begin like one", async () => {
    const mailbox = `From bounce@mail.example.com Sun Nov  1 09:30:07 2026\n${await readFile(eml("newsletter"), "latin1")}`;
    const { code, error } = await command(["analyze", "--dns", "fixtures/zones/newsletter.json"], mailbox);
    expect({ code, error }).toStrictEqual({
      code: 0,
      error:
        "waxseal: standard input: begins like an mbox and is read as one message; split a mailbox first\n",
    });
  });

  test("of several messages the worst counts, and an unreadable one does not stop the others", async () => {
    const files = [eml("newsletter"), file("missing.eml"), eml("forged-president")];
    const { code, out, error } = await command([
      "analyze",
      ...files,
      "--dns",
      "fixtures/zones/newsletter.json",
    ]);
    expect(code).toBe(3);
    expect(error).toBe(`waxseal: ${file("missing.eml")}: no such file or directory\n`);
    expect(out).toContain(`${eml("newsletter")}\n✓ DMARC pass`);
    expect(out).toContain(`${eml("forged-president")}\n· DMARC none`);
  });
});

describe("what is wrong is one line on standard error", () => {
  const cases: readonly {
    readonly name: string;
    readonly args: () => readonly string[];
    readonly code: number;
    readonly error: RegExp;
  }[] = [
    {
      name: "no such file",
      args: () => [file("no.eml")],
      code: 3,
      error: /no\.eml: no such file or directory$/,
    },
    { name: "a directory", args: () => [folder], code: 3, error: /: is a directory$/ },
    { name: "an empty file", args: () => [file("empty.eml")], code: 3, error: /empty\.eml: is empty$/ },
    {
      name: "something else than a message",
      args: () => [file("picture.png")],
      code: 3,
      error: /picture\.png: is no message, it has no header field$/,
    },
    {
      name: "nothing on standard input",
      args: () => [],
      code: 2,
      error: /^waxseal: no message: name a file/,
    },
    {
      name: "an unknown option",
      args: () => ["--jsn"],
      code: 2,
      error: /^waxseal: unknown option '--jsn' \(Did you mean --json\?\)$/,
    },
    {
      name: "options that exclude each other",
      args: () => ["--json", "--header"],
      code: 2,
      error: /cannot be used with/,
    },
    {
      name: "a wrong address",
      args: () => ["--ip", "192.0.2", eml("newsletter")],
      code: 2,
      error: /^waxseal: --ip: expected an IPv4 or IPv6 address, got "192\.0\.2"$/,
    },
    {
      name: "a wrong moment",
      args: () => ["--now", "foo 1", eml("newsletter")],
      code: 2,
      error: /^waxseal: --now: expected an ISO 8601 date/,
    },
    {
      name: "a moment in milliseconds",
      args: () => ["--now", "1764699300000", eml("newsletter")],
      code: 2,
      error: /^waxseal: --now: expected seconds since 1970/,
    },
    {
      name: "a wrong number of hops",
      args: () => ["--trusted-hops", "-1", eml("newsletter")],
      code: 2,
      error: /expected a whole number/,
    },
    {
      name: "never beside another word for --fail-on",
      args: () => ["--fail-on", "never,fail"],
      code: 2,
      error: /^waxseal: --fail-on: expected "never" alone, or other words without it$/,
    },
    {
      name: "a wrong word for --fail-on",
      args: () => ["--fail-on", "permerror"],
      code: 2,
      error: /^waxseal: --fail-on: expected words of pass, fail,.*got "permerror"$/,
    },
    {
      name: "a wrong authserv-id",
      args: () => [eml("newsletter"), "--header", "--authserv-id", "a\nb"],
      code: 2,
      error: /^waxseal: --authserv-id: /,
    },
    {
      name: "a wrong server",
      args: () => [eml("newsletter"), "--server", "not an address"],
      code: 2,
      error: /^waxseal: --server: expected an address/,
    },
    {
      name: "a bundle of several messages",
      args: () => [eml("newsletter"), eml("outage"), "--bundle", file("b.json")],
      code: 2,
      error: /^waxseal: --bundle: expected one message$/,
    },
    {
      name: "--digest-only without --bundle",
      args: () => [eml("newsletter"), "--digest-only"],
      code: 2,
      error: /^waxseal: --digest-only: expected --bundle/,
    },
    {
      name: "a zone that is no JSON",
      args: () => [eml("newsletter"), "--dns", file("broken.json")],
      code: 3,
      error: /broken\.json: no JSON: /,
    },
    {
      name: "a zone of another shape",
      args: () => [eml("newsletter"), "--dns", file("wrong.json")],
      code: 3,
      error: /wrong\.json: .*TXT/,
    },
    {
      name: "a moment of reception that no field tells",
      args: () => [eml("newsletter"), "--now", "received", "--trusted-hops", "0"],
      code: 3,
      error: /--now received: no trusted Received field tells a date$/,
    },
    {
      name: "a bundle that cannot be written",
      args: () => [
        eml("newsletter"),
        "--dns",
        "fixtures/zones/newsletter.json",
        "--bundle",
        join(folder, "no", "b.json"),
      ],
      code: 3,
      error: /b\.json: no such file or directory$/,
    },
  ];
  test.each(cases)("$name", async ({ args, code, error }) => {
    const outcome = await command(["analyze", ...args()]);
    expect(outcome.code).toBe(code);
    expect(outcome.error.endsWith("\n")).toBe(true);
    expect(outcome.error.trimEnd().split("\n")).toHaveLength(1);
    expect(outcome.error.trimEnd()).toMatch(error);
    expect(outcome.error).toMatch(/^waxseal: /);
  });
});

describe("hostile text reaches no terminal", () => {
  const evil = "\u001b[2J\u009b31m";
  const bidi = "\u00e2\u0080\u00ae"; // U+202E in UTF-8
  const message = [
    `Received: from ${evil}helo (${evil}rdns [192.0.2.1]) by mx (Postfix); Sun, 1 Nov 2026 09:30:07 +0000`,
    `From: "${evil}${bidi}" <a@b${evil}.example>`,
    `DKIM-Signature: v=1; a=${evil}; d=${evil}; s=${bidi}`,
    `Subject: ${evil}`,
    "",
    evil,
  ].join("\r\n");
  const forms: readonly (readonly string[])[] = [[], ["--explain"], ["--json"], ["--ndjson"], ["--header"]];
  test.each(forms)("in the report %s", async (...form) => {
    const zone = file("evil.json");
    await writeFile(zone, JSON.stringify({ "b.example": { TXT: [`v=spf1 ${evil}`] } }));
    const args = ["analyze", "--dns", zone, "--mail-from", `${evil}@b.example`, ...form];
    const { out, error } = await command(args, message);
    expect(error).toBe("");
    for (const line of out.split("\n")) expect(forbiddenIn(line)).toStrictEqual([]);
  });

  test("in a file name or an option that is repeated in an error", async () => {
    for (const args of [
      [`${evil}.eml`],
      [`--${evil}`],
      ["--ip", evil],
      ["--now", evil],
      ["--fail-on", evil],
    ]) {
      const { error } = await command(["analyze", ...args], message);
      expect(forbiddenIn(error.trimEnd())).toStrictEqual([]);
      expect(error).toMatch(/\\u(?:001b|\{1b\})/);
    }
  });
});
