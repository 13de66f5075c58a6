import { once } from "node:events";
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
    await pushStream(source, reader, signal);
  } else {
    throw new TypeError(`message: expected a Uint8Array, a string or a stream, got ${typeof source}`);
  }
}

/**
 * An abort ends the reading at once, also while the stream is silent. One race decides for the whole
 * stream: a race for each chunk would leave something behind with the signal each time.
 */
async function pushStream(
  source: AsyncIterable<Uint8Array>,
  reader: { push(chunk: Uint8Array): void },
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const chunks = source[Symbol.asyncIterator]();
  const over = new AbortController();
  const aborted = once(signal, "abort", { signal: over.signal }).then(() => Promise.reject(signal.reason));
  // Its rejection counts in the race below; after that it concerns nobody.
  aborted.catch(() => undefined);
  let ended = false;
  const pushAll = async (): Promise<void> => {
    while (!ended) {
      const next = await chunks.next();
      if (over.signal.aborted) return;
      ended = next.done === true;
      if (next.done !== true) reader.push(next.value);
    }
  };
  try {
    await Promise.race([pushAll(), aborted]);
  } finally {
    over.abort();
    // A stream not read to its end is closed; a silent one does it when it speaks again, so nobody waits.
    if (!ended) chunks.return?.().catch(() => undefined);
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
