import { describe, expect, test } from "vitest";
import { bytesOf } from "../../src/base/bytes.ts";
import { MessageReader } from "../../src/message/message-reader.ts";
import { readMessageBytes, readMessageStream } from "../../src/message/read-message.ts";
import { cutAt } from "../support/bodies.ts";
import { factsOf, fieldsOf, readerOptions } from "../support/reading.ts";

describe("caller mistakes", () => {
  test("a chunk that is no Uint8Array is a TypeError that says so", () => {
    const reader = new MessageReader(readerOptions);
    // @ts-expect-error a string is no chunk
    expect(() => reader.push("text")).toThrow(new TypeError("chunk: expected a Uint8Array, got string"));
    // @ts-expect-error an array is no message
    expect(() => readMessageBytes([1], readerOptions)).toThrow(
      new TypeError("message: expected a Uint8Array or a string, got object"),
    );
  });

  test("push and finish after finish are TypeErrors", () => {
    const reader = new MessageReader(readerOptions);
    reader.finish();
    expect(() => reader.push(new Uint8Array(1))).toThrow(new TypeError("push: the message was finished"));
    expect(() => reader.finish()).toThrow(new TypeError("finish: the message was finished"));
  });

  test("the memory of a chunk may be reused", () => {
    const chunk = bytesOf("A: 1\r\n\r\nbody");
    const reader = new MessageReader(readerOptions);
    reader.push(chunk);
    chunk.fill(0);
    expect(fieldsOf(reader.finish())).toStrictEqual([["A", " 1"]]);
  });
});

describe("whole messages and streams", () => {
  const text = "Subject: ü\r\n\r\nä\r\n";

  test("a string is read as UTF-8", () => {
    expect(factsOf(readMessageBytes(text, readerOptions))).toStrictEqual(
      factsOf(readMessageBytes(new TextEncoder().encode(text), readerOptions)),
    );
  });

  test("a stream gives what the whole gives", async () => {
    const bytes = new TextEncoder().encode(text);
    async function* stream(): AsyncGenerator<Uint8Array> {
      for (const piece of cutAt(bytes, [3, 10, 11, 12])) yield await Promise.resolve(piece);
    }
    expect(factsOf(await readMessageStream(stream(), readerOptions))).toStrictEqual(
      factsOf(readMessageBytes(bytes, readerOptions)),
    );
  });

  test("a stream of strings is a TypeError, an error of the stream passes unchanged", async () => {
    // @ts-expect-error strings are no chunks
    await expect(readMessageStream(strings(), readerOptions)).rejects.toThrow(
      new TypeError("chunk: expected a Uint8Array, got string"),
    );
    const failure = new Error("connection lost");
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.reject(failure);
    }
    await expect(readMessageStream(broken(), readerOptions)).rejects.toBe(failure);
  });
});

async function* strings(): AsyncGenerator<string> {
  yield await Promise.resolve("A: b");
}
