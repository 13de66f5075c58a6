import { bytesOf } from "../base/bytes.ts";
import { isAsciiText } from "../base/characters.ts";
import type { Span } from "../base/span.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import { canonicalizeSigned } from "../message/canonical-header.ts";
import { unfoldedValue, type HeaderField } from "../message/header-field.ts";
import type { BodyDigest, Canonicalization, DigestRequest, LineEnding, Message } from "../message/message.ts";
import { selectSignedFields, type FieldSelection } from "../message/select-signed-fields.ts";
import { findTag } from "../message/tag-list.ts";
import type { Coverage, FieldInstance } from "./result.ts";
import type { DkimSignature } from "./signature.ts";

/** The unfolded value as text; octets that are no UTF-8 become U+FFFD, which no domain can hold. RFC 8616 §5 */
export function signatureText(field: HeaderField): string {
  const unfolded = unfoldedValue(field);
  if (isAsciiText(unfolded)) return unfolded;
  return decodeUtf8(bytesOf(unfolded)) ?? unfolded.replace(/[^\0-\x7f]/g, "\ufffd");
}

/** The body digest that a signature is compared with. RFC 6376 §3.7, step 1 */
export function digestRequest(signature: DkimSignature): DigestRequest {
  return {
    canonicalization: signature.canonicalization.body,
    hash: signature.hash,
    lengthLimit: signature.bodyLengthCount,
  };
}

/** The fields that a signature selects, never the field that holds it. RFC 6376 §3.7, §5.4.2 */
export function selectFields(
  { fields }: Pick<Message, "fields">,
  signatureField: HeaderField,
  names: readonly string[],
): FieldSelection {
  return selectSignedFields(
    fields.filter((field) => field !== signatureField),
    names,
  );
}

/**
 * The bytes that the header hash is taken of: the signed fields in signing order, then the signature
 * field itself without the value of its `b=`.
 *
 * RFC 6376 §3.7
 */
export function headerHashInput(
  signed: readonly HeaderField[],
  signatureField: HeaderField,
  algorithm: Canonicalization,
  lineEnding: LineEnding,
): Uint8Array {
  const own = { field: signatureField, signatureValue: signatureValueSpan(signatureField) };
  return canonicalizeSigned(signed, own, algorithm, lineEnding);
}

/**
 * Where the value of `b=` stands in the raw value of a signature field, white space around it
 * included; an empty span where there is none. Other tags whose names end in b are not it.
 *
 * RFC 6376 §3.5, §3.7
 */
export function signatureValueSpan(field: HeaderField): Span {
  return findTag(field.rawValue, "b")?.rawSpan ?? { start: 0, end: 0 };
}

/** What the signature speaks for, as plain data. RFC 6376 §5.4, §8.15 */
export function coverageOf(selection: FieldSelection, body: BodyDigest): Coverage {
  return {
    signedFields: selection.signed.map(instanceOf),
    oversigned: selection.oversigned,
    unsignedDuplicates: selection.unsignedDuplicates.map(instanceOf),
    signedBodyBytes: body.hashedBytes,
    unsignedBodyBytes: body.canonicalBytes - body.hashedBytes,
  };
}

function instanceOf({ lowerName, index }: HeaderField): FieldInstance {
  return { name: lowerName, fieldIndex: index };
}
