import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDkimKey } from "../../src/dkim/key-record.ts";
import { MESSAGE, verdicts } from "../dkim/verifying.ts";
import { command } from "./command.ts";

let folder = "";
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waxseal-"));
});

afterAll(() => rm(folder, { recursive: true }));

function keygen(out: string, ...more: readonly string[]): ReturnType<typeof command> {
  return command(["keygen", "--domain", "example.com", "--selector", "s1", "--out", out, ...more]);
}

/** The strings of the record as a name server would read them. */
function stringsOf(zoneFile: string): readonly string[] {
  return [...zoneFile.matchAll(/"([^"]*)"/g)].map(([, text = ""]) => text);
}

describe("waxseal keygen", () => {
  it.each([
    {
      more: [],
      type: "rsa",
      strings: 2,
      form: /^s1\._domainkey\.example\.com\. IN TXT \(\n {2}".{255}"\n {2}".+" \)\n$/,
    },
    {
      more: ["--type", "ed25519"],
      type: "ed25519",
      strings: 1,
      form: /^s1\._domainkey\.example\.com\. IN TXT ".+"\n$/,
    },
  ])("makes a key of type $type with which signatures verify", async ({ more, type, strings, form }) => {
    const key = file(`${type}.pem`);
    const { code, out, error } = await keygen(key, ...more);
    expect({ code, error }).toStrictEqual({ code: 0, error: "" });
    expect(out).toMatch(form);
    const published = stringsOf(out);
    expect(published).toHaveLength(strings);
    const reading = parseDkimKey(published.join(""));
    expect("key" in reading && reading.key.publicKey.type).toBe(type);
    const options = ["--domain", "example.com", "--selector", "s1", "--key", key];
    const signed = await command(["sign", ...options], MESSAGE);
    const zone = { "s1._domainkey.example.com": { TXT: [published] } };
    expect(verdicts(signed.out, { zone, now: Date.now() / 1000 })).toStrictEqual(["pass"]);
  });

  it("keeps the private key from others", async () => {
    const key = file("private.pem");
    const { out } = await keygen(key, "--type", "ed25519");
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect(await readFile(key, "utf8")).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(out).not.toContain("PRIVATE");
  });

  it("overwrites nothing", async () => {
    const key = file("taken.pem");
    await writeFile(key, "something");
    expect(await keygen(key)).toStrictEqual({
      code: 2,
      out: "",
      error: `waxseal: --out: ${key} exists already\n`,
    });
    expect(await readFile(key, "utf8")).toBe("something");
  });

  it.each([
    { more: ["--bits", "1024"], code: 2, error: "--bits: expected 2048 to 4096 bits, got 1024" },
    {
      more: ["--type", "ed25519", "--bits", "2048"],
      code: 2,
      error: "--bits: expected --type rsa beside it, an Ed25519 key has one length",
    },
    { more: ["--domain", "exa mple"], code: 2, error: '--domain: expected a domain name, got "exa mple"' },
    { more: ["--selector", 'a" "b'], code: 2, error: '--selector: expected a selector, got "a" "b"' },
  ])("refuses $more", async ({ more, code, error }) => {
    const key = file("refused.pem");
    expect(await keygen(key, ...more)).toStrictEqual({ code, out: "", error: `waxseal: ${error}\n` });
    await expect(stat(key)).rejects.toThrow("ENOENT");
  });

  it("says where it cannot write", async () => {
    const key = file("none/key.pem");
    expect(await keygen(key, "--type", "ed25519")).toStrictEqual({
      code: 3,
      out: "",
      error: `waxseal: ${key}: no such file or directory\n`,
    });
  });
});
