import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Visitor } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { parseSource, placeOf, sourceFiles } from "../hygiene/sources.ts";

interface LockedPackage {
  readonly version: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** Every package that whoever installs waxseal installs, by name. */
const installed = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && dev !== true);

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

describe("CWE-94: code comes from the package alone", () => {
  it.each(sourceFiles().map((file) => [file.path, file] as const))("%s evaluates no text", (_path, file) => {
    const found: string[] = [];
    new Visitor({
      CallExpression: ({ start, callee }) => {
        if (
          callee.type === "Identifier" &&
          ["eval", "require", "Function", "createRequire"].includes(callee.name)
        )
          found.push(placeOf(file, start));
      },
      NewExpression: ({ start, callee }) => {
        if (callee.type === "Identifier" && ["Function", "Worker"].includes(callee.name))
          found.push(placeOf(file, start));
      },
      ImportExpression: ({ start, source }) => {
        if (source.type !== "Literal") found.push(placeOf(file, start));
      },
    }).visit(parseSource(file).program);
    expect(found).toStrictEqual([]);
  });

  it("nothing is asked of the network when the package is loaded", (context) => {
    if (!existsSync("dist/index.js") && process.env["CI"] === undefined) context.skip("dist is not built");
    const script = `
      import dgram from "node:dgram";
      import dns from "node:dns";
      import net from "node:net";
      const refuse = () => { throw new Error("network at import"); };
      net.Socket.prototype.connect = refuse;
      dgram.Socket.prototype.send = refuse;
      dgram.Socket.prototype.bind = refuse;
      dns.lookup = refuse;
      dns.promises.lookup = refuse;
      await import("./dist/index.js");
      await import("./dist/bimi.js");
      await import("./dist/cli/program.js");
      console.log(JSON.stringify(process.getActiveResourcesInfo()));
    `;
    const out = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
      encoding: "utf8",
    });
    const kept: unknown = JSON.parse(out);
    // Files that were read to load it may still be closing.
    expect(kept).toStrictEqual(
      expect.not.arrayContaining([expect.stringMatching(/Timeout|TCP|UDP|Addr|Query/)]),
    );
  });
});

describe("CWE-1357: what is installed is known", () => {
  it("no package runs a script when it is installed", () => {
    expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toStrictEqual([]);
  });

  it("every package is locked by its digest", () => {
    expect(installed.filter(([, { integrity }]) => integrity?.startsWith("sha512-") !== true)).toStrictEqual(
      [],
    );
  });

  it("docs/dependencies.md lists exactly the packages that are installed", () => {
    const page = readFileSync("docs/dependencies.md", "utf8");
    const listed = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = ""]) => name);
    expect(listed).toStrictEqual(installed.map(([path]) => nameOf(path)).toSorted());
  });

  it("a release is published by the workflow, with provenance and nothing but a build token", () => {
    const workflow = readFileSync(".github/workflows/publish.yml", "utf8");
    expect(workflow).toMatch(/id-token: write/);
    expect(workflow).toMatch(/npm publish --provenance/);
    // Two actions and no more, by version or by the commit of one; a tag can be moved, so a branch or none is refused.
    const uses = [...workflow.matchAll(/uses: ([^@\s]+)@(\S+)/g)];
    expect(uses.map(([, action]) => action)).toStrictEqual(["actions/checkout", "actions/setup-node"]);
    expect(uses.filter(([, , at = ""]) => !/^(v\d+|[0-9a-f]{40})$/.test(at))).toStrictEqual([]);
  });
});
