import { InvalidArgumentError, Option, type Command } from "commander";
import type { AnalysisInputs, Envelope, InputOptions } from "../analysis/inputs.ts";
import { resolveInputs } from "../analysis/inputs.ts";
import type { RecoveredEnvelope } from "../analysis/recover-envelope.ts";
import type { ReceivedHop } from "../message/received-chain.ts";
import { collect } from "./dns-options.ts";
import { asFailure, usageFailure } from "./failure.ts";

/** What the user typed about the SMTP session and the circumstances. */
export interface EnvelopeOptions {
  readonly ip?: string;
  readonly helo?: string;
  readonly mailFrom?: string;
  readonly rcptTo?: readonly string[];
  readonly trustedHops?: number;
  readonly now?: string;
  readonly normalize?: boolean;
  readonly trustSealer?: readonly string[];
}

/** `--trust-sealer`: whose ARC reports are believed. */
export function trustSealerOption(): Option {
  return new Option("--trust-sealer <domain>", "an ARC sealer that is believed; may be repeated").argParser(
    collect,
  );
}

/** Adds the options that describe the SMTP session and the moment. */
export function withEnvelopeOptions(command: Command): Command {
  return command
    .option("--ip <address>", "address of the SMTP client")
    .option("--helo <name>", "argument of HELO or EHLO")
    .option("--mail-from <address>", 'reverse-path; "" or "<>" for the null sender')
    .addOption(
      new Option("--rcpt-to <address>", "envelope recipient, to point out replay; may be repeated").argParser(
        collect,
      ),
    )
    .addOption(
      new Option(
        "--trusted-hops <n>",
        "how many Received fields, from the top, your own hosts added (default: 1); the envelope is read from them where it is not given",
      ).argParser(wholeNumber),
    )
    .option("--now <moment>", 'moment of evaluation: an ISO 8601 date, seconds since 1970, or "received"')
    .addOption(trustSealerOption())
    .option("--normalize", "read every lone CR or LF as a line end, as some relays do");
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError("expected a whole number");
  return Number(text);
}

/** A stored message was received by someone: without the option, its topmost Received field is trusted. */
const DEFAULT_TRUSTED_HOPS = 1;

/** What is known before the message is read: the envelope as typed. */
function typedEnvelope(options: EnvelopeOptions): Envelope {
  return {
    ...(options.ip === undefined ? {} : { clientIp: options.ip }),
    ...(options.helo === undefined ? {} : { helo: options.helo }),
    ...(options.mailFrom === undefined
      ? {}
      : { mailFrom: options.mailFrom === "<>" ? null : options.mailFrom }),
    ...(options.rcptTo === undefined ? {} : { recipients: options.rcptTo }),
  };
}

/** The inputs of an analysis; a typed value that cannot be is a usage failure. */
export function typedInputs(options: EnvelopeOptions, extra: Partial<InputOptions> = {}): AnalysisInputs {
  return asFailure(
    (message) => usageFailure(optionWords(message)),
    () =>
      resolveInputs(typedEnvelope(options), {
        ...extra,
        ...(options.trustSealer === undefined
          ? {}
          : { policy: { ...extra.policy, arc: { trustedSealers: options.trustSealer } } }),
        now:
          options.now === undefined || options.now === "received"
            ? Date.now() / 1000
            : readMoment(options.now, `an ISO 8601 date, seconds since 1970 or "received"`),
        trustedHops: options.trustedHops ?? DEFAULT_TRUSTED_HOPS,
        lineEndings: options.normalize === true ? "normalize" : "as-received",
      }),
  );
}

/** The same for a command that has no use for a moment found in the message. */
export function datedInputs(options: EnvelopeOptions, extra: Partial<InputOptions> = {}): AnalysisInputs {
  if (options.now !== undefined) readMoment(options.now, "an ISO 8601 date or seconds since 1970");
  return typedInputs(options, extra);
}

/** Completes the inputs once the header is known: what was not typed comes from trusted trace fields. */
export function completeInputs(
  inputs: AnalysisInputs,
  recovered: RecoveredEnvelope,
  now: number = inputs.now,
): AnalysisInputs {
  return resolveInputs({ ...recovered.envelope, ...inputs.envelope }, { ...inputs, now });
}

/** The moment when the receiver's topmost host took the message, null when no trusted field tells it. */
export function receivedMoment(received: readonly ReceivedHop[]): number | null {
  return received.find((hop) => hop.trusted)?.received.date?.epochSeconds ?? null;
}

/** Seconds since 1970 of an ISO 8601 date or a plain number. */
function readMoment(text: string, expected: string): number {
  const isDate = /^\d{4}-\d\d-\d\d(?:T|$)/.test(text);
  const seconds = isDate ? Date.parse(text) / 1000 : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(seconds)) {
    throw usageFailure(`--now: expected ${expected}, got "${text}"`);
  }
  return seconds;
}

/** Library arguments as the options they were typed as. */
function optionWords(message: string): string {
  return message
    .replace("envelope.clientIp", "--ip")
    .replace("envelope.helo", "--helo")
    .replace("envelope.mailFrom", "--mail-from")
    .replace("options.trustedHops", "--trusted-hops")
    .replace(
      "options.policy.arc.trustedSealers: expected an array of domain names, got an array",
      "--trust-sealer: expected a domain name",
    )
    .replace("options.now", "--now");
}
