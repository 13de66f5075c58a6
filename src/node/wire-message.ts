import packet, { type Answer, type DecodedPacket } from "dns-packet";
import type { RecordType } from "../dns/answer.ts";
import { canonicalName } from "../dns/question.ts";

/** One question as it goes out, with what its response must repeat. */
export interface WireQuestion {
  readonly id: number;
  readonly type: RecordType;
  readonly name: string;
  readonly bytes: Buffer;
}

/** A response that answers the question it was read for. */
export interface WireResponse {
  /** The response code, with the upper bits that EDNS carries. RFC 6891 §6.1.3 */
  readonly code: number;
  readonly truncated: boolean;
  /** The AD bit. RFC 4035 §3.2.3 */
  readonly authentic: boolean;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
}

/** Fits into one packet on all paths in use, so that responses arrive unfragmented. RFC 6891 §6.2.5 leaves the size open */
const UDP_PAYLOAD_BYTES = 1232;

/** Encodes a recursive question with EDNS; its AD bit asks for the one of the response. RFC 6840 §5.7 */
export function encodeQuestion(type: RecordType, name: string, id: number): WireQuestion {
  const bytes = packet.encode({
    type: "query",
    id,
    flags: packet.RECURSION_DESIRED | packet.AUTHENTIC_DATA,
    questions: [{ type, name, class: "IN" }],
    additionals: [
      {
        type: "OPT",
        name: ".",
        udpPayloadSize: UDP_PAYLOAD_BYTES,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  return { id, type, name, bytes };
}

/** Reads a response to the question; null for anything else: noise, or what others made up. RFC 5452 §9.1 */
export function decodeResponse(bytes: Buffer, question: WireQuestion): WireResponse | null {
  const message = decode(bytes);
  if (message === null || !answersQuestion(message, question)) return null;
  const flags = message.flags ?? 0;
  return {
    code: (flags & 0xf) | (extendedCode(message.additionals ?? []) << 4),
    truncated: message.flag_tc,
    authentic: message.flag_ad,
    answers: message.answers ?? [],
    authorities: message.authorities ?? [],
  };
}

/** The decoder throws at bytes that are no DNS message; that is data. */
function decode(bytes: Buffer): DecodedPacket | null {
  try {
    return packet.decode(bytes);
  } catch {
    return null;
  }
}

function answersQuestion(message: DecodedPacket, question: WireQuestion): boolean {
  const [asked, ...more] = message.questions ?? [];
  const opcode = ((message.flags ?? 0) >> 11) & 0xf;
  return (
    message.type === "response" &&
    opcode === 0 &&
    message.id === question.id &&
    asked !== undefined &&
    more.length === 0 &&
    asked.type === question.type &&
    asked.class === "IN" &&
    canonicalName(asked.name) === canonicalName(question.name)
  );
}

function extendedCode(additionals: readonly Answer[]): number {
  for (const record of additionals) if (record.type === "OPT") return record.extendedRcode;
  return 0;
}
