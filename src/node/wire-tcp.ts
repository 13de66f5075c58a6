import { connect } from "node:net";
import { attempt, type AttemptBounds, type AttemptOutcome } from "./wire-attempt.ts";
import { decodeResponse, type WireQuestion } from "./wire-message.ts";
import type { WireServer } from "./wire-server.ts";

/** Bytes of the length before each message. RFC 1035 §4.2.2 */
const LENGTH_BYTES = 2;
const LONGEST_MESSAGE = 0xffff;

/** Asks over TCP: one connection, one question, one response. */
export function askTcp(
  server: WireServer & { readonly kind: "address" },
  question: WireQuestion,
  bounds: AttemptBounds,
): Promise<AttemptOutcome> {
  return attempt(bounds, ({ noise, end }) => {
    const socket = connect({ host: server.address, port: server.port });
    const frame = Buffer.alloc(LENGTH_BYTES + LONGEST_MESSAGE);
    let received = 0;
    socket.on("connect", () => socket.write(framed(question.bytes)));
    socket.on("data", (chunk) => {
      received += chunk.copy(frame, received);
      const whole = LENGTH_BYTES + frame.readUInt16BE(0);
      if (received < LENGTH_BYTES || received < whole) return;
      const response = decodeResponse(frame.subarray(LENGTH_BYTES, whole), question);
      if (response === null) noise();
      end(response);
    });
    socket.on("error", () => end(null));
    socket.on("end", () => end(null));
    return () => {
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      socket.destroy();
    };
  });
}

/** The length and the message in one piece, so that they travel in one segment. RFC 7766 §8 */
function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
