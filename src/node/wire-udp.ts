import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { attempt, type AttemptBounds, type AttemptOutcome } from "./wire-attempt.ts";
import { decodeResponse, type WireQuestion } from "./wire-message.ts";
import type { WireServer } from "./wire-server.ts";

/**
 * Far above the size that is asked for. Names in a long message can be made slow to read, and a
 * datagram may come from anyone.
 */
const LONGEST_DATAGRAM = 4096;

/**
 * Asks over UDP, from a socket and so from a source port of its own.
 *
 * The socket is connected, so datagrams of other senders do not arrive; what does not match the
 * question is passed over, for whoever can forge a datagram must not be able to end the question.
 *
 * RFC 5452 §9.1, §9.2
 */
export function askUdp(
  server: WireServer & { readonly kind: "address" },
  question: WireQuestion,
  bounds: AttemptBounds,
): Promise<AttemptOutcome> {
  return attempt(bounds, ({ noise, end }) => {
    const socket = createSocket(isIPv6(server.address) ? "udp6" : "udp4");
    socket.on("message", (bytes) => {
      const response = bytes.length > LONGEST_DATAGRAM ? null : decodeResponse(bytes, question);
      if (response === null) noise();
      else end(response);
    });
    // Nobody listens there, or no route leads there.
    socket.on("error", () => end(null));
    socket.on("connect", () => socket.send(question.bytes));
    socket.connect(server.port, server.address);
    return () => {
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      socket.close();
    };
  });
}
