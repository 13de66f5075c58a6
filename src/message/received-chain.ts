import { classifyIp } from "../base/ip-class.ts";
import { parseIp } from "../base/ip.ts";
import { type HeaderField, textValue } from "./header-field.ts";
import { type ParsedReceived, parseReceived } from "./received.ts";
import { parseReversePath, type ReversePath } from "./reverse-path.ts";

/** One Received field in its place. */
export interface ReceivedHop {
  readonly fieldIndex: number;
  /** Added by a host of the receiver; everything below is whatever the sender chose to write. */
  readonly trusted: boolean;
  readonly received: ParsedReceived;
  readonly notes: readonly ReceivedNote[];
}

/** What is odd about a hop; none of it changes a verdict. */
export type ReceivedNote =
  /** An address that no connection from outside has: at the border, or with a public name. RFC 6890 §2.2 */
  | { readonly code: "non-global-address"; readonly address: string; readonly addressClass: string }
  | { readonly code: "localhost-helo"; readonly helo: string }
  | { readonly code: "helo-rdns-mismatch"; readonly helo: string; readonly rdns: string }
  /** The hop below, which must be earlier, is later by so many seconds. */
  | { readonly code: "time-backwards"; readonly seconds: number }
  /** A hop above has the same id. */
  | { readonly code: "repeated-id"; readonly id: string; readonly fieldIndex: number }
  | { readonly code: "unparseable-date"; readonly text: string }
  | { readonly code: "unrecognized" };

/** Clocks differ; less than this is no sign of anything. */
const CLOCK_SKEW_SECONDS = 60;

/**
 * Reads the Received fields from the top, the last hop first.
 *
 * `trustedHops` is how many of them the receiver's own hosts added: only those are known to be true.
 *
 * RFC 5321 §4.4, §7.1
 */
export function readReceivedChain(
  fields: readonly HeaderField[],
  trustedHops: number,
): readonly ReceivedHop[] {
  const hops = fields
    .filter((field) => field.lowerName === "received")
    .map((field) => ({ fieldIndex: field.index, received: parseReceived(textValue(field)) }));
  const firstWithId = new Map<string, number>();
  return hops.map(({ fieldIndex, received }, position) => {
    const notes: ReceivedNote[] = [];
    noteClient(received, position === trustedHops - 1, notes);
    noteDate(received, hops[position + 1]?.received, notes);
    noteId(received, fieldIndex, firstWithId, notes);
    return { fieldIndex, trusted: position < trustedHops, received, notes };
  });
}

/** The topmost Return-Path and where it stands. */
export interface ReturnPath {
  readonly fieldIndex: number;
  /** Written by a host of the receiver: it stands above the last trusted Received field. */
  readonly trusted: boolean;
  readonly path: ReversePath;
}

/**
 * The reverse-path that the final delivery noted, null when there is none.
 *
 * Delivery puts it on top; one below the receiver's own Received fields was in the message before, and
 * anyone can have written it.
 *
 * RFC 5321 §4.4
 */
export function readReturnPath(fields: readonly HeaderField[], trustedHops: number): ReturnPath | null {
  const field = fields.find(({ lowerName }) => lowerName === "return-path");
  if (field === undefined) return null;
  const own = fields.filter(({ lowerName }) => lowerName === "received")[trustedHops - 1];
  const trusted = own !== undefined && field.index < own.index;
  return { fieldIndex: field.index, trusted, path: parseReversePath(textValue(field).trim()) };
}

function noteClient(received: ParsedReceived, atBorder: boolean, notes: ReceivedNote[]): void {
  const { helo, rdns, tcpAddress: address } = received;
  if (received.form === "unrecognized") notes.push({ code: "unrecognized" });
  const ip = address === null ? null : parseIp(address);
  const addressClass = ip === null ? "global" : classifyIp(ip);
  // Documentation addresses stand for public ones wherever they occur.
  const outside = addressClass === "global" || addressClass === "documentation";
  if (address !== null && !outside && (atBorder || isPublicName(rdns))) {
    notes.push({ code: "non-global-address", address, addressClass });
  }
  if (helo === null) return;
  if (isLocalhost(helo) && address !== null && addressClass !== "loopback")
    notes.push({ code: "localhost-helo", helo });
  if (rdns !== null && comparable(helo) !== comparable(rdns))
    notes.push({ code: "helo-rdns-mismatch", helo, rdns });
}

function isPublicName(rdns: string | null): boolean {
  return (
    rdns !== null && rdns.includes(".") && !/\.(?:local|localdomain|lan|internal|home|arpa)$/i.test(rdns)
  );
}

/** How a client says that it is itself. */
const LOCALHOSTS: readonly string[] = ["localhost", "localhost.localdomain", "127.0.0.1", "[127.0.0.1]"];

function isLocalhost(helo: string): boolean {
  return LOCALHOSTS.includes(helo.toLowerCase());
}

function comparable(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

function noteDate(received: ParsedReceived, below: ParsedReceived | undefined, notes: ReceivedNote[]): void {
  const { date, dateText } = received;
  if (date === null) {
    if (received.form !== "unrecognized") notes.push({ code: "unparseable-date", text: dateText ?? "" });
    return;
  }
  const seconds = (below?.date?.epochSeconds ?? date.epochSeconds) - date.epochSeconds;
  if (seconds > CLOCK_SKEW_SECONDS) notes.push({ code: "time-backwards", seconds });
}

/** Exchange writes its version where others write a queue id; it says nothing when it comes again. */
function noteId(
  { id, form }: ParsedReceived,
  fieldIndex: number,
  firstWithId: Map<string, number>,
  notes: ReceivedNote[],
): void {
  if (id === null || form === "exchange") return;
  const first = firstWithId.get(id);
  if (first === undefined) firstWithId.set(id, fieldIndex);
  else notes.push({ code: "repeated-id", id, fieldIndex: first });
}
