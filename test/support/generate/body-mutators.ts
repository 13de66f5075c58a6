import type { Mutator } from "./header-mutators.ts";

export const BODY_MUTATORS: Readonly<Record<string, Mutator>> = {
  "body-changed": onBody((body) => body.replace(/[a-z]/, "Q")),
  "body-appended": onBody((body) => `${body}added\r\n`),
  "body-line-prepended": onBody((body) => `added\r\n${body}`),
  "body-blank-lines-appended": onBody((body) => `${body}\r\n\r\n\r\n`),
  "body-white-lines-appended": onBody((body) => `${body} \t\r\n\r\n`),
  "body-blank-lines-removed": onBody((body) => body.replace(/(?:\r\n)+$/, "\r\n")),
  "body-last-line-end-removed": onBody((body) => body.replace(/\r\n$/, "")),
  "body-white-space-widened": onBody((body) => body.replaceAll(" ", "  \t")),
  "body-white-space-at-line-end": onBody((body) => body.replaceAll("\r\n", " \r\n")),
  "body-white-space-removed": onBody((body) => body.replace(/(?<=[a-z])[ \t]+(?=[a-z])/, "")),
  "body-bare-lf": onBody((body) => body.replace("\r\n", "\n")),
  "body-all-bare-lf": onBody((body) => body.replaceAll("\r\n", "\n")),
  "body-bare-cr": onBody((body) => body.replace("\r\n", "\r")),
  "body-cr-doubled": onBody((body) => body.replaceAll("\r\n", "\r\r\n")),
  "body-nul": onBody((body) => body.replace(/[a-z]/, "\0")),
  "body-eight-bit": onBody((body) => body.replace(/[a-z]/, "\xfc")),
  "body-emptied": onBody(() => ""),
  "body-truncated": (random, { fields, body }) => ({
    fields,
    body: body.slice(0, random.between(0, body.length)),
  }),
};

function onBody(change: (body: string) => string): Mutator {
  return (_random, { fields, body }) => ({ fields, body: change(body) });
}
