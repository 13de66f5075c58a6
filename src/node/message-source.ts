import { encodeUtf8 } from "../base/utf8.ts";

/** A message: its bytes, its text (taken as UTF-8), or a stream of its bytes (a Node Readable is one). */
export type MessageSource = Uint8Array | string | AsyncIterable<Uint8Array>;

/** Pushes a whole message into a reader; an error of the stream, or the signal's reason, rejects unchanged. */
export async function pushMessage(
  source: MessageSource,
  reader: { push(chunk: Uint8Array): void },
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  if (typeof source === "string") {
    reader.push(encodeUtf8(source));
  } else if (source instanceof Uint8Array) {
    reader.push(source);
  } else if (isAsyncIterable(source)) {
    for await (const chunk of source) {
      signal?.throwIfAborted();
      reader.push(chunk);
    }
  } else {
    throw new TypeError(`message: expected a Uint8Array, a string or a stream, got ${typeof source}`);
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
