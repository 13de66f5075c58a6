import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { checkHelo, checkMailFrom } from "../../src/spf/identity.ts";
import type { SpfResult } from "../../src/spf/result.ts";
import { runSync } from "../../src/task/run-sync.ts";

/** One case of fixtures/cases/spf. */
export interface SpfCase {
  readonly name: string;
  readonly rfc: string;
  readonly zone: Zone;
  readonly envelope: {
    readonly clientIp: string;
    readonly helo: string;
    readonly mailFrom: string | null;
  };
  /** MAIL FROM unless said otherwise. */
  readonly identity?: "mailfrom" | "helo";
  readonly expected: SpfSummary;
  /** In the order asked, each once. */
  readonly questions: readonly string[];
}

/** What a fixture says of a result: the words and codes, without spans and trace. */
export interface SpfSummary {
  readonly result: string;
  readonly domain: string;
  readonly sender: string;
  readonly cause?: string;
  /** The domain whose record is at fault, or the name whose question failed. */
  readonly at?: string;
  readonly matched?: string;
  readonly recordDomain?: string;
  readonly explanation?: string | null;
  readonly notes: readonly string[];
}

/** Runs a case and says what came out and what was asked. */
export function runSpfCase({ zone, envelope, identity }: Omit<SpfCase, "expected" | "questions">): {
  readonly summary: SpfSummary;
  readonly questions: readonly string[];
} {
  const { resolver, questions } = loggingResolver(snapshotResolver(zone));
  const options = { receiver: "mx.receiver.example", now: 1_700_000_000 };
  const task = identity === "helo" ? checkHelo(envelope, options) : checkMailFrom(envelope, options);
  return { summary: summarize(runSync(task, { dns: resolver })), questions };
}

function summarize(result: SpfResult): SpfSummary {
  const notes = [...new Set(result.notes.map(({ code }) => code))].toSorted();
  const common = { result: result.result, domain: result.domain, sender: result.sender };
  switch (result.result) {
    case "none":
      return { ...common, cause: result.cause.code, notes };
    case "temperror":
      return { ...common, cause: result.cause.reason, at: result.cause.name, notes };
    case "permerror":
      return { ...common, cause: result.cause.code, at: result.cause.domain, notes };
    case "fail": {
      const { matched, recordDomain, explanation } = result;
      return { ...common, matched: matched.text, recordDomain, explanation, notes };
    }
    case "pass":
    case "softfail":
    case "neutral": {
      const { matched, recordDomain } = result;
      return { ...common, matched: matched === "default" ? matched : matched.text, recordDomain, notes };
    }
  }
}

/** Passes questions on and keeps them in the order asked. */
export function loggingResolver(resolver: Resolver): {
  readonly resolver: Resolver;
  readonly questions: readonly string[];
} {
  const questions: string[] = [];
  return {
    resolver: {
      resolve: (type, name, cancellation) => {
        questions.push(`${type} ${name}`);
        return resolver.resolve(type, name, cancellation);
      },
    },
    questions,
  };
}
