import { BodyDigests, type HashProvider } from "./body-digests.ts";
import { LineEndConverter } from "./line-end-converter.ts";
import { LineScanner } from "./line-scanner.ts";
import type { BodyDigest, DigestRequest, LineEnding, MessageNote } from "./message.ts";

/** Bytes walked at a time, few enough to stay in the processor's cache from one step to the next. */
const STRIDE = 64 * 1024;

/** A body that was read to its end. */
export interface Body {
  readonly size: number;
  readonly notes: readonly MessageNote[];
  readonly digests: ReadonlyMap<string, BodyDigest>;
}

/** Reads a body without keeping it: notes on its bytes, and the digests asked for. */
export class BodyReader {
  readonly #lineEnding: LineEnding;
  readonly #scanner: LineScanner;
  readonly #digests: BodyDigests;
  readonly #converter: LineEndConverter | null;
  #size = 0;

  constructor(
    start: number,
    lineEnding: LineEnding,
    requests: readonly DigestRequest[],
    crypto: HashProvider,
  ) {
    this.#lineEnding = lineEnding;
    this.#scanner = new LineScanner("body", start);
    this.#digests = new BodyDigests(requests, crypto);
    this.#converter = lineEnding === "lf" ? new LineEndConverter("bare-lf") : null;
  }

  push(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length; start += STRIDE) {
      const stride = bytes.length <= STRIDE ? bytes : bytes.subarray(start, start + STRIDE);
      this.#scanner.push(stride);
      // RFC 6376 §5.3: what is signed is the network form, so stored LFs become CRLF first.
      if (!this.#digests.empty) this.#digests.push(this.#converter?.convert(stride) ?? stride);
    }
    this.#size += bytes.length;
  }

  finish(): Body {
    return {
      size: this.#size,
      notes: this.#scanner.finish(this.#lineEnding),
      digests: this.#digests.finish(),
    };
  }
}
