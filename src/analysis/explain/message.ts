import type { MessageNote } from "../../message/message.ts";
import type { MessageFacts } from "../report.ts";
import { counted, Explainer, type Statement } from "./statement.ts";

/** Explains what is unusual about the bytes of the message; nothing when nothing is. */
export function explainMessage(message: MessageFacts): readonly Statement[] {
  const explainer = new Explainer("message");
  if (message.lineEnding === "lf") {
    explainer.note("Lines end with LF alone, a storage form; they were read as CRLF.", "RFC 6376 §5.3");
  }
  for (const note of message.notes) {
    if (note.code === "bare-lf" && message.lineEnding === "lf") continue;
    const section = NOTE_SECTIONS[note.code];
    explainer.note(`${noteText(note)} (offset ${note.offset}).`, section);
  }
  return explainer.statements;
}

function noteText(note: MessageNote): string {
  switch (note.code) {
    case "bare-cr":
      return `The ${note.part} contains ${counted(note.count, "CR")} without LF`;
    case "bare-lf":
      return `The ${note.part} contains ${counted(note.count, "LF")} without CR`;
    case "nul":
      return `The ${note.part} contains ${counted(note.count, "NUL")}`;
    case "long-line":
      return `${counted(note.count, "line")} of the ${note.part} ${note.count === 1 ? "is" : "are"} longer than 998 bytes, the longest has ${note.longest}`;
    case "eight-bit-header":
      return `The header contains ${counted(note.count, "byte")} beyond ASCII`;
    case "space-before-colon":
      return `White space stands before the colon of header field ${note.fieldIndex}`;
    case "leading-folded-line":
      return "The header begins with a folded line";
    case "byte-order-mark":
      return "The message begins with a byte order mark";
    case "malformed-header-line":
      return `${counted(note.count, "header line")} without a colon`;
    case "disguised-from":
      return `${counted(note.count, "header line")} that some programs read as From`;
    case "folded-line-like-field":
      return `A folded line in header field ${note.fieldIndex} reads like a field of its own`;
    case "no-header-end":
      return "No empty line ends the header";
    case "header-limit":
      return `The header passes the limit ${note.limit} (${note.value})`;
  }
}

const NOTE_SECTIONS: Readonly<Record<MessageNote["code"], string | null>> = {
  "bare-cr": "RFC 5322 §2.2",
  "bare-lf": "RFC 5322 §2.2",
  nul: "RFC 5322 §4.1",
  "long-line": "RFC 5322 §2.1.1",
  "eight-bit-header": "RFC 6532 §3.2",
  "space-before-colon": "RFC 5322 §4.5",
  "leading-folded-line": "RFC 5322 §2.2.3",
  "byte-order-mark": "RFC 5322 §2.2",
  "malformed-header-line": "RFC 5322 §2.2",
  "disguised-from": "RFC 5322 §2.2",
  "folded-line-like-field": "RFC 5322 §2.2.3",
  "no-header-end": "RFC 5322 §2.1",
  "header-limit": null,
};
