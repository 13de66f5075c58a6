import { encodeBase64 } from "../base/base64.ts";
import type { Signer } from "../crypto/signer.ts";
import type { HeaderField } from "../message/header-field.ts";
import type { Canonicalization, LineEnding } from "../message/message.ts";
import { FOLDED_LAYOUT, ownField, type FieldLayout, type TagText } from "../message/tag-list-layout.ts";
import { headerHashInput, signatureValueSpan } from "./signed-data.ts";

/** What a signature field is to say, and of what. */
export interface FieldSignatureRequest {
  readonly name: string;
  /** Without `b=`, which becomes the last. */
  readonly tags: readonly TagText[];
  /** The fields signed, in signing order. */
  readonly signed: readonly HeaderField[];
  readonly canonicalization: Canonicalization;
  /** Of the message that `signed` comes from. */
  readonly lineEnding: LineEnding;
  readonly signer: Signer;
}

/**
 * Writes a field that carries a signature over others and over itself: DKIM-Signature,
 * ARC-Message-Signature, ARC-Seal. Nothing but the value of `b=` differs between what is signed and what
 * is returned.
 *
 * RFC 6376 §3.7, §5.5
 */
export async function signField(
  request: FieldSignatureRequest,
  layout: FieldLayout = FOLDED_LAYOUT,
): Promise<string> {
  const { name, tags, signed, canonicalization, lineEnding, signer } = request;
  const unsigned = layout.field(name, [...tags, ["b", ""]]);
  const field = ownField(unsigned);
  const signature = await signer.sign(headerHashInput(signed, field, canonicalization, lineEnding));
  const at = field.valueStart + signatureValueSpan(field).start;
  const column = at - (unsigned.lastIndexOf("\n", at) + 1);
  return unsigned.slice(0, at) + layout.signature(encodeBase64(signature), column) + unsigned.slice(at);
}
