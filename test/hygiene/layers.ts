import { posix } from "node:path";
import { parseSource, type SourceFile } from "./sources.ts";

/**
 * What one layer may import besides itself. A target is a layer (`base`) or one module of a layer (`dkim/key-record`);
 * `types` may be imported with `import type` only.
 */
interface Layer {
  readonly imports: readonly string[];
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: true;
}

const MECHANICS = ["base", "task", "message", "dns", "crypto"] as const;
const PROTOCOLS = ["spf", "iprev", "dkim", "dmarc", "bimi", "arc"] as const;
const BELOW_CORE = [...MECHANICS, "authres", ...PROTOCOLS, "analysis"] as const;

/** An ARC-Message-Signature is a DKIM signature but for two tags, so ARC takes the modules for one signature. */
const inDkim = (module: string): string => `dkim/${module}`;

/** The layers of docs/architecture.md, bottom first. A folder that is not listed here may not exist. */
const LAYERS: Readonly<Record<string, Layer>> = {
  base: { imports: [], packages: ["punycode/punycode.js", "tr46", "tldts"] },
  task: { imports: MECHANICS },
  message: { imports: MECHANICS },
  dns: { imports: MECHANICS, packages: ["lru-cache"] },
  crypto: { imports: MECHANICS, packages: ["lru-cache"] },
  authres: { imports: MECHANICS },
  spf: { imports: [...MECHANICS, "authres"] },
  iprev: { imports: [...MECHANICS, "authres"] },
  dkim: { imports: [...MECHANICS, "authres"] },
  dmarc: { imports: [...MECHANICS, "authres"], types: ["spf/result", "dkim/result"] },
  bimi: {
    imports: [...MECHANICS, "authres"],
    types: ["spf/result", "dkim/result", "dmarc/result"],
    packages: ["saxes", "@peculiar/asn1-schema", "@peculiar/asn1-x509", "@peculiar/asn1-x509-logotype"],
  },
  arc: {
    imports: [
      ...MECHANICS,
      "authres",
      ...[
        "acceptance",
        "first-issue",
        "key-lookup",
        "key-record",
        "key-trial",
        "signature",
        "signature-reading",
      ].map(inDkim),
      ...["signature-tags", "signed-data", "tag-value", "verify"].map(inDkim),
      ...["field-signature", "fields-to-sign", "format"].map(inDkim),
      ...["signing-issue", "signing-key", "signing-options"].map(inDkim),
    ],
    types: ["notes", "policy", "result", "trace"].map(inDkim),
  },
  analysis: { imports: [...MECHANICS, "authres", ...PROTOCOLS] },
  core: { imports: BELOW_CORE },
  node: { imports: [...BELOW_CORE, "core"], packages: ["dns-packet", "lru-cache"], node: true },
  index: { imports: [...BELOW_CORE, "core", "node"], node: true },
  cli: { imports: [...BELOW_CORE, "core", "node", "index"], packages: ["commander"], node: true },
};

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Everything a module names as a source of names: imports, re-exports and dynamic imports of a literal. */
function importsOf(file: SourceFile): readonly Import[] {
  const { module } = parseSource(file);
  return [
    ...module.staticImports.map((statement) => ({
      specifier: statement.moduleRequest.value,
      typeOnly: statement.entries.length > 0 && statement.entries.every((entry) => entry.isType),
    })),
    ...module.staticExports.flatMap((statement) =>
      statement.entries.flatMap((entry) =>
        entry.moduleRequest === null
          ? []
          : [{ specifier: entry.moduleRequest.value, typeOnly: entry.isType }],
      ),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      specifier: file.text.slice(moduleRequest.start, moduleRequest.end).replace(/^["'`]|["'`]$/g, ""),
      typeOnly: false,
    })),
  ];
}

/** The module a relative specifier names, without `src/` and `.ts`: `dkim/key-record`. */
function targetOf(file: SourceFile, specifier: string): string {
  return posix
    .join(posix.dirname(file.path), specifier)
    .replace(/^src\//, "")
    .replace(/\.ts$/, "");
}

const layerOf = (module: string): string => module.split("/")[0] ?? module;

function isAllowed(layer: string, rules: Layer, imported: Import, target: string | null): boolean {
  if (target === null) {
    const { specifier } = imported;
    return specifier.startsWith("node:") ? rules.node === true : (rules.packages ?? []).includes(specifier);
  }
  const allowed = [layer, ...rules.imports, ...(imported.typeOnly ? (rules.types ?? []) : [])];
  return allowed.includes(layerOf(target)) || allowed.includes(target);
}

/** One line for each import that does not point down. */
export function layerViolations(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const layer = layerOf(file.path.replace(/^src\//, "").replace(/\.ts$/, ""));
    const rules = LAYERS[layer];
    if (rules === undefined) return [`${file.path} stands in no layer`];
    return importsOf(file)
      .filter((imported) => {
        const relative = imported.specifier.startsWith(".");
        return !isAllowed(layer, rules, imported, relative ? targetOf(file, imported.specifier) : null);
      })
      .map(({ specifier }) => `${file.path} imports ${specifier}`);
  });
}
