import fc from "fast-check";
import type { Received } from "../../src/message/received.ts";

/** A hop of which nothing is known but this. */
export function received(known: Partial<Received>): Received {
  return {
    helo: null,
    rdns: null,
    tcpAddress: null,
    by: null,
    via: null,
    with: null,
    id: null,
    for: null,
    date: null,
    comments: [],
    ...known,
  };
}

const TOKENS: readonly string[] = [
  "from ",
  "by ",
  "via ",
  "with ",
  "id ",
  "for ",
  "tls ",
  "(",
  ")",
  "[",
  "]",
  ";",
  " ",
  "\\",
  "\0",
  "\r\n ",
  "[192.0.2.1]",
  "192.0.2.1 ",
  "[IPv6:2001:DB8::1]",
  "user@192.0.2.1",
  "unknown ",
  "host.example. ",
  "helo=x",
  "HELO x",
  "ehlo ",
  "Exim 4 ",
  "Postfix",
  "qmail 1 ",
  "local ",
  "SMTP ",
  "port=25",
  "<a@b> ",
  "1 Jan 2024 00:00 +0100",
  "\u00e4",
];

/** Tokens that Received fields are made of, in no order. */
export const receivedText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...TOKENS), { maxLength: 25 })
  .map((tokens) => tokens.join(""));
