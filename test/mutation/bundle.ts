import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { sourceFiles } from "../hygiene/sources.ts";
import type { Mutant } from "./mutant.ts";
import { schemataOf } from "./schemata.ts";

/** The sources with their mutants compiled in, by absolute path. */
export interface MutatedSources {
  readonly texts: ReadonlyMap<string, string>;
  readonly mutants: readonly Mutant[];
}

/** Mutates the files that begin with one of the prefixes; in the others only the loops are counted. */
export function mutateSources(prefixes: readonly string[]): MutatedSources {
  const texts = new Map<string, string>();
  const mutants: Mutant[] = [];
  for (const file of sourceFiles()) {
    const mutated = prefixes.some((prefix) => file.path.startsWith(prefix));
    const schemata = schemataOf(file, mutants.length, mutated);
    texts.set(`${process.cwd()}/${file.path}`, schemata.text);
    mutants.push(...schemata.mutants);
  }
  return { texts, mutants };
}

/** A test file and all the project's modules that it needs as the body of one CommonJS function. */
export async function bundleTest(path: string, sources: MutatedSources): Promise<string> {
  const bundle = await rolldown({
    input: path,
    platform: "node",
    logLevel: "silent",
    external: /^(?!\.|\/|waxseal(\/|$))/,
    resolve: {
      alias: {
        "waxseal/core": `${process.cwd()}/src/core.ts`,
        "waxseal/bimi": `${process.cwd()}/src/bimi.ts`,
        waxseal: `${process.cwd()}/src/index.ts`,
      },
    },
    plugins: [
      {
        name: "mutants",
        transform: (code, id) =>
          (sources.texts.get(id) ?? code).replaceAll(
            "import.meta.url",
            JSON.stringify(pathToFileURL(id).href),
          ),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "cjs" });
  await bundle.close();
  return output[0].code;
}
