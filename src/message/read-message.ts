import { encodeUtf8 } from "../base/utf8.ts";
import type { Message } from "./message.ts";
import { MessageReader, type ReaderOptions } from "./message-reader.ts";

/** Reads a whole message at hand; a string is taken as UTF-8. */
export function readMessageBytes(message: Uint8Array | string, options: ReaderOptions): Message {
  if (typeof message !== "string" && !(message instanceof Uint8Array)) {
    throw new TypeError(`message: expected a Uint8Array or a string, got ${typeof message}`);
  }
  const reader = new MessageReader(options);
  reader.push(typeof message === "string" ? encodeUtf8(message) : message);
  return reader.finish();
}

/** Reads a message from a stream in constant memory. An error of the stream rejects unchanged. */
export async function readMessageStream(
  stream: AsyncIterable<Uint8Array>,
  options: ReaderOptions,
): Promise<Message> {
  const reader = new MessageReader(options);
  for await (const chunk of stream) reader.push(chunk);
  return reader.finish();
}
