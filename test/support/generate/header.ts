import type { Random } from "../random.ts";
import { times, weighted } from "./choice.ts";

/** A message on the way to become a case: one character per byte, fields with their line ends. */
export interface Draft {
  readonly fields: readonly string[];
  readonly body: string;
}

export function draftText({ fields, body }: Draft): string {
  return `${fields.join("")}\r\n${body}`;
}

/** Ordinary header fields around the given From field. */
export function makeFields(random: Random, from: string): readonly string[] {
  const fields = [
    ...times(random.between(0, 2), (hop) => receivedField(random, hop)),
    from,
    `To: ${random.pick(["reader@example.net", "Reader <reader@example.net>, other@example.net"])}\r\n`,
    `Subject:${foldedText(random)}\r\n`,
    "Date: Thu, 9 Oct 2025 08:53:20 +0000\r\n",
    ...(random.chance(0.8) ? [`Message-ID: <${random.word()}@example.com>\r\n`] : []),
    ...(random.chance(0.4) ? [`Reply-To: ${random.word()}@example.com\r\n`] : []),
    ...(random.chance(0.3) ? ["MIME-Version: 1.0\r\n", contentType(random)] : []),
    ...times(random.between(0, 2), () => `X-${random.word()}:${foldedText(random)}\r\n`),
    ...(random.chance(0.2) ? [`Comments: ${random.word()}\r\n`, `Comments: ${random.word()}\r\n`] : []),
    ...(random.chance(0.05) ? ["X-Empty:\r\n"] : []),
    ...(random.chance(0.05) ? ["X-White: \t \r\n"] : []),
  ];
  return fields;
}

function receivedField(random: Random, hop: number): string {
  const name = `${random.word()}.example.net`;
  return `Received: from ${name} (${name} [192.0.2.${hop + 1}])\r\n\tby mx.example.org with ESMTP id ${random.word()};\r\n\tThu, 9 Oct 2025 08:53:2${hop} +0000\r\n`;
}

function contentType(random: Random): string {
  return random.pick([
    "Content-Type: text/plain; charset=utf-8\r\n",
    'Content-Type: multipart/mixed;\r\n boundary="frontier"\r\n',
    "Content-type:\ttext/html\r\n",
  ]);
}

/** Words with folding and white space of every kind between them, and before the first. */
function foldedText(random: Random): string {
  const gap = (): string =>
    weighted(random, [
      [10, " "],
      [2, "  "],
      [1, "\t"],
      [2, "\r\n "],
      [1, "\r\n\t"],
      [1, " \r\n  "],
    ]);
  const word = (): string =>
    weighted(random, [
      [12, random.word()],
      [1, "caf\xe9"],
      [1, "gr\xc3\xbc\xc3\x9fe"],
      [1, "=?utf-8?Q?caf=C3=A9?="],
      [1, "a:b;c=d"],
    ]);
  const first = weighted(random, [
    [8, " "],
    [1, ""],
    [1, "  "],
    [1, "\t"],
    [1, "\r\n "],
  ]);
  const text = times(random.between(1, 6), (index) => (index === 0 ? word() : gap() + word())).join("");
  return (
    first +
    text +
    weighted(random, [
      [10, ""],
      [1, " "],
      [1, "\t "],
    ])
  );
}
