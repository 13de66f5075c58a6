import { decodeBase64, encodeBase64 } from "../base/base64.ts";
import type { Limits } from "../base/limits.ts";
import { TraceRecorder } from "../base/trace.ts";
import type { HeaderField } from "../message/header-field.ts";
import type { BodyDigest, Message } from "../message/message.ts";
import type { FieldSelection } from "../message/select-signed-fields.ts";
import { all, done, type Task } from "../task/task.ts";
import { policyCause } from "./acceptance.ts";
import type { ExtractedSignature } from "./extract-signatures.ts";
import { lookUpKeys } from "./key-lookup.ts";
import { tryKeys, type HeaderSignature } from "./key-trial.ts";
import type { DkimPolicy } from "./policy.ts";
import type { DkimPermerrorCause, DkimResult, SignatureResult } from "./result.ts";
import { coverageOf, digestRequest, headerHashInput, selectFields } from "./signed-data.ts";
import { signatureNotes } from "./signature-notes.ts";
import type { DkimSignature } from "./signature.ts";
import type { DkimEvent } from "./trace.ts";

/** What one signature is judged by. */
export interface SignatureContext {
  /** The message, read with the body digests of its signatures. */
  readonly message: Message;
  readonly policy: DkimPolicy;
  /** The time of evaluation, seconds since 1970: what `t=` and `x=` are compared with. */
  readonly now: number;
  readonly limits: Limits;
}

/** As {@link SignatureContext}; the message was read with the digests of `planDkimDigests(signatures)`. */
export interface VerificationInput extends SignatureContext {
  /** What `extractSignatures` found in the fields of the message. */
  readonly signatures: readonly ExtractedSignature[];
}

/**
 * Verifies the DKIM signatures of a message: one result for each DKIM-Signature field, top to bottom.
 *
 * Each is judged for itself, side by side. Header signature and body hash are both computed whenever
 * there is a usable key, whatever the other says.
 *
 * RFC 6376 §6.1
 */
export function verifySignatures(input: VerificationInput): Task<readonly DkimResult[]> {
  return all(input.signatures.map((extracted) => verifyExtracted(extracted, input)));
}

function verifyExtracted(extracted: ExtractedSignature, input: VerificationInput): Task<DkimResult> {
  const { field, reading, fault } = extracted;
  const fieldIndex = field.index;
  if ("issue" in reading) {
    const { issue: cause, text, claimed } = reading;
    return done({ result: "neutral", fieldIndex, cause, text, claimed, notes: [], trace: [] });
  }
  const { signature } = reading;
  const cause = fault ?? headerLimitCause(input.message);
  if (cause !== null) {
    return done({ result: "permerror", fieldIndex, signature, key: null, cause, notes: [], trace: [] });
  }
  return verifySignature(field, signature, input);
}

/** A header block cut at a limit cannot show what was signed. */
export function headerLimitCause({
  notes,
}: Message): Extract<DkimPermerrorCause, { code: "header-limit" }> | null {
  for (const note of notes) {
    if (note.code === "header-limit") return { code: "header-limit", limit: note.limit, value: note.value };
  }
  return null;
}

/**
 * Verifies one signature whose field is in order: a DKIM-Signature, or an ARC-Message-Signature, which
 * is verified in the same way.
 *
 * RFC 6376 §6.1.2, §6.1.3, RFC 8617 §5.2
 */
export function* verifySignature<Signature extends DkimSignature>(
  field: HeaderField,
  signature: Signature,
  input: SignatureContext,
): Task<SignatureResult<Signature>> {
  const { message, limits } = input;
  const trace = new TraceRecorder<DkimEvent>();
  const body = bodyDigestOf(message, signature);
  const selection = selectFields(message, field, signature.signedFields);
  const coverage = coverageOf(selection, body);
  const notes = signatureNotes(signature, coverage);
  const common = { fieldIndex: field.index, signature, notes, trace: trace.events };
  const shortBody = bodyLengthCause(signature, body);
  if (shortBody !== null) return { result: "permerror", key: null, cause: shortBody, ...common };
  const bodyHash = compareBodyHash(signature, body, trace);

  const keys = yield* lookUpKeys(signature, limits.dkimKeyRecords, trace);
  if ("failure" in keys) {
    const { name, failure } = keys;
    return { result: "temperror", cause: { code: "dns", name, reason: failure.reason }, ...common };
  }
  const found = {
    fieldIndex: field.index,
    signature,
    notes: [...notes, ...keys.notes],
    trace: trace.events,
  };
  if ("cause" in keys) return { result: "permerror", key: null, cause: keys.cause, ...found };

  const header = headerSignature(message, field, signature, selection);
  const { length } = header.signedBytes;
  const fields = selection.signed.length;
  trace.record({ code: "dkim.header-input", fields, bytes: length, rfc: "RFC 6376 §3.7" });
  const outcome = yield* tryKeys(keys.candidates, header, trace);
  if (outcome.kind === "unusable") {
    return { result: "permerror", key: outcome.key, cause: outcome.cause, ...found };
  }
  const evaluated = { key: outcome.key, coverage, ...found };
  if (outcome.kind === "untried") return { result: "policy", cause: outcome.cause, ...evaluated };
  if (outcome.kind === "invalid") {
    const headerDiagnosis = outcome.diagnosis;
    return { result: "fail", headerSignature: "invalid", bodyHash, headerDiagnosis, ...evaluated };
  }
  if (bodyHash === "mismatch") return { result: "fail", headerSignature: "valid", bodyHash, ...evaluated };
  const cause = policyCause({ now: input.now, ...evaluated }, input.policy);
  if (cause === null) return { result: "pass", ...evaluated };
  trace.record({ code: "dkim.refused", cause, rfc: "RFC 6376 §6.3" });
  return { result: "policy", cause, ...evaluated };
}

function bodyDigestOf(message: Message, signature: DkimSignature): BodyDigest {
  const body = message.bodyDigest(digestRequest(signature));
  if (body === null) {
    throw new TypeError("input.message: expected a message read with the digests planned for its signatures");
  }
  return body;
}

/** RFC 6376 §3.5 (l=): the count is not larger than the body. */
function bodyLengthCause(
  { bodyLengthCount }: DkimSignature,
  { canonicalBytes: bodyBytes }: BodyDigest,
): DkimPermerrorCause | null {
  return bodyLengthCount !== null && bodyLengthCount > bodyBytes
    ? { code: "body-shorter-than-length", bodyLengthCount, bodyBytes }
    : null;
}

/** RFC 6376 §6.1.3, step 3. Base64 of a digest has one form here, so the texts are compared. */
function compareBodyHash(
  { bodyHash: expected }: DkimSignature,
  { digest, hashedBytes }: BodyDigest,
  trace: TraceRecorder<DkimEvent>,
): "match" | "mismatch" {
  const computed = encodeBase64(digest);
  trace.record({ code: "dkim.body-hash", expected, computed, hashedBytes, rfc: "RFC 6376 §6.1.3" });
  return computed === expected ? "match" : "mismatch";
}

function headerSignature(
  { lineEnding }: Message,
  signatureField: HeaderField,
  { algorithm, canonicalization, signatureData }: DkimSignature,
  selection: FieldSelection,
): HeaderSignature {
  return {
    algorithm,
    signedBytes: headerHashInput(selection.signed, signatureField, canonicalization.header, lineEnding),
    signature: decodeBase64(signatureData) ?? new Uint8Array(),
  };
}
