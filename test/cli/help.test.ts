import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../../src/cli/program.ts";
import { command } from "./command.ts";

const MAIN = "dist/cli/main.js";
const ARGS = ["analyze", "fixtures/messages/newsletter.eml", "--dns", "fixtures/zones/newsletter.json"];

async function commands(): Promise<readonly string[]> {
  const { out } = await command(["--help"]);
  return Array.from(out.matchAll(/^ {2}([a-z]+) \[options\]/gm), ([, name = ""]) => name);
}

describe("help", () => {
  test("names every command", async () => {
    expect(await commands()).toEqual(
      expect.arrayContaining(["analyze", "spf", "dkim", "dmarc", "authres", "replay"]),
    );
  });

  test("of every command has examples and exit codes", async () => {
    for (const name of await commands()) {
      const { code, out } = await command([name, "--help"]);
      expect(code).toBe(0);
      const [, examples = ""] = out.split("\nExamples:\n");
      expect(examples).toContain(`  $ waxseal ${name} `);
      expect(out).toMatch(/\n\nExit codes:/);
    }
  });

  test("an unknown command, and none at all, are wrong usage", async () => {
    const unknown = await command(["analyse"]);
    expect(unknown).toMatchObject({ code: 2, out: "" });
    expect(unknown.error).toBe("waxseal: unknown command 'analyse' (Did you mean analyze?)\n");
    expect((await command([])).code).toBe(2);
  });

  test("--version", async () => {
    expect(await command(["--version"])).toStrictEqual({ code: 0, out: "0.0.0\n", error: "" });
  });
});

describe("colours", () => {
  test("appear on a terminal, and what they paint stays the same", async () => {
    let painted = "";
    const code = await runCommandLine([...ARGS, "--now", "received"], "0.0.0", {
      out: (text) => void (painted += text),
      outBytes: () => undefined,
      error: () => undefined,
      readStdin: () => ({
        [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
      }),
      stdinIsTerminal: true,
      colours: true,
    });
    const { out } = await command([...ARGS, "--now", "received"]);
    expect(code).toBe(0);
    expect(painted).not.toBe(out);
    expect(painted.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g"), "")).toBe(out);
  });
});

describe("the process", () => {
  test("ends with the exit code and writes no colours into a pipe", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...ARGS]);
    expect(stdout).toMatch(/^✓ DMARC pass/);
    const failed = promisify(execFile)(process.execPath, [MAIN, "analyze", "no-such-file.eml"]);
    await expect(failed).rejects.toMatchObject({
      code: 3,
      stderr: "waxseal: no-such-file.eml: no such file or directory\n",
    });
  });

  test("a reader that closes the pipe early is no error", async () => {
    const many = Array.from({ length: 60 }, () => "fixtures/messages/newsletter.eml");
    const child = spawn(process.execPath, [
      MAIN,
      "analyze",
      "--ndjson",
      "--dns",
      "fixtures/zones/newsletter.json",
      ...many,
    ]);
    let error = "";
    child.stderr.on("data", (chunk: Buffer) => (error += chunk.toString()));
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => {
      child.on("close", resolve);
    });
    expect({ code, error }).toStrictEqual({ code: 0, error: "" });
  });
});
