import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZONE } from "../dkim/signing.ts";
import { MESSAGE, NOW, verdicts } from "../dkim/verifying.ts";
import { ed25519Key, rsaKey } from "../support/dkim-signer.ts";
import { command } from "./command.ts";

let folder = "";
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waxseal-"));
  await writeFile(file("rsa.pem"), rsaKey(2048).privateKey.export({ type: "pkcs8", format: "pem" }));
  await writeFile(file("short.pem"), rsaKey(1024).privateKey.export({ type: "pkcs1", format: "pem" }));
  await writeFile(file("ed.pem"), ed25519Key().privateKey.export({ type: "pkcs8", format: "pem" }));
  await writeFile(file("public.pem"), ed25519Key().publicKey.export({ type: "spki", format: "pem" }));
  await writeFile(file("message.eml"), MESSAGE);
});

afterAll(() => rm(folder, { recursive: true }));

function args(...more: readonly string[]): readonly string[] {
  const key = ["--domain", "example.com", "--selector", "rsa", "--key", file("rsa.pem")];
  return ["sign", ...key, "--now", String(NOW), ...more];
}

describe("waxseal sign", () => {
  it("prints the message with its signature on top", async () => {
    const { code, out, error } = await command(args(file("message.eml")));
    expect({ code, error }).toStrictEqual({ code: 0, error: "" });
    expect(out.endsWith(`\r\n${MESSAGE}`)).toBe(true);
    expect(verdicts(out, { zone: ZONE })).toStrictEqual(["pass"]);
  });

  it("signs what comes from standard input, by several keys", async () => {
    const second = ["--selector", "ed", "--key", file("ed.pem")];
    const { code, out } = await command(args(...second, "--canonicalization", "simple/simple"), MESSAGE);
    expect(code).toBe(0);
    expect(verdicts(out, { zone: ZONE })).toStrictEqual(["pass", "pass"]);
  });

  it("keeps the LF line ends of a stored message", async () => {
    const stored = MESSAGE.replaceAll("\r\n", "\n");
    const { out } = await command(args(), stored);
    expect(out).not.toContain("\r");
    expect(verdicts(out, { zone: ZONE })).toStrictEqual(["pass"]);
    expect(verdicts(out.replaceAll("\n", "\r\n"), { zone: ZONE })).toStrictEqual(["pass"]);
  });

  it("leaves bytes past ASCII as they are", async () => {
    const message = `${MESSAGE}\xe9\xff\r\n`;
    expect((await command(args(), message)).out.endsWith(message)).toBe(true);
  });

  it("prints only the field where asked, in the line ends of the terminal", async () => {
    const { out } = await command(args("--field-only", file("message.eml")));
    expect(out).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256;(?:[^\n\r]*\n )+[^\n\r]*\n$/);
  });

  it("takes every option", async () => {
    const { out } = await command(
      args(
        "--identity",
        "me@mail.example.com",
        "--fields=from:subject",
        "--expires-in=60",
        "--body-length=5",
        "--field-only",
        file("message.eml"),
      ),
    );
    const tags = out.replaceAll("\n ", " ").split("; ").slice(2, -2);
    expect(tags).toStrictEqual([
      "c=relaxed/relaxed",
      "d=example.com",
      "s=rsa",
      `t=${NOW}`,
      `x=${NOW + 60}`,
      "i=me@mail.example.com",
      "l=5",
      "h=from:subject",
    ]);
    const whole = await command(args("--body-length", "whole", "--field-only", file("message.eml")));
    expect(whole.out).toContain("l=46;");
  });

  it("says that a key is short", async () => {
    const short = ["sign", "--domain", "example.com", "--selector", "s", "--key", file("short.pem")];
    const { code, error } = await command(short, MESSAGE);
    expect(code).toBe(0);
    expect(error).toBe("waxseal: the key has 1024 bits; signers should use at least 2048 (RFC 8301 §3.2)\n");
  });

  const failures = [
    {
      name: "a message without From",
      more: [],
      stdin: "To: a@b.example\r\n\r\n",
      code: 1,
      error: "standard input: no From field to sign (RFC 6376 §5.4)",
    },
    {
      name: "an ambiguous author",
      more: [],
      stdin: `From: a@b.example\r\n${MESSAGE}`,
      code: 1,
      error: "standard input: the author is ambiguous: multiple-from",
    },
    {
      name: "a bare LF",
      more: [],
      stdin: `${MESSAGE}a\nb\r\n`,
      code: 1,
      error: `standard input: bare-lf at byte ${MESSAGE.length + 1} would not survive transmission (RFC 6376 §5.3)`,
    },
    {
      name: "a domain that would add a tag",
      more: ["--domain", "example.com; l=0"],
      stdin: MESSAGE,
      code: 2,
      error: '--domain: expected a domain name, got "example.com; l=0"',
    },
    {
      name: "an identity outside the domain",
      more: ["--identity", "a@example.net"],
      stdin: MESSAGE,
      code: 2,
      error: '--identity: expected an address in example.com, got "a@example.net"',
    },
    {
      name: "a field that is never signed",
      more: ["--fields", "From:Received"],
      stdin: MESSAGE,
      code: 2,
      error: '--fields: expected a field that stays as it is on the way, got "Received"',
    },
    {
      name: "a key without a selector",
      more: ["--key", "another.pem"],
      stdin: MESSAGE,
      code: 2,
      error: "expected one --selector for each --key, got 1 for 2",
    },
  ];
  it.each(failures)("ends with one line for $name", async ({ more, stdin, code, error }) => {
    expect(await command(args(...more), stdin)).toStrictEqual({
      code,
      out: "",
      error: `waxseal: ${error}\n`,
    });
  });

  it("names a key file that is missing or holds no private key", async () => {
    const run = (name: string): ReturnType<typeof command> =>
      command(["sign", "--domain", "example.com", "--selector", "s", "--key", file(name)], MESSAGE);
    const missing = await run("none.pem");
    expect(missing).toStrictEqual({
      code: 3,
      out: "",
      error: `waxseal: ${file("none.pem")}: no such file or directory\n`,
    });
    for (const name of ["message.eml", "public.pem"]) {
      expect(await run(name)).toStrictEqual({
        code: 3,
        out: "",
        error: `waxseal: ${file(name)}: expected a private key in PEM without a passphrase\n`,
      });
    }
  });
});
