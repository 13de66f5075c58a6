import type { Random } from "../random.ts";
import { weighted } from "./choice.ts";

/** One From field, or several, or what stands in their place, for an author at the domain. */
export type AuthorShape = (random: Random, domain: string) => string;

/** From fields that mail carries every day. */
export function ordinaryFrom(random: Random, domain: string): string {
  return weighted(random, [
    [4, `From: author@${domain}\r\n`],
    [3, `From: An Author <author@${domain}>\r\n`],
    [1, `From: "Author, An" <an.author@${domain}>\r\n`],
    [1, `From: =?utf-8?Q?J=C3=BCrgen?= <j@${domain}>\r\n`],
    [1, `From: An Author\r\n <author@${domain}>\r\n`],
    [1, `from:author@${domain}\r\n`],
  ]);
}

/** From fields in which attacks and accidents live. */
export const AUTHOR_SHAPES: Readonly<Record<string, AuthorShape>> = {
  "from-disguised": (_random, domain) => `Fr\x01om: first@attack.example\r\nFrom: author@${domain}\r\n`,
  "from-missing": () => "Sender: sender@example.com\r\n",
  "from-empty": () => "From:\r\n",
  "from-without-domain": () => "From: undisclosed\r\n",
  "from-two-fields": (_random, domain) => `From: first@attack.example\r\nFrom: author@${domain}\r\n`,
  "from-two-equal-fields": (_random, domain) => `From: author@${domain}\r\nFrom: author@${domain}\r\n`,
  "from-space-before-colon": (_random, domain) => `From : author@${domain}\r\n`,
  "from-fold-before-colon": (_random, domain) => `From\r\n : author@${domain}\r\n`,
  "from-two-mailboxes-one-domain": (_random, domain) => `From: a@${domain}, B <b@${domain}>\r\n`,
  "from-two-mailboxes-two-domains": (_random, domain) => `From: a@attack.example, b@${domain}\r\n`,
  "from-encoded-word-list": (_random, domain) =>
    `From: =?utf-8?B?PGFkbWluQGxlZ2l0LmV4YW1wbGU+?=, <second@${domain}>\r\n`,
  "from-display-name-address": (_random, domain) =>
    `From: "admin@legit.example via List" <list@${domain}>\r\n`,
  "from-encoded-word-address": (_random, domain) =>
    `From: =?utf-8?Q?admin=40legit.example?= <x@${domain}>\r\n`,
  "from-route": (_random, domain) => `From: <@attack.example,@any.example:admin@${domain}>\r\n`,
  "from-backslash-comma": (_random, domain) => `From: <admin@${domain}>\\,<x@attack.example>\r\n`,
  "from-address-comma-angle": (_random, domain) => `From: admin@${domain},<x@attack.example>\r\n`,
  "from-text-after-angle": (_random, domain) => `From: <any@attack.example>admin@${domain}\r\n`,
  "from-quoted-local-part": (_random, domain) => `From: "Someone <s@attack.example>"@${domain}\r\n`,
  "from-nul": (random, domain) =>
    random.pick([
      `From: <admin@${domain}\0@attack.example>\r\n`,
      `From: admin@${domain}\0<any@attack.example>\r\n`,
    ]),
  "from-group": (_random, domain) => `From: Team: a@${domain}, b@${domain};\r\n`,
  "from-group-named-like-address": (_random, domain) => `From: admin@legit.example: any@${domain};\r\n`,
  "from-empty-group": () => "From: Undisclosed:;\r\n",
  "from-comment-address": (_random, domain) => `From: admin@${domain}(<any@attack.example>)\r\n`,
  "from-comment-before": (_random, domain) => `From: (any@attack.example) admin@${domain}\r\n`,
  "from-trailing-dot": (_random, domain) => `From: author@${domain}.\r\n`,
  "from-upper-case": (_random, domain) => `From: author@${domain.toUpperCase()}\r\n`,
  "from-u-label": () => "From: author@b\xc3\xbccher.example\r\n",
  "from-fullwidth-dot": () => "From: author@example\xef\xbc\x8ecom\r\n",
  "from-invalid-idn": (random) =>
    `From: author@${random.pick(["xn--a-\xc3\xbc.example", "xn--.example", "\xe2\x80\x8b.example"])}\r\n`,
  "from-address-literal": () => "From: user@[192.0.2.1]\r\n",
  "from-single-label": () => "From: user@localhost\r\n",
  "from-empty-label": () => "From: user@a..example.com\r\n",
  "from-long-label": () => `From: user@${"l".repeat(64)}.example.com\r\n`,
  "from-long-domain": () => `From: user@${"label.".repeat(50)}example.com\r\n`,
  "from-bare-cr-hides-field": (_random, domain) =>
    `X-Hide: y\rFrom: <admin@legit.example>\r\nFrom: author@${domain}\r\n`,
  "from-bare-cr": (_random, domain) => `From: author@attack.example\r author@${domain}\r\n`,
  "from-bare-lf": (random, domain) =>
    `From: author@attack.example\n${random.pick(["", " "])}author@${domain}\r\n`,
  "from-two-at-signs": (_random, domain) => `From: <a@attack.example@${domain}>\r\n`,
  "from-unclosed-angle": (_random, domain) => `From: Author <author@${domain}\r\n`,
  "from-unclosed-quote": (_random, domain) => `From: "Author <author@${domain}>\r\n`,
  "from-semicolon-list": (_random, domain) => `From: a@${domain}; b@attack.example\r\n`,
  "from-trailing-comma": (_random, domain) => `From: author@${domain},\r\n`,
  "from-folded-line-like-field": (_random, domain) =>
    `From: author@${domain}\r\n From: admin@legit.example\r\n`,
  "from-not-utf-8": (_random, domain) => `From: J\xfcrgen <author@${domain}>\r\n`,
  "from-spaces-around-at": (_random, domain) => `From: author @ ${domain.replaceAll(".", " . ")}\r\n`,
};
