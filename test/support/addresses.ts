import fc from "fast-check";
import type { Address, Group, Mailbox, ParsedAddress, ParsedMailbox } from "../../src/message/address.ts";

/** A mailbox with nothing but an address, and what differs from that. */
export function mailbox(addrSpec: string, rest: Partial<Mailbox> = {}): Mailbox {
  const at = addrSpec.lastIndexOf("@");
  return {
    kind: "mailbox",
    displayName: null,
    localPart: addrSpec.slice(0, at),
    domain: addrSpec.slice(at + 1),
    route: [],
    comments: [],
    ...rest,
  };
}

export function group(
  displayName: string,
  members: readonly Mailbox[],
  comments: readonly string[] = [],
): Group {
  return { kind: "group", displayName, members, comments };
}

/** The address without the places it was read from. */
export function withoutSpans(address: ParsedAddress): Address {
  return address.kind === "mailbox"
    ? bareMailbox(address)
    : group(address.displayName, address.members.map(bareMailbox), address.comments);
}

function bareMailbox({ displayName, localPart, domain, route, comments }: ParsedMailbox): Mailbox {
  return { kind: "mailbox", displayName, localPart, domain, route, comments };
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("", " ", "=?utf-8?Q?a?=", "a@b", '"\\('),
);
const atom = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~\u00e4-]{1,8}$/);
const domain = fc.oneof(
  fc.array(atom, { minLength: 1, maxLength: 4 }).map((labels) => labels.join(".")),
  fc.constantFrom("[192.0.2.1]", "[IPv6:2001:db8::1]", "example.com."),
);
const localPart = fc.oneof(atom, fc.stringMatching(/^[ -~\u00e4]{0,12}$/));

const plain = { noNullPrototype: true } as const;

export const mailboxes: fc.Arbitrary<Mailbox> = fc.record(
  {
    kind: fc.constant("mailbox" as const),
    displayName: fc.option(text),
    localPart,
    domain,
    route: fc.oneof(fc.constant([]), fc.array(domain, { maxLength: 2 })),
    comments: fc.array(text, { maxLength: 2 }),
  },
  plain,
);

export const groups: fc.Arbitrary<Group> = fc.record(
  {
    kind: fc.constant("group" as const),
    displayName: text,
    members: fc.array(mailboxes, { maxLength: 3 }),
    comments: fc.array(text, { maxLength: 2 }),
  },
  plain,
);

/** Tokens that get a text past the first rules of the address grammar. */
export const addressText: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...'<>@,:;()[]\\". \t\r\n\0'.split(""),
      "\r\n ",
      "a",
      "b.c",
      "=?utf-8?Q?=40?=",
      "\u00e4",
      "(c)",
      '"q"',
      "x@y",
      "<x@y>",
      "g:",
    ),
    { maxLength: 25 },
  )
  .map((tokens) => tokens.join(""));
