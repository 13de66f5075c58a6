import { hex } from "../base/bytes.ts";
import type { IncrementalHash } from "../crypto/provider.ts";
import { digestKey, type HashProvider } from "./body-digests.ts";
import { BodyReader, type Body } from "./body-reader.ts";
import type { HeaderField } from "./header-field.ts";
import { HeaderReader, type Header, type HeaderLimits } from "./header-reader.ts";
import { LineEndConverter } from "./line-end-converter.ts";
import type { DigestRequest, Message, MessageNote } from "./message.ts";

/** How a message is to be read. */
export interface ReaderOptions {
  readonly crypto: HashProvider;
  readonly limits: HeaderLimits;
  /** Says which body digests are wanted; called once, when the header block has ended. */
  readonly planDigests: (fields: readonly HeaderField[]) => readonly DigestRequest[];
  /**
   * `as-received` (default): the message is what arrived. `normalize`: the message is what arrived
   * with each CR or LF that stands alone made CRLF, as some relays do; offsets and sizes then count
   * the bytes of that message.
   */
  readonly lineEndings?: "as-received" | "normalize";
  /** Whether to compute {@link Message.digest}. */
  readonly digest?: boolean;
}

type ReaderState =
  | { readonly phase: "header"; readonly reader: HeaderReader }
  | { readonly phase: "body"; readonly header: Header; readonly reader: BodyReader }
  | { readonly phase: "done" };

/**
 * Reads one message from pieces of any size: bytes in, no I/O, and the body is never held. Any way of
 * cutting the message gives the same result.
 *
 * A message whose first line ends with LF alone is in a storage form: every LF in it is read as CRLF
 * (RFC 6376 §5.3). Any other message is verified as received: a bare LF in its body is a byte
 * like any other.
 */
export class MessageReader {
  readonly #options: ReaderOptions;
  readonly #hash: IncrementalHash | null;
  readonly #converter: LineEndConverter | null;
  #state: ReaderState;

  constructor(options: ReaderOptions) {
    const { crypto, limits, lineEndings = "as-received", digest = false } = options;
    this.#options = options;
    this.#hash = digest ? crypto.createHash("sha256") : null;
    this.#converter = lineEndings === "normalize" ? new LineEndConverter("bare-cr-and-lf") : null;
    this.#state = { phase: "header", reader: new HeaderReader(limits) };
  }

  /** Reads on. The bytes are not kept: the caller may reuse their memory. */
  push(chunk: Uint8Array): void {
    if (!(chunk instanceof Uint8Array)) {
      throw new TypeError(`chunk: expected a Uint8Array, got ${typeof chunk}`);
    }
    if (this.#state.phase === "done") throw new TypeError("push: the message was finished");
    this.#hash?.update(chunk);
    // A subclass may have slower methods of its own, or others of the same name.
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    this.#read(this.#converter?.convert(bytes) ?? bytes);
  }

  /** Ends the message and tells what is known of it. */
  finish(): Message {
    if (this.#converter !== null) this.#read(this.#converter.finish());
    if (this.#state.phase === "done") throw new TypeError("finish: the message was finished");
    const notes: MessageNote[] = [];
    if (this.#state.phase === "header") {
      const header = this.#state.reader.finish();
      notes.push({ code: "no-header-end", offset: header.size });
      this.#state = this.#beginBody(header);
    }
    const { header, reader } = this.#state;
    const body = reader.finish();
    this.#state = { phase: "done" };
    notes.push(...header.notes, ...body.notes);
    return toMessage(header, body, notes, this.#hash);
  }

  #read(bytes: Uint8Array): void {
    if (this.#state.phase === "body") {
      this.#state.reader.push(bytes);
    } else if (this.#state.phase === "header") {
      const end = this.#state.reader.push(bytes);
      if (end === null) return;
      this.#state = this.#beginBody(this.#state.reader.finish());
      this.#state.reader.push(bytes.subarray(end));
    }
  }

  #beginBody(header: Header): Extract<ReaderState, { phase: "body" }> {
    const { planDigests, crypto } = this.#options;
    const reader = new BodyReader(header.size, header.lineEnding, planDigests(header.fields), crypto);
    return { phase: "body", header, reader };
  }
}

function toMessage(
  header: Header,
  body: Body,
  notes: readonly MessageNote[],
  hash: IncrementalHash | null,
): Message {
  return {
    fields: header.fields,
    size: header.size + body.size,
    headerBytes: header.size,
    bodyBytes: body.size,
    lineEnding: header.lineEnding,
    notes: notes.toSorted((left, right) => left.offset - right.offset),
    digest: hash === null ? null : hex(hash.digest()),
    bodyDigest: (request) => body.digests.get(digestKey(request)) ?? null,
  };
}
