import { isVchar } from "../base/characters.ts";
import { requireArgument, type OptionRule } from "../base/options.ts";
import type { HeaderField } from "../message/header-field.ts";
import { everyCharacter } from "./tag-value.ts";

/**
 * Fields whose absence, or number, is signed too: each stands in `h=` once more than it occurs, so
 * that none can be added.
 *
 * Choice: the fields that a reader sees or answers to, and those that decide how the body is shown; all
 * of them occur once at most in a message (RFC 5322 §3.6), so nobody has an honest reason to add one.
 *
 * RFC 6376 §5.4, §8.15
 */
const OVERSIGNED: readonly string[] = [
  "From",
  "To",
  "Cc",
  "Subject",
  "Date",
  "Message-ID",
  "Reply-To",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "Content-Disposition",
  "Content-ID",
  "Content-Description",
];

/**
 * Fields signed as often as they occur.
 *
 * Choice: mailing lists and submission servers may set these on mail that has none; signing their
 * absence would break signatures and protect nobody.
 *
 * RFC 6376 §5.4.1
 */
const SIGNED_IF_PRESENT: readonly string[] = [
  "Sender",
  "In-Reply-To",
  "References",
  "List-Id",
  "List-Help",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
  "List-Subscribe",
  "List-Post",
  "List-Owner",
  "List-Archive",
];

/**
 * Fields that never are signed: hosts on the way add, change and remove them.
 *
 * RFC 6376 §5.4, §5.4.1, RFC 8617 §4.1.2, RFC 8601 §5
 */
const NEVER_SIGNED: ReadonlySet<string> = new Set([
  "return-path",
  "received",
  "received-spf",
  "delivered-to",
  "bcc",
  "authentication-results",
  "arc-authentication-results",
  "arc-message-signature",
  "arc-seal",
]);

/** RFC 6376 §3.7: the signature's own field is no part of its `h=`; others under the name may be. */
const SIGNATURE = "dkim-signature";

/** Octets of a field name that leave room for the fold before it and the colon behind it. */
const NAME_OCTETS = 76;

/** The `h=` for a header whose signer stated none: every instance, and the oversigned names once more. */
export function defaultSignedFields(fields: readonly HeaderField[]): readonly string[] {
  const oversigned = OVERSIGNED.flatMap((name) => [...instances(fields, name), name]);
  return [...oversigned, ...SIGNED_IF_PRESENT.flatMap((name) => instances(fields, name))];
}

/** The same for an ARC-Message-Signature, which should cover the DKIM signatures as well. RFC 8617 §4.1.2 */
export function defaultSealedFields(fields: readonly HeaderField[]): readonly string[] {
  return [...defaultSignedFields(fields), ...instances(fields, "DKIM-Signature")];
}

function instances(fields: readonly HeaderField[], name: string): readonly string[] {
  const lowerName = name.toLowerCase();
  return fields.filter((field) => field.lowerName === lowerName).map(() => name);
}

/**
 * The caller's names, when they make an `h=` that may be signed: field names, From among them, none
 * that is never signed; otherwise a `TypeError`. Within a DKIM signature other DKIM signatures are not
 * signed either, for they are reordered on the way (RFC 6376 §5.4).
 */
export function requireSignable(
  path: string,
  names: readonly string[],
  within: "dkim" | "arc",
): readonly string[] {
  requireArgument(path, names, { expected: "a list of names", accepts: Array.isArray });
  for (const [index, name] of names.entries()) {
    requireArgument(`${path}[${index}]`, name, FIELD_NAME);
    requireArgument(`${path}[${index}]`, name, within === "dkim" ? SIGNED_BY_DKIM : SIGNED_BY_ARC);
  }
  requireArgument(path, names.join(":"), FROM_AMONG);
  return [...names];
}

/** Printable ASCII without colon (RFC 5322 §3.6.8), and without the semicolon that would end the tag. */
const FIELD_NAME: OptionRule = {
  expected: `the name of a header field, up to ${NAME_OCTETS} characters`,
  accepts: (value) =>
    typeof value === "string" &&
    value.length > 0 &&
    value.length <= NAME_OCTETS &&
    everyCharacter(value, (code) => isVchar(code) && code !== 0x3a && code !== 0x3b),
};

const SIGNED_BY_ARC: OptionRule = {
  expected: "a field that stays as it is on the way",
  accepts: (value) => typeof value === "string" && !NEVER_SIGNED.has(value.toLowerCase()),
};

const SIGNED_BY_DKIM: OptionRule = {
  expected: SIGNED_BY_ARC.expected,
  accepts: (value) =>
    SIGNED_BY_ARC.accepts(value) && typeof value === "string" && value.toLowerCase() !== SIGNATURE,
};

/** RFC 6376 §5.4: From MUST be signed. */
const FROM_AMONG: OptionRule = {
  expected: "From among the names",
  accepts: (value) => typeof value === "string" && value.toLowerCase().split(":").includes("from"),
};
