import { decodeBase64 } from "../base/base64.ts";
import { isControl, isDigit } from "../base/characters.ts";
import { toDomainName, type DomainName } from "../base/domain.ts";
import { decodeUtf8Leniently } from "../base/utf8.ts";
import {
  DIGEST_OCTETS,
  SIGNATURE_HASH,
  type HashAlgorithm,
  type SignatureAlgorithm,
} from "../crypto/provider.ts";
import type { Canonicalization } from "../message/message.ts";
import type { Tag } from "../message/tag-list.ts";
import type { Issues } from "./first-issue.ts";
import { decodeDkimQuotedPrintable } from "./quoted-printable.ts";
import type { DkimNeutralCause } from "./result.ts";
import type { DkimSignature } from "./signature.ts";
import { everyCharacter, splitList, trimFws, withoutFws } from "./tag-value.ts";

/** A header field as it was when signed. RFC 6376 §3.5 (z=) */
export interface CopiedField {
  readonly name: string;
  readonly value: string;
}

/** Digits that `t=` and `x=` may have, and `l=`. RFC 6376 §3.5 */
const TIMESTAMP_DIGITS = 12;
const LENGTH_DIGITS = 76;

/** The only query method there is. RFC 6376 §3.5 (q=) */
const DNS_TXT = "dns/txt";

const ALGORITHMS: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ["rsa-sha1", "rsa-sha1"],
  ["rsa-sha256", "rsa-sha256"],
  ["ed25519-sha256", "ed25519-sha256"],
]);

const CANONICALIZATIONS: ReadonlyMap<string, Canonicalization> = new Map([
  ["simple", "simple"],
  ["relaxed", "relaxed"],
]);

function syntax(tag: Tag, expected: string): DkimNeutralCause {
  return { code: "syntax", tag: tag.name, at: tag.valueSpan, expected };
}

/** `a=`. RFC 6376 §3.3, RFC 8463 §3 */
export function readAlgorithm(
  tag: Tag,
  issues: Issues,
): { algorithm: SignatureAlgorithm; hash: HashAlgorithm } {
  const algorithm =
    ALGORITHMS.get(tag.value) ??
    issues.refuse({ code: "algorithm", value: tag.value, at: tag.valueSpan }, "rsa-sha256");
  return { algorithm, hash: SIGNATURE_HASH[algorithm] };
}

/** `b=`: base64 that holds something. How long it must be depends on the key. RFC 6376 §3.5 */
export function readSignatureData(tag: Tag, issues: Issues): string {
  const data = decodeBase64(tag.value);
  if (data === null || data.length === 0) return issues.refuse(syntax(tag, "base64"), "");
  return withoutFws(tag.value);
}

/** `bh=`: base64 of exactly one digest. RFC 6376 §3.5, §3.7 */
export function readBodyHash(tag: Tag, hash: HashAlgorithm, issues: Issues): string {
  const octets = DIGEST_OCTETS[hash];
  if (decodeBase64(tag.value)?.length !== octets) {
    return issues.refuse(syntax(tag, `base64 of ${octets} octets`), "");
  }
  return withoutFws(tag.value);
}

/** `c=`: one algorithm for the header, one for the body, the latter "simple" when left out. RFC 6376 §3.5 */
export function readCanonicalization(tag: Tag, issues: Issues): DkimSignature["canonicalization"] {
  const [headerWord = "", bodyWord = "simple", ...surplus] = tag.value.split("/");
  const header = CANONICALIZATIONS.get(headerWord);
  const body = CANONICALIZATIONS.get(bodyWord);
  if (header === undefined || body === undefined || surplus.length > 0) {
    const issue = { code: "canonicalization", value: tag.value, at: tag.valueSpan } as const;
    return issues.refuse(issue, { header: "simple", body: "simple" });
  }
  return { header, body };
}

/**
 * `d=`: a domain name without trailing dot, U-labels accepted.
 *
 * Choice: a single label is taken for a domain here although the ABNF asks for two; RFC 6376 §6.1.1 leaves it to
 * the receiver's policy to refuse signers such as "com", and a refusal says more than a syntax error.
 *
 * RFC 6376 §3.5, RFC 8616 §5
 */
export function readSdid(tag: Tag, issues: Issues): DomainName {
  return bareDomain(tag.value) ?? issues.refuse(syntax(tag, "domain name"), "");
}

/** `s=`: sub-domains with dots between. RFC 6376 §3.1, RFC 8616 §5 */
export function readSelector(tag: Tag, issues: Issues): DomainName {
  return bareDomain(tag.value) ?? issues.refuse(syntax(tag, "selector"), "");
}

/**
 * Choice: underscores are accepted in domains and selectors, because names with them resolve and are
 * in use; every other character is held to the grammar.
 *
 * RFC 5321 §4.1.2 (sub-domain)
 */
function bareDomain(text: string): DomainName | null {
  return text.endsWith(".") ? null : toDomainName(text);
}

/** `h=`: field names with colons between, white space allowed around each colon. RFC 6376 §3.5 */
export function readSignedFields(tag: Tag, issues: Issues): readonly string[] {
  const names = splitList(tag.value, ":");
  return names.every(isFieldName) ? names : issues.refuse(syntax(tag, "header field names"), names);
}

/**
 * `i=`: an address whose local-part may be missing.
 *
 * Choice: the local-part is held to no grammar beyond being free of controls: its structure is
 * the signer's business and no verifier is to know it. A quoted string may hold spaces.
 *
 * RFC 6376 §3.5, §2.11
 */
export function readAuid(tag: Tag, issues: Issues): Pick<DkimSignature, "auid" | "auidDomain"> {
  const address =
    decodeDkimQuotedPrintable(tag.value) ?? issues.refuse(syntax(tag, "dkim-quoted-printable"), "");
  const at = address.lastIndexOf("@");
  if (at === -1) issues.refuse(syntax(tag, "@"), null);
  const localPart = address.slice(0, Math.max(0, at));
  if (!everyCharacter(localPart, (code) => !isControl(code))) issues.refuse(syntax(tag, "local-part"), null);
  const auidDomain = bareDomain(address.slice(at + 1)) ?? issues.refuse(syntax(tag, "domain name"), "");
  return { auid: `${localPart}@${auidDomain}`, auidDomain };
}

/** `l=`: up to 76 digits; past 2^53 - 1 the largest exact number stands for what no body reaches. RFC 6376 §3.5 */
export function readBodyLengthCount(tag: Tag, issues: Issues): number {
  const count =
    readDigits(tag.value, LENGTH_DIGITS) ?? issues.refuse(syntax(tag, `1 to ${LENGTH_DIGITS} digits`), 0);
  return Math.min(count, Number.MAX_SAFE_INTEGER);
}

/** `t=` and `x=`: up to twelve digits. RFC 6376 §3.5 */
export function readTimestamp(tag: Tag, issues: Issues): number {
  const expected = `1 to ${TIMESTAMP_DIGITS} digits`;
  return readDigits(tag.value, TIMESTAMP_DIGITS) ?? issues.refuse(syntax(tag, expected), 0);
}

function readDigits(text: string, most: number): number | null {
  return text.length >= 1 && text.length <= most && everyCharacter(text, isDigit) ? Number(text) : null;
}

/** `q=`: unknown methods are passed over; one known method must be there. RFC 6376 §3.5 */
export function readQueryMethods(tag: Tag, issues: Issues): readonly string[] {
  const methods = splitList(tag.value, ":");
  if (methods.includes("")) return issues.refuse(syntax(tag, "query methods"), methods);
  if (methods.includes(DNS_TXT)) return methods;
  return issues.refuse({ code: "query-method", value: tag.value, at: tag.valueSpan }, methods);
}

/**
 * `z=`: copies of header fields with bars between.
 *
 * The fields copied may hold octets of any charset; those that are no UTF-8 are shown as U+FFFD.
 *
 * RFC 6376 §3.5
 */
export function readCopiedFields(tag: Tag, issues: Issues): readonly CopiedField[] {
  const fields: CopiedField[] = [];
  for (const copy of tag.value.split("|")) {
    const colon = copy.indexOf(":");
    const name = trimFws(copy.slice(0, Math.max(0, colon)));
    const value = decodeDkimQuotedPrintable(copy.slice(colon + 1), decodeUtf8Leniently);
    if (!isFieldName(name) || value === null) return issues.refuse(syntax(tag, "copied header fields"), []);
    fields.push({ name, value });
  }
  return fields;
}

/** ftext: printable ASCII but the colon. RFC 5322 §3.6.8 */
function isFieldName(text: string): boolean {
  return text.length > 0 && everyCharacter(text, (code) => code >= 0x21 && code <= 0x7e && code !== 0x3a);
}
