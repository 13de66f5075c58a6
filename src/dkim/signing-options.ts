import { isControl } from "../base/characters.ts";
import { isSubdomainOf, toDomainName, type DomainName } from "../base/domain.ts";
import { oneOf, requireArgument, requireObject, WHOLE_NUMBER, type OptionRule } from "../base/options.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import type { Canonicalization, DigestRequest } from "../message/message.ts";
import { requireSignable } from "./fields-to-sign.ts";
import { resolveSigningKey, type SigningKey } from "./signing-key.ts";
import { everyCharacter } from "./tag-value.ts";

/** `c=`. RFC 6376 §3.5 */
export interface CanonicalizationPair {
  readonly header: Canonicalization;
  readonly body: Canonicalization;
}

/** One DKIM signature to be made. */
export interface DkimSignatureOptions extends SigningKey {
  /** `c=`. Default: relaxed for both parts, which survives what relays do to white space. RFC 6376 §3.4 */
  readonly canonicalization?: CanonicalizationPair;
  /**
   * `h=`, exactly; a name listed more often than the field occurs forbids adding one. Default: what a
   * reader sees and what decides how the body is shown, oversigned, and what else stays as it is on the way.
   */
  readonly signedFields?: readonly string[];
  /** `i=`: an address, its local-part possibly empty, in the SDID or below. Default: left out. RFC 6376 §3.5 */
  readonly auid?: string;
  /**
   * `l=`: how many octets of the canonical body are signed at most, or `whole`: as many as there are. Anyone can
   * append to such a body (RFC 6376 §8.2). Default: left out, all is signed.
   */
  readonly bodyLengthCount?: number | "whole";
  /** `x=`: seconds since 1970. Default: left out. */
  readonly expiresAt?: number;
}

/** Options that were checked, the defaults filled in. */
export interface SignaturePlan {
  readonly key: SigningKey;
  readonly canonicalization: CanonicalizationPair;
  /** Null for the default, which depends on the header. */
  readonly signedFields: readonly string[] | null;
  readonly auid: string;
  readonly bodyLengthCount: number | "whole" | null;
  readonly signedAt: number;
  readonly expiresAt: number | null;
}

/** Relaxed for both parts: what relays do to white space does not matter. RFC 6376 §3.4.2, §3.4.4 */
const RELAXED: CanonicalizationPair = { header: "relaxed", body: "relaxed" };

const CANONICALIZATION: OptionRule = oneOf("simple", "relaxed");

const BODY_LENGTH_COUNT: OptionRule = {
  expected: `${WHOLE_NUMBER.expected}, or "whole"`,
  accepts: (value) => value === "whole" || WHOLE_NUMBER.accepts(value),
};

/** Largest value of `t=` and `x=`: twelve digits. RFC 6376 §3.5 */
const LATEST_TIME = 999_999_999_999;
/** Octets of a local-part. RFC 5321 §4.5.3.1.1 */
const LOCAL_PART_OCTETS = 64;

/** Checks one signature's options; what cannot stand in a signature is a `TypeError` that names it. */
export function resolveSignature(
  path: string,
  options: DkimSignatureOptions,
  signedAt: number,
): SignaturePlan {
  const key = resolveSigningKey(path, options);
  const { signedFields, bodyLengthCount, expiresAt, auid } = options;
  if (bodyLengthCount !== undefined) {
    requireArgument(`${path}.bodyLengthCount`, bodyLengthCount, BODY_LENGTH_COUNT);
  }
  if (expiresAt !== undefined) requireArgument(`${path}.expiresAt`, expiresAt, timeAfter(signedAt));
  if (auid !== undefined) requireArgument(`${path}.auid`, auid, auidWithin(key.sdid));
  return {
    key,
    canonicalization: resolveCanonicalization(path, options.canonicalization),
    signedFields:
      signedFields === undefined ? null : requireSignable(`${path}.signedFields`, signedFields, "dkim"),
    auid: auid === undefined ? `@${key.sdid}` : (normalAuid(auid)?.auid ?? ""),
    bodyLengthCount: bodyLengthCount ?? null,
    signedAt,
    expiresAt: expiresAt ?? null,
  };
}

/** The moment of signing in whole seconds. RFC 6376 §3.5 */
export function resolveSigningTime(now: number): number {
  requireArgument("now", now, { expected: "seconds since 1970", accepts: isTime });
  return Math.floor(now);
}

/** The caller's pair of algorithms, relaxed when there is none. RFC 6376 §3.4 */
export function resolveCanonicalization(
  path: string,
  given: CanonicalizationPair = RELAXED,
): CanonicalizationPair {
  requireObject(`${path}.canonicalization`, given);
  const { header, body } = given;
  requireArgument(`${path}.canonicalization.header`, header, CANONICALIZATION);
  requireArgument(`${path}.canonicalization.body`, body, CANONICALIZATION);
  return { header, body };
}

/** What the body reader has to compute for the signature. RFC 6376 §3.7, step 1 */
export function signingDigest({ canonicalization, bodyLengthCount }: SignaturePlan): DigestRequest {
  return {
    canonicalization: canonicalization.body,
    hash: "sha256",
    lengthLimit: typeof bodyLengthCount === "number" ? bodyLengthCount : null,
  };
}

/** RFC 6376 §3.5: x= must be greater than t=. */
function timeAfter(signedAt: number): OptionRule {
  return {
    expected: "whole seconds since 1970, later than now",
    accepts: (value) => WHOLE_NUMBER.accepts(value) && isTime(value) && Number(value) > signedAt,
  };
}

function isTime(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= LATEST_TIME;
}

/** RFC 6376 §3.5: the domain of i= is that of d= or one below it. */
function auidWithin(sdid: DomainName): OptionRule {
  return {
    expected: `an address in ${sdid}`,
    accepts: (value) => {
      const normal = typeof value === "string" ? normalAuid(value) : null;
      return normal !== null && isSubdomainOf(normal.domain, sdid);
    },
  };
}

function normalAuid(auid: string): { readonly auid: string; readonly domain: DomainName } | null {
  const at = auid.lastIndexOf("@");
  const localPart = auid.slice(0, Math.max(0, at));
  const domain = at === -1 || auid.endsWith(".") ? null : toDomainName(auid.slice(at + 1));
  const legible = everyCharacter(localPart, (code) => code > 0x20 && !isControl(code));
  if (domain === null || !legible || encodeUtf8(localPart).length > LOCAL_PART_OCTETS) return null;
  return { auid: `${localPart}@${domain}`, domain };
}
