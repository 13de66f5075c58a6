import type { DomainName } from "../base/domain.ts";
import { collectArcSets, planArcDigests, type CollectedChain } from "../arc/sets.ts";
import type { Limits } from "../base/limits.ts";
import type { CryptoProvider } from "../crypto/provider.ts";
import { authorDomainOf } from "../dmarc/author-domain.ts";
import { extractSignatures, planDkimDigests, type ExtractedSignature } from "../dkim/extract-signatures.ts";
import { decideAuthor } from "../message/author.ts";
import type { HeaderField } from "../message/header-field.ts";
import { MessageReader } from "../message/message-reader.ts";
import type { DigestRequest, Message } from "../message/message.ts";
import type { AnalysisInputs } from "./inputs.ts";

/** A message read to its end, with the signatures and ARC sets whose digests were taken on the way. */
export interface ReadMessage {
  readonly message: Message;
  readonly signatures: readonly ExtractedSignature[];
  readonly chain: CollectedChain;
}

/**
 * Reads a message for `analyze`: push the bytes in pieces of any size, then finish. The body is never
 * held.
 */
export class AnalysisReader {
  readonly #inputs: AnalysisInputs;
  readonly #reader: MessageReader;
  #signatures: readonly ExtractedSignature[] = [];
  #chain: CollectedChain = { sets: [], strays: [] };

  constructor(inputs: AnalysisInputs, crypto: Pick<CryptoProvider, "createHash">) {
    const { limits, lineEndings, digest } = inputs;
    this.#inputs = inputs;
    this.#reader = new MessageReader({
      crypto,
      limits,
      lineEndings,
      digest,
      planDigests: (fields) => this.#planDigests(fields),
    });
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  finish(): ReadMessage {
    const message = this.#reader.finish();
    return { message, signatures: this.#signatures, chain: this.#chain };
  }

  #planDigests(fields: readonly HeaderField[]): readonly DigestRequest[] {
    this.#signatures = extractSignatures(fields, {
      limits: this.#inputs.limits,
      authorDomain: () => likelyAuthorDomain(fields, this.#inputs.limits),
    });
    this.#chain = collectArcSets(fields);
    return [...planDkimDigests(this.#signatures), ...planArcDigests(this.#chain, this.#inputs.limits)];
  }
}

/** The Author Domain by the fields alone: what the reader's notes may add can only take it away again. */
function likelyAuthorDomain(fields: readonly HeaderField[], limits: Limits): DomainName | null {
  const author = authorDomainOf(decideAuthor(fields, [], limits));
  return author.kind === "domain" ? author.domain : null;
}
