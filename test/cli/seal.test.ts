import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { status } from "../arc/validating.ts";
import { signed, ZONE } from "../dkim/signing.ts";
import { MESSAGE, NOW } from "../dkim/verifying.ts";
import { rsaKey } from "../support/dkim-signer.ts";
import { command } from "./command.ts";

let folder = "";
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waxseal-"));
  await writeFile(file("rsa.pem"), rsaKey(2048).privateKey.export({ type: "pkcs8", format: "pem" }));
  const records = { "example.com": { TXT: ["v=spf1 ip4:192.0.2.1 -all"] } };
  await writeFile(file("zone.json"), JSON.stringify({ ...ZONE, ...records }));
});

afterAll(() => rm(folder, { recursive: true }));

function args(...more: readonly string[]): readonly string[] {
  const key = ["--domain", "example.com", "--selector", "rsa", "--key", file("rsa.pem")];
  const session = ["--ip", "192.0.2.1", "--helo", "mx.example.com", "--mail-from", "author@example.com"];
  const dns = ["--dns", file("zone.json"), "--now", String(NOW)];
  return ["seal", ...key, ...session, ...dns, "--authserv-id", "mx.example.org", ...more];
}

const isSession = (word: string | undefined): boolean =>
  word !== undefined && ["--ip", "--helo", "--mail-from"].includes(word);

describe("waxseal seal", () => {
  it("adds a set that says what was found, hop by hop", async () => {
    const once = await command(args(), await signed(MESSAGE));
    expect({ code: once.code, error: once.error }).toStrictEqual({ code: 0, error: "" });
    const header = once.out.replaceAll("\r\n ", " ");
    expect(header).toMatch(/^ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example\.com; s=rsa; t=\d+; b=/);
    expect(header).toMatch(/^ARC-Message-Signature: i=1; .*:DKIM-Signature; bh=/m);
    const results = /^ARC-Authentication-Results: (.*)$/m.exec(header)?.[1] ?? "";
    expect(results).toMatch(/^i=1; mx\.example\.org;/);
    for (const result of ["spf=pass", "dkim=pass", "dmarc=none", "arc=none"]) {
      expect(results).toContain(` ${result}`);
    }
    const twice = await command(args(), once.out);
    expect(twice.out).toMatch(/^ARC-Seal: i=2; a=rsa-sha256; cv=pass;/);
    expect(status(twice.out, { zone: ZONE })).toBe("pass oldest-pass=0");
  });

  it("seals a chain that fails as failed, and then no more", async () => {
    const once = await command(args(), MESSAGE);
    const broken = once.out.replace("spf=pass", "spf=fail");
    const marked = await command(args(), broken);
    expect(marked.out).toMatch(/^ARC-Seal: i=2; a=rsa-sha256; cv=fail;/);
    expect(await command(args(), marked.out)).toStrictEqual({
      code: 1,
      out: "",
      error: "waxseal: standard input: the chain was sealed as failed at instance 2 (RFC 8617 §5.1)\n",
    });
  });

  it("says what it leaves out without an envelope", async () => {
    const given = args("--field-only");
    const bare = given.filter((_, index) => !isSession(given[index]) && !isSession(given[index - 1]));
    const { code, out, error } = await command(bare, MESSAGE);
    expect(code).toBe(0);
    expect(out).not.toMatch(/spf=|iprev=/);
    expect(error).toBe(
      "waxseal: without an envelope the set says nothing of SPF and reverse DNS, and of DMARC no more than DKIM decides; see --ip, --helo, --mail-from\n",
    );
  });

  it("prints only the fields where asked", async () => {
    const { out } = await command(args("--field-only"), MESSAGE);
    expect(out.match(/^[A-Z][\w-]+(?=:)/gm)).toStrictEqual([
      "ARC-Seal",
      "ARC-Message-Signature",
      "ARC-Authentication-Results",
    ]);
    expect(out).not.toContain("\r");
  });

  it.each([
    { more: ["--authserv-id", ""], error: "--authserv-id: expected 1 to 255 octets" },
    { more: ["--domain", "x"], error: '--domain: expected a domain name, got "x"' },
    {
      more: ["--selector", "b", "--key", "rsa.pem"],
      error: "expected one key: a set has one sealer\n",
    },
  ])("refuses $more", async ({ more, error }) => {
    const given = more.map((each) => (each === "rsa.pem" ? file(each) : each));
    const outcome = await command(args(...given), MESSAGE);
    expect({ code: outcome.code, out: outcome.out }).toStrictEqual({ code: 2, out: "" });
    expect(outcome.error.startsWith(`waxseal: ${error}`)).toBe(true);
    expect(outcome.error.split("\n")).toHaveLength(2);
  });
});
