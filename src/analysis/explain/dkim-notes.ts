import type { DkimKeyNote, DkimNote } from "../../dkim/notes.ts";
import { counted } from "./statement.ts";

/** A note on a signature as a sentence. */
export function noteWords(note: DkimNote): string {
  switch (note.code) {
    case "dkim.foreign-record":
      return "A TXT record beside the key is no key record; it was ignored.";
    case "dkim.several-key-records":
      return `The selector has ${note.count} key records; ${note.tried} were tried.`;
    case "dkim.unsigned-duplicate":
      return `${counted(note.unsigned.length, `more ${note.name} field`)} above the signed one: what a reader sees may not be what was signed.`;
    case "dkim.body-length-count":
      return `l=${note.bodyLengthCount} lets anyone append to the body.`;
    case "dkim.content-type-unsigned":
      return "With l= and an unsigned Content-Type the visible body can be replaced.";
    case "dkim.short-lived":
      return `The signature is valid for only ${counted(note.seconds, "second")}.`;
  }
}

/** A note on a key record as a sentence. */
export function keyNoteWords(note: DkimKeyNote): string {
  switch (note.code) {
    case "dkim.key-wrapping":
      return note.wrapping === "pkcs1"
        ? "The key is a bare RSAPublicKey, as the specification says and few publish it."
        : "The key is wrapped in a SubjectPublicKeyInfo, as nearly all are.";
    case "dkim.key-below-recommended":
      return `The RSA key has ${note.bits} bits; ${note.recommended} are recommended.`;
    case "dkim.testing":
      return "The key says that the domain only tests DKIM.";
    case "dkim.granularity-ignored":
      return `g=${note.value} of the key is historic and ignored.`;
    case "dkim.malformed-list":
      return `An element of ${note.tag}= of the key is no word and was ignored.`;
    case "dkim.sha1-only":
      return "The key admits nothing but sha1.";
  }
}
