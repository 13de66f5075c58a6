import type { DkimKeyIssue } from "../../dkim/key-record.ts";
import type { DkimNeutralCause, DkimPermerrorCause, DkimPolicyCause } from "../../dkim/result.ts";
import { counted, listed, moment } from "./statement.ts";

/** Why a signature is not accepted though nothing is wrong with it. */
export function policyWords(cause: DkimPolicyCause): string {
  switch (cause.code) {
    case "rsa-sha1":
      return "rsa-sha1 must not be used";
    case "key-too-short":
      return `its RSA key has ${cause.bits} bits, at least ${cause.minimum} are asked for`;
    case "key-too-long":
      return `its RSA key has ${cause.bits} bits, at most ${cause.maximum} are accepted`;
    case "key-untried":
      return `its RSA key has ${cause.bits} bits, and none above ${cause.maximum} is tried`;
    case "expired":
      return `it expired at ${moment(cause.expiresAt)}`;
    case "signed-in-future":
      return `it says it was made in the future, at ${moment(cause.signedAt)}`;
    case "unsigned-body":
      return `${counted(cause.unsignedBodyBytes, "byte")} at the end of the body are not signed`;
    case "public-suffix-signer":
      return `${cause.sdid} is a public suffix`;
  }
}

/** What a signature does that is not accepted. */
export function refused(cause: DkimPolicyCause): string {
  return cause.code === "key-untried" ? "is not accepted" : "verifies but is not accepted";
}

export const POLICY_SECTIONS: Readonly<Record<DkimPolicyCause["code"], string>> = {
  "rsa-sha1": "RFC 8301 §3.1",
  "key-too-short": "RFC 8301 §3.2",
  "key-too-long": "RFC 8301 §3.2",
  "key-untried": "RFC 8301 §3.2",
  expired: "RFC 6376 §3.5",
  "signed-in-future": "RFC 6376 §3.5",
  "unsigned-body": "RFC 6376 §8.2",
  "public-suffix-signer": "RFC 6376 §6.1.1",
};

/** Why a field cannot be processed. */
export function neutralWords(cause: DkimNeutralCause): string {
  switch (cause.code) {
    case "syntax":
      return cause.tag === null
        ? `the field is no tag-list; expected ${cause.expected}`
        : `the value of ${cause.tag}= is malformed; expected ${cause.expected}`;
    case "missing-tag":
      return `the tag ${cause.tag}= is missing`;
    case "duplicate-tag":
      return `the tag ${cause.tag}= stands twice`;
    case "version":
      return `version "${cause.value}" is unknown`;
    case "algorithm":
      return `algorithm "${cause.value}" is unknown`;
    case "canonicalization":
      return `canonicalization "${cause.value}" is unknown`;
    case "query-method":
      return `no query method of "${cause.value}" is known`;
    case "unread":
      return `only ${counted(cause.limit, "signature")} with names past ASCII are read`;
  }
}

export const NEUTRAL_SECTIONS: Readonly<Record<DkimNeutralCause["code"], string>> = {
  syntax: "RFC 6376 §3.5",
  "missing-tag": "RFC 6376 §6.1.1",
  "duplicate-tag": "RFC 6376 §3.2",
  version: "RFC 6376 §6.1.1",
  algorithm: "RFC 6376 §3.3",
  canonicalization: "RFC 6376 §3.4",
  "query-method": "RFC 6376 §3.5",
  unread: "RFC 6376 §6.1",
};

const NO_KEY = {
  nxdomain: "the name does not exist",
  nodata: "the name has no TXT record",
  "no-key-record": "no TXT record there is a key record",
  "impossible-name": "the name is too long for DNS",
} as const;

/** Why a signature can never be verified. */
export function permerrorWords(cause: DkimPermerrorCause): string {
  switch (cause.code) {
    case "from-not-signed":
      return "the From field is not signed";
    case "auid-outside-sdid":
      return `i=${cause.auid} is not within ${cause.sdid}`;
    case "expires-before-signed":
      return `it expires (${moment(cause.expiresAt)}) before it was made (${moment(cause.signedAt)})`;
    case "body-shorter-than-length":
      return `l=${cause.bodyLengthCount} claims more than the ${counted(cause.bodyBytes, "byte")} of the body`;
    case "no-key":
      return `there is no key at ${cause.name}: ${NO_KEY[cause.answer]}`;
    case "key-revoked":
      return "the key is revoked (its p= is empty)";
    case "key-malformed":
      return `the key record is malformed (${keyIssueWords(cause.issue)})`;
    case "key-missing-data":
      return "the key record has no p=";
    case "key-version":
      return `the key record has the unknown version "${cause.value}"`;
    case "key-type":
      return `a key of type "${cause.keyType}" does not serve ${cause.algorithm}`;
    case "key-hash":
      return `the key accepts only ${listed(cause.accepted)}`;
    case "key-service":
      return `the key is for ${listed(cause.services)}, not for mail`;
    case "auid-not-exact":
      return `the key asks for i= at ${cause.sdid} itself, not at ${cause.auid}`;
    case "signature-limit":
      return `only ${counted(cause.limit, "signature")} of a message are verified`;
    case "header-limit":
      return `the header passes a limit (${cause.limit}, ${cause.value}), so not all of it was read`;
  }
}

const KEY_DATA = {
  base64: "is no base64",
  structure: "is no key of the type that k= names",
  modulus: "has a modulus that no key should have",
  exponent: "has an exponent that no key should have",
  length: "has the wrong length",
} as const;

/** Why a record is no usable key. */
export function keyIssueWords(issue: DkimKeyIssue): string {
  switch (issue.code) {
    case "foreign":
      return "it is something else";
    case "version":
      return `version "${issue.value}"`;
    case "version-not-first":
      return "v= does not stand first";
    case "syntax":
      return `expected ${issue.expected}${issue.tag === null ? "" : ` in ${issue.tag}=`}`;
    case "duplicate-tag":
      return `${issue.tag}= stands twice`;
    case "missing-key-data":
      return "p= is missing";
    case "key-data":
      return `p= ${KEY_DATA[issue.reason]}`;
  }
}

export const PERMERROR_SECTIONS: Readonly<Record<DkimPermerrorCause["code"], string | null>> = {
  "from-not-signed": "RFC 6376 §5.4",
  "auid-outside-sdid": "RFC 6376 §6.1.1",
  "expires-before-signed": "RFC 6376 §3.5",
  "body-shorter-than-length": "RFC 6376 §3.5",
  "no-key": "RFC 6376 §6.1.2",
  "key-revoked": "RFC 6376 §6.1.2",
  "key-malformed": "RFC 6376 §6.1.2",
  "key-missing-data": "RFC 6376 §3.6.1",
  "key-version": "RFC 6376 §3.6.1",
  "key-type": "RFC 6376 §6.1.2",
  "key-hash": "RFC 6376 §6.1.2",
  "key-service": "RFC 6376 §3.6.1",
  "auid-not-exact": "RFC 6376 §3.6.1",
  "signature-limit": "RFC 6376 §6.1",
  "header-limit": null,
};
