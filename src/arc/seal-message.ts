import { formatArcAuthenticationResults } from "../authres/format.ts";
import type { AuthenticationResults } from "../authres/result.ts";
import { encodeBase64 } from "../base/base64.ts";
import { DEFAULT_LIMITS } from "../base/limits.ts";
import { oneOf, requireArgument, type OptionRule } from "../base/options.ts";
import { signField } from "../dkim/field-signature.ts";
import { defaultSealedFields, requireSignable } from "../dkim/fields-to-sign.ts";
import { signatureTags } from "../dkim/format.ts";
import { signingNotes, resolveSigningKey, type SigningKey, type SigningNote } from "../dkim/signing-key.ts";
import {
  resolveCanonicalization,
  resolveSigningTime,
  type CanonicalizationPair,
} from "../dkim/signing-options.ts";
import type { HashProvider } from "../message/body-digests.ts";
import type { HeaderLimits } from "../message/header-reader.ts";
import { MessageReader } from "../message/message-reader.ts";
import type { DigestRequest, LineEnding, Message } from "../message/message.ts";
import { selectSignedFields } from "../message/select-signed-fields.ts";
import { FOLDED_LAYOUT, ownField, type FieldLayout, type TagText } from "../message/tag-list-layout.ts";
import type { ChainValidation } from "./seal.ts";
import { sealingScope, type SealingIssue } from "./sealing-scope.ts";

export interface SealingOptions extends SigningKey {
  readonly crypto: HashProvider;
  /** The moment of sealing, seconds since 1970: becomes `t=` of both signatures. */
  readonly now: number;
  /** `c=` of the message signature. Default: relaxed for both parts. */
  readonly canonicalization?: CanonicalizationPair;
  /** `h=` of the message signature, exactly. Default: as for DKIM, and the DKIM signatures. RFC 8617 §4.1.2 */
  readonly signedFields?: readonly string[];
  readonly limits?: HeaderLimits;
}

/** What was found when the message arrived, before anything was changed in it. */
export interface SealedFindings {
  /** `cv=`: the result of `validateChain`. RFC 8617 §4.4 */
  readonly chainValidation: ChainValidation;
  /** All results of this receiver in one. RFC 8617 §4.1.1 */
  readonly authenticationResults: AuthenticationResults;
}

/**
 * The three fields of the set to put above the message, in that order, each with its CRLF; or why
 * there are none.
 *
 * `lineEnding` is that of the message: to one in LF storage form the fields are added with LF alone.
 */
export type SealingOutcome =
  | {
      readonly kind: "sealed";
      readonly instance: number;
      readonly fields: readonly [seal: string, messageSignature: string, results: string];
      readonly lineEnding: LineEnding;
      readonly notes: readonly SigningNote[];
    }
  | { readonly kind: "refused"; readonly issue: SealingIssue };

/** Options that were checked, the defaults filled in. */
interface SealPlan {
  readonly key: SigningKey;
  readonly canonicalization: CanonicalizationPair;
  /** Null for the default, which depends on the header. */
  readonly signedFields: readonly string[] | null;
  readonly signedAt: number;
}

const CHAIN_VALIDATION: OptionRule = oneOf("none", "pass", "fail");

/**
 * Adds a set to the chain of a message: push the message as it is to be sent, in pieces of any size,
 * then finish with what was found when it arrived. The body is never held.
 *
 * All changes come before sealing, DKIM signatures included. A chain that was sealed as failed is not
 * continued, nor one of 50 sets; one that fails now is sealed as failed, so that nobody need look again.
 *
 * RFC 8617 §5.1
 */
export class SealingReader {
  readonly #plan: SealPlan;
  readonly #layout: FieldLayout;
  readonly #reader: MessageReader;

  /** The layout is of interest to those who compare bytes; both signatures cover it. */
  constructor(options: SealingOptions, layout: FieldLayout = FOLDED_LAYOUT) {
    const { crypto, limits = DEFAULT_LIMITS, signedFields } = options;
    const plan: SealPlan = {
      key: resolveSigningKey("options", options),
      canonicalization: resolveCanonicalization("options", options.canonicalization),
      signedFields:
        signedFields === undefined ? null : requireSignable("options.signedFields", signedFields, "arc"),
      signedAt: resolveSigningTime(options.now),
    };
    this.#plan = plan;
    this.#layout = layout;
    this.#reader = new MessageReader({ crypto, limits, planDigests: () => [wholeBody(plan)] });
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  /** Ends the message and seals it. Rejects with a `TypeError` for findings that cannot be, and with what a signer throws. */
  async finish({ chainValidation, authenticationResults }: SealedFindings): Promise<SealingOutcome> {
    requireArgument("chainValidation", chainValidation, CHAIN_VALIDATION);
    const message = this.#reader.finish();
    const scope = sealingScope(message, chainValidation);
    if ("issue" in scope) return { kind: "refused", issue: scope.issue };
    const { instance } = scope;
    const results = formatArcAuthenticationResults(instance, authenticationResults);
    const messageSignature = await signMessage(message, instance, this.#plan, this.#layout);
    const seal = await signField(
      {
        name: "ARC-Seal",
        tags: sealTags(this.#plan, instance, chainValidation),
        signed: [...scope.sealed, ownField(results), ownField(messageSignature)],
        canonicalization: "relaxed",
        lineEnding: message.lineEnding,
        signer: this.#plan.key.signer,
      },
      this.#layout,
    );
    return {
      kind: "sealed",
      instance,
      fields: [seal, messageSignature, results],
      lineEnding: message.lineEnding,
      notes: signingNotes(this.#plan.key.signer),
    };
  }
}

function wholeBody({ canonicalization }: SealPlan): DigestRequest {
  return { canonicalization: canonicalization.body, hash: "sha256", lengthLimit: null };
}

/** The ARC-Message-Signature: a DKIM signature with an instance, and without version and AUID. RFC 8617 §4.1.2 */
function signMessage(
  message: Message,
  instance: number,
  plan: SealPlan,
  layout: FieldLayout,
): Promise<string> {
  const { key, canonicalization, signedAt } = plan;
  const body = message.bodyDigest(wholeBody(plan));
  if (body === null) throw new TypeError("message: expected one read with the digest of its body");
  const signedFields = plan.signedFields ?? defaultSealedFields(message.fields);
  const tags = signatureTags({
    algorithm: key.signer.algorithm,
    canonicalization,
    sdid: key.sdid,
    selector: key.selector,
    signedAt,
    expiresAt: null,
    auid: `@${key.sdid}`,
    queryMethods: ["dns/txt"],
    bodyLengthCount: null,
    signedFields,
    copiedFields: [],
    bodyHash: encodeBase64(body.digest),
  });
  const request = {
    name: "ARC-Message-Signature",
    tags: messageSignatureTags(instance, canonicalization, tags),
    signed: selectSignedFields(message.fields, signedFields).signed,
    canonicalization: canonicalization.header,
    lineEnding: message.lineEnding,
    signer: key.signer,
  };
  return signField(request, layout);
}

/**
 * The tags of a DKIM signature as a set has them.
 *
 * Choice: `c=` is always stated, because sealers and validators do not agree about what its absence means.
 *
 * RFC 8617 §4.1.2
 */
function messageSignatureTags(
  instance: number,
  { header, body }: CanonicalizationPair,
  tags: readonly TagText[],
): readonly TagText[] {
  const others = tags.filter(([name]) => name !== "v" && name !== "c");
  return [["i", String(instance)], ["c", `${header}/${body}`], ...others];
}

/** RFC 8617 §4.1.3 */
function sealTags(
  { key, signedAt }: SealPlan,
  instance: number,
  chainValidation: ChainValidation,
): readonly TagText[] {
  return [
    ["i", String(instance)],
    ["a", key.signer.algorithm],
    ["cv", chainValidation],
    ["d", key.sdid],
    ["s", key.selector],
    ["t", String(signedAt)],
  ];
}
