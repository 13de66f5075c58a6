import type { MessageReport } from "../analysis/report.ts";

/** What a shell script learns from the exit code; the table stands in every help text. */
export const EXIT = {
  /** Evaluated; nothing that `--fail-on` names. */
  ok: 0,
  /** A result that `--fail-on` names: DMARC fail unless said otherwise. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A file is missing or cannot be read as what it should be. */
  input: 3,
  /** A temporary failure hides the result. */
  temporary: 4,
  /** The envelope is not known, and the result hangs on it. */
  undecided: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit codes of a command that analyses messages, for its help text. */
export function exitCodeHelp(fine: string, failed: string): string {
  return `

Exit codes:
  0  evaluated: ${fine}
  1  ${failed}
  2  wrong usage
  3  unreadable input
  4  temporary failure: ask again later
  5  not decided, because the envelope is not known`;
}

/** The DMARC words that `--fail-on` takes. */
export const FAIL_ON_WORDS = ["pass", "fail", "none", "temperror", "not-evaluated", "never"] as const;

export type FailOn = (typeof FAIL_ON_WORDS)[number];

/** The exit code of one report. */
export function exitCodeOf(report: MessageReport, failOn: readonly FailOn[]): ExitCode {
  const { result } = report.dmarc;
  if (failOn.some((word) => word === result)) return EXIT.failed;
  if (result === "temperror") return EXIT.temporary;
  return result === "not-evaluated" ? EXIT.undecided : EXIT.ok;
}

/** What counts most when several messages were analysed: unreadable, failed, temporary, undecided, fine. */
const WEIGHT: readonly ExitCode[] = [
  EXIT.ok,
  EXIT.undecided,
  EXIT.temporary,
  EXIT.failed,
  EXIT.input,
  EXIT.usage,
];

/** The one exit code for several messages. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>(
    (worst, code) => (WEIGHT.indexOf(code) > WEIGHT.indexOf(worst) ? code : worst),
    EXIT.ok,
  );
}
