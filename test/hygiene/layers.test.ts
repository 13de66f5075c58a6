import { describe, expect, it } from "vitest";
import { layerViolations } from "./layers.ts";
import { sourceFiles } from "./sources.ts";

describe("the layers", () => {
  it("hold in every module under src", () => {
    expect(layerViolations(sourceFiles())).toStrictEqual([]);
  });

  const cases = [
    {
      name: "base imports nothing from above",
      path: "src/base/a.ts",
      text: 'import { x } from "../dns/x.ts";',
    },
    {
      name: "base uses no package but those of domain names",
      path: "src/base/a.ts",
      text: 'import { LRUCache } from "lru-cache";',
    },
    { name: "the core uses no Node module", path: "src/spf/a.ts", text: 'import { isIP } from "node:net";' },
    { name: "a bare Node name is no package", path: "src/node/a.ts", text: 'import dns from "dns";' },
    { name: "a re-export is an import", path: "src/spf/a.ts", text: 'export * from "../dkim/result.ts";' },
    {
      name: "a dynamic import is an import",
      path: "src/spf/a.ts",
      text: 'const x = import("../node/x.ts");',
    },
    {
      name: "dmarc uses a result of dkim as a type only",
      path: "src/dmarc/a.ts",
      text: 'import { x } from "../dkim/result.ts";',
    },
    {
      name: "dmarc uses no other type of dkim",
      path: "src/dmarc/a.ts",
      text: 'import type { X } from "../dkim/verify.ts";',
    },
    {
      name: "nothing below analysis uses arc",
      path: "src/authres/a.ts",
      text: 'import type { X } from "../arc/result.ts";',
    },
    {
      name: "the library does not use its CLI",
      path: "src/index.ts",
      text: 'import { x } from "./cli/x.ts";',
    },
  ];
  it.each(cases)("$name", ({ path, text }) => {
    expect(layerViolations([{ path, text }])).toHaveLength(1);
  });

  it("know every folder", () => {
    expect(layerViolations([{ path: "src/utils/a.ts", text: "export {};" }])).toStrictEqual([
      "src/utils/a.ts stands in no layer",
    ]);
  });

  it("allow the imports that point down", () => {
    const text = [
      'import type { DkimResult } from "../dkim/result.ts";',
      'import { lookup } from "../task/task.ts";',
      'import { digest } from "../crypto/provider.ts";',
      'import { own } from "./record.ts";',
    ].join("\n");
    expect(layerViolations([{ path: "src/dmarc/a.ts", text }])).toStrictEqual([]);
  });
});
