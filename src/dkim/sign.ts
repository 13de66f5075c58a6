import { encodeBase64 } from "../base/base64.ts";
import { DEFAULT_LIMITS } from "../base/limits.ts";
import { requireArgument, type OptionRule } from "../base/options.ts";
import type { HashProvider } from "../message/body-digests.ts";
import type { HeaderLimits } from "../message/header-reader.ts";
import { MessageReader } from "../message/message-reader.ts";
import type { LineEnding, Message } from "../message/message.ts";
import { selectSignedFields } from "../message/select-signed-fields.ts";
import { signField } from "./field-signature.ts";
import { defaultSignedFields } from "./fields-to-sign.ts";
import { signatureTags } from "./format.ts";
import { signingIssue, type SigningIssue } from "./signing-issue.ts";
import { signingNotes, type SigningNote } from "./signing-key.ts";
import {
  resolveSignature,
  resolveSigningTime,
  signingDigest,
  type DkimSignatureOptions,
  type SignaturePlan,
} from "./signing-options.ts";

export interface SigningOptions {
  readonly crypto: HashProvider;
  /** The signatures to make, at least one; the field of the first is returned first. */
  readonly signatures: readonly DkimSignatureOptions[];
  /** The moment of signing, seconds since 1970: becomes `t=`. */
  readonly now: number;
  readonly limits?: HeaderLimits;
}

const SIGNATURES: OptionRule = {
  expected: "a list of one signature or more",
  accepts: (value) => Array.isArray(value) && value.length > 0,
};

/**
 * The fields to put above the message, in that order, each with its CRLF; or why there are none.
 *
 * `lineEnding` is that of the message: to one in LF storage form the fields are added with LF alone.
 */
export type SigningOutcome =
  | {
      readonly kind: "signed";
      readonly fields: readonly string[];
      readonly lineEnding: LineEnding;
      readonly notes: readonly SigningNote[];
    }
  | { readonly kind: "refused"; readonly issue: SigningIssue };

/**
 * Signs a message from pieces of any size: push the bytes, then finish. The body is never held, and no
 * signature covers another of the same reader.
 *
 * Options that would say something else in a signature than they say here are a `TypeError`; whatever
 * the message holds is an outcome.
 *
 * RFC 6376 §5
 */
export class SigningReader {
  readonly #plans: readonly SignaturePlan[];
  readonly #reader: MessageReader;

  constructor({ crypto, signatures, now, limits = DEFAULT_LIMITS }: SigningOptions) {
    const signedAt = resolveSigningTime(now);
    requireArgument("signatures", signatures, SIGNATURES);
    const plans = signatures.map((each, index) => resolveSignature(`signatures[${index}]`, each, signedAt));
    this.#plans = plans;
    this.#reader = new MessageReader({ crypto, limits, planDigests: () => plans.map(signingDigest) });
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  /** Ends the message and signs it. Rejects only with what a signer throws. */
  async finish(): Promise<SigningOutcome> {
    const message = this.#reader.finish();
    const issue = signingIssue(message);
    if (issue !== null) return { kind: "refused", issue };
    return {
      kind: "signed",
      fields: await Promise.all(this.#plans.map((plan) => signMessage(message, plan))),
      lineEnding: message.lineEnding,
      notes: this.#plans.flatMap(({ key }) => signingNotes(key.signer)),
    };
  }
}

/** One DKIM-Signature field. RFC 6376 §3.5, §3.7 */
function signMessage(message: Message, plan: SignaturePlan): Promise<string> {
  const { key, canonicalization, signedAt, expiresAt, auid } = plan;
  const body = message.bodyDigest(signingDigest(plan));
  if (body === null) throw new TypeError("message: expected one read with the digests of its signatures");
  const signedFields = plan.signedFields ?? defaultSignedFields(message.fields);
  const tags = signatureTags({
    algorithm: key.signer.algorithm,
    canonicalization,
    sdid: key.sdid,
    selector: key.selector,
    signedAt,
    expiresAt,
    auid,
    queryMethods: ["dns/txt"],
    // RFC 6376 §5.3.1: the length actually hashed.
    bodyLengthCount: plan.bodyLengthCount === null ? null : body.hashedBytes,
    signedFields,
    copiedFields: [],
    bodyHash: encodeBase64(body.digest),
  });
  return signField({
    name: "DKIM-Signature",
    tags,
    signed: selectSignedFields(message.fields, signedFields).signed,
    canonicalization: canonicalization.header,
    lineEnding: message.lineEnding,
    signer: key.signer,
  });
}
