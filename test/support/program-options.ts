import { parseArgs, type ParseArgsConfig } from "node:util";

/** An option of a program under test/: a text with its default, or a flag. */
export interface ProgramOption {
  readonly default: string | false;
  readonly help: string;
}

const HELP: readonly [string, ProgramOption] = ["help", { default: false, help: "prints this" }];

export type ProgramOptions<Options> = {
  readonly [Name in keyof Options]: Options[Name] extends { readonly default: string } ? string : boolean;
};

/**
 * Reads the command line of a program. `--help` prints what it knows and ends it, and so does, as a mistake,
 * an option that it does not know: a long run never begins by accident.
 */
export function programOptions<const Options extends Readonly<Record<string, ProgramOption>>>(
  script: string,
  purpose: string,
  options: Options,
): ProgramOptions<Options> {
  const entries = Object.entries<ProgramOption>(options);
  const help = [
    `usage: npm run ${script} -- [options]`,
    purpose,
    ...[...entries, HELP].map(([name, option]) => helpLine(name, option)),
  ].join("\n");
  const known: NonNullable<ParseArgsConfig["options"]> = Object.fromEntries(
    [...entries, HELP].map(([name, { default: value }]) => [
      name,
      value === false ? { type: "boolean", default: value } : { type: "string", default: value },
    ]),
  );
  try {
    const { values } = parseArgs({ options: known });
    if (values["help"] !== true) return values as ProgramOptions<Options>;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${help}`);
    process.exit(2);
  }
  console.log(help);
  process.exit(0);
}

/** A whole number above zero, or the end of the program. */
export function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  console.error(`--${name}: expected a whole number above zero`);
  return process.exit(2);
}

function helpLine(name: string, { default: value, help }: ProgramOption): string {
  const usual = value === false || value === "" ? "" : ` (${value})`;
  return `  --${name.padEnd(12)} ${help}${usual}`;
}
