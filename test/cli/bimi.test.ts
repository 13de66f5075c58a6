import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brandedMessage, brandedReport, brandZone, CHAIN } from "../support/branded-mail.ts";
import { makeBundle, nodeCrypto } from "waxseal";
import { pemOf } from "../support/certificates.ts";
import { indicatorBytes } from "../support/indicators.ts";
import { command } from "./command.ts";

const ZONE = ["--dns", "fixtures/bimi/zone.json"];
const INDICATOR = "fixtures/bimi/indicator.svg";
const folder = mkdtempSync(join(tmpdir(), "waxseal-bimi-"));
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  writeFileSync(file("logo.svg"), indicatorBytes());
  writeFileSync(file("other.svg"), readFileSync(INDICATOR));
  writeFileSync(file("certificate.pem"), CHAIN.bundle);
  writeFileSync(file("root.pem"), pemOf([CHAIN.root]));
  writeFileSync(file("message.eml"), brandedMessage({}));
  writeFileSync(file("zone.json"), JSON.stringify(brandZone({})));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("waxseal bimi for a domain", () => {
  const cases: readonly (readonly [args: readonly string[], code: number, out: readonly string[]])[] = [
    [
      ["example.com"],
      0,
      ["DMARC policy is strict enough", "nobody was asked to fetch https://brand.example.com/indicator.svg"],
    ],
    [["editor@news.example.com"], 0, ["default._bimi.example.com TXT"]],
    [["quiet.example.com"], 0, ["BIMI is declined: quiet.example.com"]],
    [["example.com", "--selector", "brand"], 1, ["BIMI is none"]],
    [["example.net"], 1, ["No mail qualifies for an Indicator", "asks for nothing", "l= is no https URI"]],
    [["example.org"], 1, ["DMARC is none", "BIMI is none"]],
  ];
  test.each(cases)("%j", async (args, code, parts) => {
    const outcome = await command(["bimi", ...args, ...ZONE]);
    expect({ ...outcome, out: parts.filter((part) => !outcome.out.includes(part)) }).toStrictEqual({
      code,
      out: [],
      error: "",
    });
  });

  test("--json tells policy, enforcement and result", async () => {
    const { code, out } = await command(["bimi", "example.com", "--json", ...ZONE]);
    const { policy, enforcement, bimi } = JSON.parse(out) as Record<string, Record<string, unknown>>;
    expect([code, policy?.["outcome"], enforcement, bimi?.["result"]]).toStrictEqual([
      0,
      "record",
      { result: "enforced", organizationalDomain: "example.com" },
      "skipped",
    ]);
  });

  test("a DNS failure is temporary", async () => {
    writeFileSync(
      file("slow.json"),
      '{ "_dmarc.example.com": "timeout", "default._bimi.example.com": "timeout" }',
    );
    expect((await command(["bimi", "example.com", "--dns", file("slow.json")])).code).toBe(4);
  });
});

describe("waxseal bimi for files, offline", () => {
  const evidence = ["--evidence", file("certificate.pem"), "--now", "2026-06-01T00:00:00Z"];
  const root = ["--root", file("root.pem")];
  const cases: readonly (readonly [name: string, args: readonly string[], code: number, out: RegExp])[] = [
    [
      "an indicator that keeps the profile",
      ["--indicator", INDICATOR],
      0,
      /"Example News" keeps the SVG Tiny PS profile/,
    ],
    [
      "an indicator that does not",
      ["--indicator", "fixtures/bimi/rejected.svg"],
      1,
      /Line 2, column \d+: "style" is a style sheet/,
    ],
    [
      "evidence under a root of one's own",
      ["example.com", ...evidence, ...root],
      0,
      /The evidence holds: a Verified Mark Certificate/,
    ],
    [
      "evidence under a root that is not trusted",
      ["example.com", ...evidence],
      1,
      /certificate 2 has an issuer that is neither in the file nor trusted/,
    ],
    [
      "evidence for another domain",
      ["example.net", ...evidence, ...root],
      1,
      /it speaks for example.com; needed would be example.net/,
    ],
    [
      "both, with the same image",
      ["example.com", "--indicator", file("logo.svg"), ...evidence, ...root],
      0,
      /is the one in the evidence/,
    ],
    [
      "both, with two images",
      ["example.com", "--indicator", file("other.svg"), ...evidence, ...root],
      1,
      /holds another image/,
    ],
  ];
  test.each(cases)("%s", async (_, args, code, out) => {
    const outcome = await command(["bimi", ...args]);
    expect(outcome.out).toMatch(out);
    expect([outcome.code, outcome.error]).toStrictEqual([code, ""]);
  });
});

describe("waxseal bimi used wrongly", () => {
  const cases: readonly (readonly [args: readonly string[], code: number, error: string])[] = [
    [[], 2, "waxseal: author: expected a domain, or --indicator <file>\n"],
    [["a b"], 2, 'waxseal: author: expected a domain name or an address, got "a b"\n'],
    [["example.com", "--selector", "-"], 2, 'waxseal: --selector: expected a selector, got "-"\n'],
    [
      ["--evidence", "e.pem"],
      2,
      "waxseal: --evidence: expected the domain that the certificate is for beside it\n",
    ],
    [["--indicator", "missing.svg"], 3, "waxseal: missing.svg: no such file or directory\n"],
    [
      ["example.com", "--evidence", INDICATOR, "--root", INDICATOR],
      3,
      `waxseal: ${INDICATOR}: expected certificates in PEM, got no-certificate\n`,
    ],
  ];
  test.each(cases)("%j", async (args, code, error) => {
    expect(await command(["bimi", ...args])).toStrictEqual({ code, out: "", error });
  });
});

describe("BIMI in waxseal analyze", () => {
  const analyze = [
    "analyze",
    file("message.eml"),
    "--dns",
    file("zone.json"),
    "--now",
    "2026-06-01T00:00:00Z",
  ];

  test("is a row where there is a record, and says how to fetch", async () => {
    const { out } = await command(analyze);
    expect(out).toMatch(
      /^ {2}bimi {6}skipped\b.*default\._bimi\.example\.com, not fetched \(--fetch does\)$/m,
    );
  });

  test("--fetch fetches, from public addresses alone", async () => {
    const record = "v=BIMI1; l=https://127.0.0.1/i.svg";
    writeFileSync(file("loopback.json"), JSON.stringify(brandZone({ record })));
    const { out } = await command([
      ...analyze.slice(0, 2),
      "--dns",
      file("loopback.json"),
      ...analyze.slice(4),
      "--fetch",
    ]);
    expect(out).toMatch(/^ {2}bimi {6}fail\b/m);
    expect(out).toContain("https://127.0.0.1/i.svg leads to an address that is not public");
  });

  test("a bundle with documents is replayed offline", async () => {
    const bundle = makeBundle(await brandedReport(), brandedMessage({}), nodeCrypto);
    writeFileSync(file("bundle.json"), JSON.stringify(bundle));
    const { code, out } = await command(["replay", file("bundle.json")]);
    expect(out).toMatch(/^ {2}bimi {6}pass\b.*"Example" at default\._bimi\.example\.com, with evidence$/m);
    expect(code).toBe(0);
  });
});
