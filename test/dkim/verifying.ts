import { resolveLimits, type Limits } from "../../src/base/limits.ts";
import {
  extractSignatures,
  planDkimDigests,
  type ExtractedSignature,
} from "../../src/dkim/extract-signatures.ts";
import { DEFAULT_DKIM_POLICY, type DkimPolicy } from "../../src/dkim/policy.ts";
import type { DkimResult } from "../../src/dkim/result.ts";
import { verifySignatures } from "../../src/dkim/verify.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { MessageReader } from "../../src/message/message-reader.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { keyRecord, rsaKey } from "../support/dkim-signer.ts";

export interface VerifyOptions {
  readonly zone?: Zone;
  readonly policy?: Partial<DkimPolicy>;
  readonly limits?: Partial<Limits>;
  readonly now?: number;
  readonly authorDomain?: string;
  /** Forgets to have the body digests computed. */
  readonly planNothing?: boolean;
  /** Where the message is cut before it is read. */
  readonly cuts?: readonly number[];
}

export interface Verification {
  readonly results: readonly DkimResult[];
  /** The names that were asked for. */
  readonly questions: readonly string[];
}

/** The moment at which the tests' messages are judged unless they say otherwise. */
export const NOW = 1_760_000_000;

export const SELECTOR = "sel._domainkey.example.com";

/** A message to sign. */
export const MESSAGE: string = [
  "Received: from a.example by b.example; Thu, 9 Oct 2025 08:53:20 +0000",
  "From: Author <author@example.com>",
  "To: reader@example.net",
  "Subject: Hello",
  "Date: Thu, 9 Oct 2025 08:53:20 +0000",
  "",
  "Hi.",
  "",
  "We  lost the game. \tAre you hungry yet? ",
  "",
  "",
].join("\r\n");

export function keyZone(records: readonly string[] = [keyRecord(rsaKey())]): Zone {
  return { [SELECTOR]: { TXT: records } };
}

/** Verifies a message written one character per byte. */
export function verify(message: string, options: VerifyOptions = {}): Verification {
  const { zone = keyZone(), now = NOW, authorDomain = "example.com", cuts = [] } = options;
  const limits = resolveLimits(options.limits);
  let signatures: readonly ExtractedSignature[] = [];
  const reader = new MessageReader({
    crypto: nodeCrypto,
    limits,
    planDigests: (fields) => {
      signatures = extractSignatures(fields, { limits, authorDomain: () => authorDomain });
      return options.planNothing === true ? [] : planDkimDigests(signatures);
    },
  });
  const bytes = Buffer.from(message, "latin1");
  let start = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    reader.push(bytes.subarray(start, cut));
    start = cut;
  }
  const policy = { ...DEFAULT_DKIM_POLICY, ...options.policy };
  const questions: string[] = [];
  const snapshot = snapshotResolver(zone);
  const task = verifySignatures({ message: reader.finish(), signatures, policy, now, limits });
  const results = runSync(task, {
    crypto: nodeCrypto,
    dns: {
      resolve: (type, name) => {
        questions.push(`${type} ${name}`);
        return snapshot.resolve(type, name);
      },
    },
  });
  return { results, questions };
}

/** The result word with what tells it from others of its kind. */
export function verdicts(message: string, options: VerifyOptions = {}): readonly string[] {
  return verify(message, options).results.map((result) => {
    if (result.result === "pass") return "pass";
    if (result.result !== "fail") return `${result.result} ${result.cause.code}`;
    return `fail header ${result.headerSignature} body ${result.bodyHash}`;
  });
}
