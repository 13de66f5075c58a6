import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Every package of the runtime tree, as the lock file has it: what an importer gets and nothing more. */
function runtimeTree(): readonly string[] {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly peer?: boolean }>>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev, peer }]) => path !== "" && dev !== true && peer !== true)
    .map(([path]) => path.replace(/^node_modules\//, ""))
    .filter((name) => !name.includes("/node_modules/"));
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };
const folder = mkdtempSync(join(tmpdir(), "waxseal-package-"));
const installed = join(folder, "node_modules/waxseal");
const node = (...args: readonly string[]): string =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });

describe("the packed package, installed with its runtime dependencies alone", { timeout: 60_000 }, () => {
  beforeAll(() => {
    execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder]);
    mkdirSync(installed, { recursive: true });
    const tarball = join(folder, `waxseal-${manifest.version}.tgz`);
    execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
    for (const name of runtimeTree()) {
      if (name.startsWith("@")) mkdirSync(join(folder, "node_modules", name, ".."), { recursive: true });
      symlinkSync(join(process.cwd(), "node_modules", name), join(folder, "node_modules", name));
    }
  }, 60_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(["waxseal", "waxseal/core", "waxseal/bimi"])(
    "%s is imported as a module and by require",
    (entry) => {
      const script = `
      import { createRequire } from "node:module";
      const imported = await import("${entry}");
      const required = createRequire(import.meta.url)("${entry}");
      console.log(Object.keys(imported).length > 0, Object.keys(imported).every((name) => name in required));`;
      expect(node("--no-warnings", "--input-type=module", "-e", script)).toBe("true true\n");
    },
  );

  it("the command answers --help", () => {
    expect(node(join(installed, "dist/cli/main.js"), "--help")).toMatch(/^Usage: waxseal /);
  });

  it("carries every page that its README links to", () => {
    const readme = readFileSync(join(installed, "README.md"), "utf8");
    const pages = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? "");
    expect(pages.filter((page) => !existsSync(join(installed, page)))).toStrictEqual([]);
    expect(pages.length).toBeGreaterThan(10);
  });

  it("carries the compiled modules and their types, the schema, the pages, the licence and no tests", () => {
    const files = execFileSync("find", [".", "-type", "f"], { cwd: installed, encoding: "utf8" });
    const unexpected = files
      .trim()
      .split("\n")
      .filter(
        (file) =>
          !/^\.\/(dist\/.*\.(js|d\.ts)|docs\/(report\.schema\.json|[a-z-]+\.md)|package\.json|(README|CHANGELOG|SECURITY)\.md|LICENSE)$/.test(
            file,
          ),
      );
    expect(unexpected).toStrictEqual([]);
  });
});
