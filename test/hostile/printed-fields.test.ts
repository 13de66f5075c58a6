import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../src/base/bytes.ts";
import { pemOf } from "../support/certificates.ts";
import { mintChain, NOW } from "../support/mark-certificates.ts";
import { runCli, withFolder } from "./command-line.ts";
import { HOSTILE_EVIDENCE, HOSTILE_INDICATORS } from "./rows/bimi.ts";

const RECEIVED =
  "Received: from a.example (a.example [192.0.2.1]) by mx.receiver.example; Sun, 1 Nov 2026 09:30:00 +0000";

/** Some answers; none of them is about these messages. */
const ZONE = "fixtures/zones/two-authors.json";

const field = (value: string): string => `Authentication-Results: ${value}`;

/** What `waxseal authres` prints of fields below the receiver's own, without white space at the ends. */
async function printed(...lines: readonly string[]): Promise<{ code: number; lines: readonly string[] }> {
  const message = `${[RECEIVED, ...lines].join("\r\n")}\r\n\r\n`;
  const { code, out } = await analyzed(message, "authres", "--trust", "mx.receiver.example");
  expectPlain(out);
  return { code, lines: out.split("\n").filter((line) => line !== "") };
}

async function analyzed(message: string, ...args: readonly string[]): ReturnType<typeof runCli> {
  return await withFolder(async (folder) => {
    const file = join(folder, "message.eml");
    await writeFile(file, bytesOf(message));
    return await runCli([...args, "--", file]);
  });
}

function expectPlain(text: string): void {
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b\u2028\ufeff]/u);
}

describe("the command line and fields that others wrote", () => {
  it("F1, RFC 8601 §5: names each spelling of the receiver's id, the last first", async () => {
    const spellings = [
      "mx.receiver.example",
      "MX.Receiver.Example",
      '"mx.receiver.example"',
      "mx.receiver.example.",
      "(mx) mx.receiver.example (a)",
      "mx.receiver.example 1",
    ];
    const { code, lines } = await printed(...spellings.map((id) => field(`${id}; dmarc=pass`)));
    expect(code).toBe(1);
    expect(lines.filter((line) => line.startsWith("forged (below-boundary)"))).toHaveLength(6);
    expect(lines.at(-1)).toBe("To remove on receipt, in this order: header field 7, 6, 5, 4, 3, 2");
  });

  it.each([
    [
      "F2",
      "spf=pass smtp.mailfrom=a.example; dmarc=pass action=none",
      ["untrusted (no-authserv-id)  header field 2, without authserv-id, exchange", "spf=pass", "dmarc=pass"],
    ],
    [
      "F2",
      "=;; dmarc=pass",
      ["untrusted (unreadable-authserv-id)  header field 2, without authserv-id, unknown", "dmarc=pass"],
    ],
    ["F3", "mx.example; spf=fail (dkim=pass; dmarc=pass)", ["untrusted (foreign-authserv-id)", "spf=fail"]],
    ["F3", "mx.example; spf=fail (a (b; dkim=pass) c)", ["untrusted (foreign-authserv-id)", "spf=fail"]],
    [
      "F3",
      'mx.example; spf=fail reason="x\\"; dkim=pass"',
      ["untrusted (foreign-authserv-id)", 'spf=fail reason="x"; dkim=pass"'],
    ],
    ["F5", "mx.example; spf=bestguesspass", ["untrusted (foreign-authserv-id)", "spf=bestguesspass"]],
    [
      "F4",
      'mx.example; spf=fail reason="\x1b[2J\u00e2\u0080\u00ae" smtp.helo="a\x9b"',
      ["untrusted (foreign-authserv-id)", "spf=fail"],
    ],
  ] as const)("%s, RFC 8601 §2.2: prints no result that %j does not state", async (_row, value, expected) => {
    const { code, lines } = await printed(field(value));
    expect(code).toBe(0);
    const [standing = "", ...results] = lines;
    expect(standing.startsWith(expected[0])).toBe(true);
    const words = results.filter((line) => line.startsWith("  ")).map((line) => line.trim());
    expect(words.map((line, index) => line.startsWith(expected[index + 1] ?? "nothing"))).toStrictEqual(
      expected.slice(1).map(() => true),
    );
  });

  it("F6, RFC 8601 §4.1: believes only what stands above the boundary", async () => {
    const own = field("mx.receiver.example; spf=pass");
    const far = field("mx.far.example; spf=pass");
    const { out } = await analyzed(
      [own, RECEIVED, own, RECEIVED, far].join("\r\n") + "\r\n\r\n",
      "authres",
      "--trust",
      "mx.receiver.example",
    );
    expect(out.match(/^(believed|forged|untrusted).*header field \d/gm)).toStrictEqual([
      "believed  header field 1",
      "forged (below-boundary)  header field 3",
      "untrusted (foreign-authserv-id)  header field 5",
    ]);
  });

  it("F7, RFC 7208 §9.1: takes no sender from Received-SPF that came from outside", async () => {
    const value = "pass identity=helo; helo=h.example; client-ip=192.0.2.99; envelope-from=x@legit.example";
    const message = `${RECEIVED}\r\nReceived-SPF: ${value}\r\nFrom: x@legit.example\r\n\r\n`;
    const { out } = await analyzed(message, "analyze", "--json", "--dns", ZONE);
    const { inputs } = JSON.parse(out) as { inputs: { envelope: unknown } };
    expect(inputs.envelope).toStrictEqual({ clientIp: "192.0.2.1", helo: "a.example" });
  });

  it.each([
    [
      "Postfix",
      "from fake.example (real.example [192.0.2.1]) by mx (Postfix) with SMTP id A1; x",
      "192.0.2.1",
    ],
    [
      "Exim",
      "from real.example ([192.0.2.1] helo=fake.example) by mx with esmtp (Exim 4.97) id 1; x",
      "192.0.2.1",
    ],
    ["qmail", "from unknown (HELO fake.example) (192.0.2.1) by mx with SMTP; x", "192.0.2.1"],
    ["a terminal", "from fake.example (\x1b[2J\u00e2\u0080\u00ae [192.0.2.1]) by mx with SMTP; x", null],
  ])("F8, RFC 5321 §4.4: tells the claim from the address that %s saw", async (_name, value, address) => {
    const message = `Received: ${value}\r\nFrom: x@legit.example\r\n\r\n`;
    const { out } = await analyzed(message, "analyze", "--explain", "--dns", ZONE);
    expectPlain(out);
    const json = await analyzed(message, "analyze", "--json", "--dns", ZONE);
    const { received } = JSON.parse(json.out) as {
      received: readonly { received: { helo: unknown; tcpAddress: unknown } }[];
    };
    expect(received.map(({ received: { helo, tcpAddress } }) => [helo, tcpAddress])).toStrictEqual([
      ["fake.example", address],
    ]);
  });
});

describe("the command line and documents that others wrote", () => {
  const now = ["--now", String(NOW)];

  it.each(HOSTILE_INDICATORS)("G2, CWE-776: refuses an indicator with %s", async (_what, svg, expected) => {
    const { code, out } = await withFolder(async (folder) => {
      const file = join(folder, "logo.svg");
      await writeFile(file, svg);
      return await runCli(["bimi", "--indicator", file, ...now, "--json"]);
    });
    expect(code).toBe(1);
    for (const found of expected.split(" ").slice(2)) expect(out).toContain(`"${found}"`);
    expectPlain(out);
  });

  it.each(HOSTILE_EVIDENCE)("G3, BIMI draft §8.4: refuses evidence %s", async (_what, changes, expected) => {
    const { bundle, root } = mintChain(changes);
    const { code, out } = await withFolder(async (folder) => {
      const [evidence, roots] = [join(folder, "evidence.pem"), join(folder, "root.pem")];
      await writeFile(evidence, bundle);
      await writeFile(roots, pemOf([root]));
      return await runCli(["bimi", "example.com", "--evidence", evidence, "--root", roots, ...now, "--json"]);
    });
    // Only beside the picture of a record can another one be told.
    expect(code).toBe(expected === "fail indicator-differs" ? 0 : 1);
    for (const found of expected.split(" ").slice(2)) expect(out).toContain(`"${found}"`);
    expectPlain(out);
  });
});
