import { Option, type Command } from "commander";
import type { SealingIssue } from "../arc/sealing-scope.ts";
import type { LineEnding } from "../message/message.ts";
import { CliFailure } from "./failure.ts";
import { EXIT } from "./exit-code.ts";
import { spokenName } from "./input.ts";
import type { Terminal } from "./terminal.ts";

/** What is printed of a signed message. */
export interface OutputOptions {
  readonly fieldOnly?: boolean;
}

export function withOutputOptions(command: Command): Command {
  return command.addOption(new Option("--field-only", "print only what goes on top, not the message"));
}

/** Prints the message with its new fields, in the line ends that it has. */
export function printSigned(
  message: Uint8Array,
  { fields, lineEnding }: { readonly fields: readonly string[]; readonly lineEnding: LineEnding },
  options: OutputOptions,
  terminal: Terminal,
): void {
  const top = fields.join("");
  const only = options.fieldOnly === true;
  terminal.outBytes(Buffer.from(only || lineEnding === "lf" ? top.replaceAll("\r\n", "\n") : top));
  if (!only) terminal.outBytes(message);
}

/** Ends a command that leaves a message as it is. */
export function refusal(name: string, issue: SealingIssue): CliFailure {
  return new CliFailure(`${spokenName(name)}: ${reason(issue)}`, EXIT.failed);
}

function reason(issue: SealingIssue): string {
  switch (issue.code) {
    case "from-missing":
      return "no From field to sign (RFC 6376 §5.4)";
    case "author-ambiguous":
      return `the author is ambiguous: ${issue.causes.map(({ code }) => code).join(", ")}`;
    case "not-transmissible":
      return `${issue.note.code} at byte ${issue.note.offset} would not survive transmission (RFC 6376 §5.3)`;
    case "sealed-as-failed":
      return `the chain was sealed as failed at instance ${issue.instance} (RFC 8617 §5.1)`;
    case "set-limit":
      return `the chain has ${issue.limit} sets, the most there may be (RFC 8617 §4.2.1)`;
    case "chain-changed":
      return `the header holds no chain of which "${issue.chainValidation}" can have been found`;
  }
}
