import { InvalidArgumentError, Option, type Command } from "commander";
import { AnalysisReader } from "../analysis/read.ts";
import { authenticationResultsFields } from "../authres/header.ts";
import type { ReadMethodResult } from "../authres/result.ts";
import { assessTrust, type AssessedField, type TrustAssessment } from "../authres/trust.ts";
import { printable } from "../base/printable.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { typedInputs } from "./envelope-options.ts";
import { collect } from "./dns-options.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { asFailure, usageFailure } from "./failure.ts";
import { messageNames, openMessage } from "./input.ts";
import { jsonDocument } from "./json.ts";
import { painter, toneOf, type Paint, type Terminal } from "./terminal.ts";

interface AuthresOptions {
  readonly trust: readonly string[];
  readonly trustedHops: number | "topmost";
  readonly json?: boolean;
}

const HELP = `
Examples:
  $ waxseal authres message.eml --trust mx.example.org
  $ waxseal authres message.eml --trust mx.example.org --trusted-hops 2 --json

Exit codes: 0 no field claims to be yours without being it; 1 such a field is there, to be removed;
2 wrong usage; 3 unreadable input`;

/** Adds `waxseal authres`. */
export function addAuthres(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("authres")
    .summary("read the Authentication-Results fields of a message: believed, forged, untrusted")
    .argument("[file]", 'the message; "-" or nothing for standard input')
    .addOption(
      new Option("--trust <id>", "authserv-id of your own hosts; may be repeated")
        .argParser(collect)
        .default([], "none"),
    )
    .addOption(
      new Option(
        "--trusted-hops <n>",
        'how many Received fields, from the top, your own hosts added, or "topmost"',
      )
        .argParser(readHops)
        .default(1),
    )
    .option("--json", "print the assessment as JSON")
    .addHelpText("after", HELP)
    .action(async (file: string | undefined, options: AuthresOptions) => {
      end(await assess(file === undefined ? [] : [file], options, terminal));
    });
}

function readHops(text: string): number | "topmost" {
  if (text === "topmost") return text;
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('expected a whole number or "topmost"');
  return Number(text);
}

async function assess(
  files: readonly string[],
  options: AuthresOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const [name = ""] = messageNames(files, terminal);
  const reader = new AnalysisReader(typedInputs({}), nodeCrypto);
  for await (const chunk of openMessage(name, terminal)) reader.push(chunk);
  const { fields } = reader.finish().message;
  const assessment = asFailure(
    (message) =>
      usageFailure(
        message.replace("trust.authservIds", "--trust").replace("trust.boundary", "--trusted-hops"),
      ),
    () => assessTrust(fields, { authservIds: options.trust, boundary: options.trustedHops }),
  );
  if (options.json === true) terminal.out(jsonDocument(assessment));
  else if (authenticationResultsFields(fields).length === 0)
    terminal.out("No Authentication-Results field.\n");
  else terminal.out(render(assessment, painter(terminal)));
  return assessment.forged.length > 0 ? EXIT.failed : EXIT.ok;
}

function render(assessment: TrustAssessment, paint: Paint): string {
  const { believed, forged, untrusted, removals } = assessment;
  const fields = [...believed, ...forged, ...untrusted].toSorted((left, right) => left.index - right.index);
  const lines = fields.flatMap((field) => renderField(field, paint));
  if (removals.length > 0) {
    lines.push(
      `To remove on receipt, in this order: header field ${removals.map(({ index }) => index + 1).join(", ")}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const STANDING = { believed: "good", forged: "bad", untrusted: "quiet" } as const;

/** Text counts the fields of the header from 1, JSON has their index. */
function renderField(field: AssessedField, paint: Paint): readonly string[] {
  const { reading, standing, index } = field;
  const why = standing === "believed" ? "" : ` (${field.cause})`;
  const by = reading.authservId === null ? "without authserv-id" : `by ${printable(reading.authservId)}`;
  return [
    `${paint(STANDING[standing], standing)}${why}  header field ${index + 1}, ${by}, ${reading.dialect}`,
    ...reading.results.map((result) => renderResult(result, paint)),
    "",
  ];
}

function renderResult({ method, result, reason, properties }: ReadMethodResult, paint: Paint): string {
  const shown = properties.map(({ ptype, property, pvalue }) => ` ${ptype}.${property}=${pvalue}`).join("");
  const why = reason === null ? "" : ` reason="${reason}"`;
  return `  ${printable(method)}=${paint(toneOf(result.toLowerCase()), printable(result))}${printable(why + shown)}`;
}
