import type { ZoneName } from "../../../src/dns/zone.ts";
import type { Random } from "../random.ts";
import { NOW, ZoneBuilder } from "./case.ts";
import { mixedCase, times, weighted } from "./choice.ts";
import { draftText, makeFields } from "./header.ts";
import { splitText } from "./key-record-twists.ts";
import type { CaseContent } from "./message-case.ts";
import { CLIENTS, MODIFIERS, name, SPF_NAMES, TERMS } from "./spf-terms.ts";

type Note = (mutator: string) => void;

/** A zone of SPF records that refer to each other, and a client that claims one of their names. */
export function spfCase(random: Random): CaseContent {
  const zone = new ZoneBuilder();
  const named = new Set<string>();
  const note: Note = (mutator) => void named.add(mutator);
  const faulty = random.chance(0.45);
  const clientIp = random.pick(CLIENTS);
  for (const [index, zoneName] of SPF_NAMES.entries())
    publishName({ random, zone, note, faulty }, zoneName, index === 0);
  publishSupport({ random, zone, note, faulty }, clientIp);
  if (random.chance(0.06)) chain(random, zone, note);
  const envelope = { clientIp, helo: helo(random, note), mailFrom: mailFrom(random, note) };
  const message = draftText({ fields: makeFields(random, "From: author@example.com\r\n"), body: "text\r\n" });
  return {
    message: Buffer.from(message, "latin1"),
    envelope,
    zone: zone.build(),
    now: NOW,
    mutators: [...named],
  };
}

interface Making {
  readonly random: Random;
  readonly zone: ZoneBuilder;
  readonly note: Note;
  /** Whether things that no careful operator publishes may appear. */
  readonly faulty: boolean;
}

function publishName(making: Making, zoneName: string, first: boolean): void {
  const { random, zone, note, faulty } = making;
  if (faulty && random.chance(0.05)) {
    const failure = random.pick(["timeout", "servfail", "refused", "malformed"] as const);
    zone.fail(zoneName, failure);
    note(`spf-dns-${failure}`);
    return;
  }
  if (faulty && !first && random.chance(0.03)) {
    zone.add(zoneName, { CNAME: [random.pick([...SPF_NAMES, "absent.example"])] });
    note("spf-dns-alias");
    return;
  }
  const records: { -readonly [Key in keyof ZoneName]: ZoneName[Key] } = {};
  if (first || random.chance(0.9)) records.TXT = recordSet(making);
  if (random.chance(0.7))
    records.A = random.sample(["192.0.2.1", "192.0.2.200", "203.0.113.5"], random.between(1, 2));
  if (random.chance(0.5))
    records.AAAA = random.sample(["2001:db8::1", "2001:db8::2", "2001:db8:0:1::5"], random.between(1, 2));
  if (random.chance(0.6)) records.MX = exchanges(making);
  if (faulty && random.chance(0.05)) {
    records[random.pick(["A", "AAAA", "MX", "TXT"] as const)] = random.pick(["timeout", "servfail"]);
    note("spf-dns-type-fails");
  }
  zone.add(zoneName, records);
}

function exchanges({ random, note, faulty }: Making): NonNullable<ZoneName["MX"]> {
  const count = weighted(random, [
    [10, 1],
    [4, 3],
    [1, 10],
    [faulty ? 1 : 0, 11],
    [faulty ? 1 : 0, 0],
  ]);
  if (count > 9) note(`spf-mx-${count}-names`);
  return times(count, (index) => ({
    exchange: index < 3 ? name(random) : `mx${index}.example`,
    priority: index * 10,
  }));
}

/** The TXT records of a name: one SPF record, mostly. */
function recordSet(making: Making): (string | readonly string[])[] {
  const { random, note, faulty } = making;
  const record = makeRecord(making);
  if (random.chance(0.1)) {
    note("spf-split-text");
    return [splitText(random, record)];
  }
  if (random.chance(0.1)) return ["unrelated text", record];
  if (!faulty || !random.chance(0.15)) return [record];
  const [kind, records] = weighted<readonly [string, readonly string[]]>(random, [
    [2, ["spf-multiple-records", [record, "v=spf1 -all"]]],
    [1, ["spf-version-other", [`v=spf10 ${record}`]]],
    [1, ["spf-leading-space", [` ${record}`]]],
    [1, ["spf-version-tab", [record.replace(" ", "\t")]]],
    [1, ["spf-version-upper-case", [record.replace("v=spf1", "V=SPF1")]]],
    [1, ["spf-bare-version", ["v=spf1"]]],
    [1, ["spf-no-record", ["something else"]]],
  ]);
  note(kind);
  return [...records];
}

/** Kinds of terms that break the grammar or name odd targets. */
function isBad(kind: string): boolean {
  return /-bad-|-character|-odd-/.test(kind);
}

function makeRecord({ random, note, faulty }: Making): string {
  const kinds = Object.entries(TERMS).filter(([kind]) => faulty || !isBad(kind));
  const soundKinds = kinds.filter(([kind]) => !isBad(kind));
  const directives = times(random.between(0, 5), () => {
    const [kind, make] = random.pick(random.chance(0.07) ? kinds : soundKinds);
    note(kind);
    const term = random.pick(["", "", "", "+", "-", "~", "?"]) + make(random);
    return random.chance(0.03) ? mixedCase(random, term) : term;
  }).filter((term) => !/^[+?~-]?all$/.test(term) || random.chance(0.3));
  const modifiers = Object.entries(MODIFIERS).filter(([kind]) => faulty || !isBad(kind));
  const chosen = random.chance(0.5) ? random.sample(modifiers, random.between(1, 2)) : [];
  const terms = [
    ...directives,
    ...(random.chance(0.7) ? [`${random.pick(["-", "~", "?", "+", ""])}all`] : []),
  ];
  for (const [kind, make] of chosen) {
    if (isBad(kind) && !random.chance(0.3)) continue;
    note(kind);
    terms.splice(random.between(0, terms.length), 0, make(random));
  }
  const gap = random.chance(0.05) ? "  " : " ";
  return ["v=spf1", ...terms].join(gap) + (random.chance(0.05) ? " " : "");
}

/** Wildcards for macros, reverse names, explanations. */
function publishSupport({ random, zone, note, faulty }: Making, clientIp: string): void {
  if (random.chance(0.8)) zone.add("*.w.example", { A: ["127.0.0.2"] });
  if (random.chance(0.5)) zone.add("*.wild.n0.example", { A: ["127.0.0.2"] });
  const explanation = weighted(random, [
    [5, ["%{i} is not one of %{d}'s %{v} hosts: %{S} %{c} %{r}"]],
    [1, ["See http://%{d}/why.html?s=%{S}&ip=%{C}%_%%"]],
    [1, ["one", "two"]],
    [1, ["gr\xc3\xbc\xc3\x9fe"]],
    [1, ["bad %{x} macro"]],
    [1, ["at %{t}"]],
    [1, ["line\r\nbreak"]],
    [1, [""]],
  ]);
  note("spf-explanation-text");
  zone.add("exp.n0.example", { TXT: explanation });
  zone.add("exp2.n0.example", { TXT: [["in several ", "strings %{l}"]] });
  const reverse = reverseName(clientIp);
  if (faulty && random.chance(0.1)) {
    zone.fail(reverse, random.pick(["timeout", "servfail"]));
    note("spf-ptr-fails");
  } else if (random.chance(0.7)) {
    const count = faulty && random.chance(0.2) ? 12 : random.between(1, 3);
    if (count > 10) note("spf-ptr-12-names");
    zone.add(reverse, { PTR: times(count, () => name(random)) });
  }
}

/** Includes or redirects in a row, up to and past the limit of terms; or in a circle. */
function chain(random: Random, zone: ZoneBuilder, note: Note): void {
  const links = random.between(8, 12);
  const link = random.pick(["include:", "redirect="]);
  const circle = random.chance(0.3);
  note(circle ? "spf-circle" : "spf-chain");
  const start = new ZoneBuilder();
  for (const index of times(links, (each) => each)) {
    const next = index === links - 1 ? (circle ? "c0.example" : "n1.example") : `c${index + 1}.example`;
    start.add(`c${index}.example`, { TXT: [`v=spf1 ${link}${next}`] });
  }
  for (const [linkName, records] of Object.entries(start.build()))
    if (typeof records === "object") zone.add(linkName, records);
  if (typeof zone.build()["n0.example"] === "object")
    zone.add("n0.example", { TXT: [`v=spf1 ${link}c0.example`] });
}

function groups(text: string): string[] {
  return text === "" ? [] : text.split(":");
}

function reverseName(clientIp: string): string {
  if (clientIp.startsWith("::ffff:")) return "1.2.0.192.in-addr.arpa";
  if (!clientIp.includes(":")) return `${clientIp.split(".").toReversed().join(".")}.in-addr.arpa`;
  const [head = "", tail = ""] = clientIp.split("::");
  const filled = [
    ...groups(head),
    ...times(8 - groups(head).length - groups(tail).length, () => "0"),
    ...groups(tail),
  ];
  const digits = filled.map((group) => group.padStart(4, "0")).join("");
  return `${digits.split("").toReversed().join(".")}.ip6.arpa`;
}

function helo(random: Random, note: Note): string {
  if (random.chance(0.8)) return random.pick(SPF_NAMES);
  note("spf-helo");
  return random.pick([
    "[192.0.2.1]",
    "localhost",
    "192.0.2.1",
    "no_such.example",
    "a..b.example",
    "bad domain.example",
    `${"l".repeat(64)}.example`,
    "N0.EXAMPLE",
    "n0.example.",
  ]);
}

function mailFrom(random: Random, note: Note): string | null {
  const domain = random.chance(0.7) ? "n0.example" : name(random);
  if (random.chance(0.75)) return `${random.pick(["user", "user+tag", "first.last", "a-b"])}@${domain}`;
  note("spf-mail-from");
  return random.pick([
    null,
    null,
    `"quoted user"@${domain}`,
    `"at@sign"@${domain}`,
    `prvs=0123abcdef=user@${domain}`,
    `SRS0=hash=tt=other.example=user@${domain}`,
    `${"long.".repeat(12)}user@${domain}`,
    `us%er@${domain}`,
    `gr\u00fc\u00dfe@${domain}`,
    "user@localhost",
    "user@[192.0.2.1]",
    "user@b\u00fccher.example",
    "user@a..b.example",
    `user@${domain.toUpperCase()}`,
    `user@${domain}.`,
    `@${domain}`,
    domain,
    `(any@${domain}`,
    `user@${domain}(comment)`,
    `@relay.example:user@${domain}`,
    "",
  ]);
}
