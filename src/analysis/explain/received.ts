import type { ReceivedHop, ReceivedNote } from "../../message/received-chain.ts";
import type { MessageReport } from "../report.ts";
import type { ReplayIndicator } from "../replay-indicators.ts";
import { Explainer, type Statement } from "./statement.ts";

/** Explains what is odd about the way of the message, and signs of replay; nothing when nothing is. */
export function explainReceived(
  report: Pick<MessageReport, "received" | "replayIndicators">,
): readonly Statement[] {
  const explainer = new Explainer("received");
  report.received.forEach((hop, position) => explainHop(explainer, hop, position));
  for (const indicator of report.replayIndicators) explainer.note(replayWords(indicator), "RFC 6376 §8.6");
  return explainer.statements;
}

function explainHop(explainer: Explainer, hop: ReceivedHop, position: number): void {
  const by = hop.received.by === null ? "" : `, by ${hop.received.by}`;
  for (const note of hop.notes) {
    explainer.note(
      `Hop ${position + 1} (header field ${hop.fieldIndex}${by}): ${noteWords(note)}.`,
      "RFC 5321 §4.4",
    );
  }
}

function noteWords(note: ReceivedNote): string {
  switch (note.code) {
    case "non-global-address":
      return `${note.address} is a ${note.addressClass} address, which no host outside has`;
    case "localhost-helo":
      return `a host elsewhere calls itself ${note.helo}`;
    case "helo-rdns-mismatch":
      return `the client calls itself ${note.helo}, its address is named ${note.rdns}`;
    case "time-backwards":
      return `the hop before is ${note.seconds} seconds later`;
    case "repeated-id":
      return `the id ${note.id} stands in header field ${note.fieldIndex} already`;
    case "unparseable-date":
      return `"${note.text}" is no date`;
    case "unrecognized":
      return "the field has neither from nor by";
  }
}

function replayWords(indicator: ReplayIndicator): string {
  switch (indicator.code) {
    case "recipient-not-addressed":
      return `Replay is possible: ${indicator.recipient} stands in neither To nor Cc.`;
    case "old-signature":
      return `Replay is possible: signature ${indicator.dkimIndex + 1} is ${Math.floor(indicator.ageSeconds / 86_400)} days old.`;
    case "no-expiry":
      return `Replay is possible: signature ${indicator.dkimIndex + 1} never expires.`;
    case "recipients-unsigned":
      return `Replay is possible: signature ${indicator.dkimIndex + 1} does not protect ${indicator.name}.`;
  }
}
