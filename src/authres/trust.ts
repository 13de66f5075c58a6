import type { HeaderField } from "../message/header-field.ts";
import { TrustedIds } from "./authserv-id.ts";
import { authenticationResultsFields, type AuthresField } from "./header.ts";
import type { AuthresReading, DeviationCode } from "./result.ts";

/** Whom the caller believes, and down to where in the header. RFC 8601 §1.2, §1.6 */
export interface AuthresTrust {
  /** The authserv-ids of the caller's own hosts, and of hosts it trusts as its own. */
  readonly authservIds: readonly string[];
  /**
   * The number N of Received fields that those hosts add: a field counts when it stands above the N-th
   * Received field from the top. With `"topmost"` only the first field that bears a trusted id counts, for
   * hosts that add their results below their own Received field; then the hosts have to remove
   * what arrives with their id, or the sender's field may be the first.
   */
  readonly boundary: number | "topmost";
}

/** What the caller can make of one field. */
export type AssessedField = AuthresField &
  (
    | {
        readonly standing: "believed";
        /** The trusted id it bears, as the caller wrote it. */ readonly trustedId: string;
      }
    | { readonly standing: "forged"; readonly cause: ForgedCause }
    | { readonly standing: "untrusted"; readonly cause: UntrustedCause }
  );

/** Why a field that claims a trusted id, or could be read to, is not believed. */
export type ForgedCause =
  | "below-boundary"
  | "not-topmost"
  /** Not a trusted id by the grammar, yet a careless reader might find one. */
  | "lookalike"
  /** RFC 8601 §2.6 */
  | "unsupported-version"
  /** Text was skipped or has no certain end, so no result in it is certain either. RFC 8601 §7.8 */
  | "damaged";

export type UntrustedCause = "foreign-authserv-id" | "no-authserv-id" | "unreadable-authserv-id";

/** Every field in exactly one list, each list from the top down. */
export interface TrustAssessment {
  readonly believed: readonly AssessedField[];
  readonly forged: readonly AssessedField[];
  readonly untrusted: readonly AssessedField[];
  /**
   * The forged fields in the order to delete them, the lowest first, so that no deletion moves one that is
   * still to come.
   */
  readonly removals: readonly Removal[];
}

export interface Removal {
  /** Index among all fields. */
  readonly index: number;
  /** Position among the Authentication-Results fields, from 1. */
  readonly occurrence: number;
}

const SUPPORTED_VERSION = 1;
/** Liberties after which the end of a result is a guess. */
const DAMAGE: ReadonlySet<DeviationCode> = new Set<DeviationCode>([
  "unread-text",
  "unterminated-string",
  "unterminated-comment",
  "control-character",
]);

/**
 * Tells the Authentication-Results fields the caller may believe from all others, and lists what to remove.
 *
 * Anyone can write such a field, so being well-formed proves nothing: believed are only fields that bear a
 * trusted authserv-id and stand where only the caller's hosts could have put them. Whatever else bears a
 * trusted id, in any spelling, or could be misread so, is to be removed on receipt. A field whose authserv-id
 * cannot be read is never believed.
 *
 * Ids are compared without case, as A-labels, without a trailing dot. With fewer than N Received fields in the header there is no
 * boundary and nothing is believed; so too with N = 0. An id or boundary of the wrong kind is a `TypeError`.
 *
 * RFC 8601 §4.1, §5, §7.1
 */
export function assessTrust(fields: readonly HeaderField[], trust: AuthresTrust): TrustAssessment {
  const ids = trustedIds(trust.authservIds);
  const boundaryIndex = trust.boundary === "topmost" ? null : boundaryOf(fields, trust.boundary);
  const lists = { believed: [], forged: [], untrusted: [] } satisfies Record<string, AssessedField[]>;
  const assessed: { [Standing in AssessedField["standing"]]: AssessedField[] } = lists;
  let topmostSeen = false;
  for (const field of authenticationResultsFields(fields)) {
    const authservId = field.reading.authservId;
    const trustedId = authservId === null ? null : ids.find(authservId);
    if (trustedId === null) {
      const judged = judgeStranger(field, ids);
      assessed[judged.standing].push(judged);
      continue;
    }
    const counts =
      trust.boundary === "topmost" ? !topmostSeen : boundaryIndex !== null && field.index < boundaryIndex;
    topmostSeen = true;
    const misplaced = trust.boundary === "topmost" ? "not-topmost" : "below-boundary";
    const cause = counts ? unusable(field.reading) : misplaced;
    if (cause === null) assessed.believed.push({ ...field, standing: "believed", trustedId });
    else assessed.forged.push({ ...field, standing: "forged", cause });
  }
  const removals = assessed.forged.map(({ index, occurrence }) => ({ index, occurrence })).toReversed();
  return { ...assessed, removals };
}

/**
 * Whether results can be taken from a reading: its version is known, and no text was skipped in it.
 *
 * RFC 8601 §2.6, §7.8
 */
export function isReliable(reading: AuthresReading): boolean {
  return unusable(reading) === null;
}

function unusable({ version, deviations }: AuthresReading): ForgedCause | null {
  if (version !== null && version !== SUPPORTED_VERSION) return "unsupported-version";
  return deviations.some((deviation) => DAMAGE.has(deviation.code)) ? "damaged" : null;
}

function judgeStranger(field: AuthresField, ids: TrustedIds): AssessedField {
  const { reading, text } = field;
  if (ids.mayBeNamedIn(text, reading)) return { ...field, standing: "forged", cause: "lookalike" };
  if (reading.authservId !== null) return { ...field, standing: "untrusted", cause: "foreign-authserv-id" };
  const absent = reading.deviations.some((deviation) => deviation.code === "no-authserv-id");
  return { ...field, standing: "untrusted", cause: absent ? "no-authserv-id" : "unreadable-authserv-id" };
}

function trustedIds(authservIds: readonly string[]): TrustedIds {
  for (const id of authservIds) {
    if (typeof id !== "string" || id.trim() === "") {
      throw new TypeError(`trust.authservIds: expected non-empty strings, got ${JSON.stringify(id)}`);
    }
  }
  return new TrustedIds(authservIds);
}

/** Index of the N-th Received field from the top; null when there are fewer. */
function boundaryOf(fields: readonly HeaderField[], count: number): number | null {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new TypeError(
      `trust.boundary: expected a whole number, not negative, or "topmost", got ${String(count)}`,
    );
  }
  return fields.filter((field) => field.lowerName === "received")[count - 1]?.index ?? null;
}
