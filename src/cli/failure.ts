import { printable } from "../base/printable.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";

/** Ends a command with one line on standard error. */
export class CliFailure extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(printable(message));
    this.exitCode = exitCode;
  }
}

/** A failure of the command line itself. */
export function usageFailure(message: string): CliFailure {
  return new CliFailure(message, EXIT.usage);
}

/** A failure to read what the command line names. */
export function inputFailure(message: string): CliFailure {
  return new CliFailure(message, EXIT.input);
}

/**
 * Calls the library with what the user typed or stored; its `TypeError` about an argument becomes the
 * given failure. Any other exception is a bug and propagates.
 */
export function asFailure<Value>(failure: (message: string) => CliFailure, call: () => Value): Value {
  try {
    return call();
  } catch (error) {
    if (error instanceof TypeError) throw failure(error.message);
    throw error;
  }
}
