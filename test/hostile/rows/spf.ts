import type { Envelope, MessageReport, Zone } from "waxseal";
import type { MailAttack } from "../attack.ts";
import { messageWith } from "../mail.ts";

interface SpfRow {
  readonly row: string;
  readonly name: string;
  /** Records of the MAIL FROM domain d.example and of names around it. */
  readonly zone: Zone;
  readonly envelope?: Envelope;
  /** The statement about MAIL FROM, without the identity where it is x@d.example. */
  readonly spf: string;
  readonly helo?: string;
  readonly iprev?: string;
  readonly facts?: MailAttack["facts"];
}

const ENVELOPE: Envelope = { clientIp: "192.0.2.66", helo: "h.example", mailFrom: "x@d.example" };

const IDENTITY = " smtp.mailfrom=x@d.example";

/** A TXT record set at d.example. */
const record = (...texts: readonly string[]): Zone => ({ "d.example": { TXT: texts } });

const questions = (report: MessageReport): readonly string[] =>
  (report.dns ?? []).map(({ type, name }) => `${type} ${name}`);

const askedFor =
  (text: string) =>
  (report: MessageReport): number =>
    questions(report).filter((question) => question.includes(text)).length;

const noteCodes = ({ spf }: MessageReport): readonly string[] =>
  spf.mailFrom.result === "not-evaluated" ? [] : spf.mailFrom.notes.map(({ code }) => code);

/** `count` hosts with addresses that are not the client's. */
const hosts = (count: number): Zone =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`mx${index}.d.example`, { A: [`198.51.100.${index + 1}`] }]),
  );

const PERMERROR_SYNTAX = "spf=permerror reason=syntax";

const syntaxRows = (row: string, section: string, records: readonly string[]): readonly SpfRow[] =>
  records.map((text) => ({
    row,
    name: `${section}: ${text} is a syntax error`,
    zone: record(text),
    spf: PERMERROR_SYNTAX,
  }));

const SPF_ROWS: readonly SpfRow[] = [
  {
    row: "B1",
    name: "RFC 7208 §2.4: the null sender is postmaster@HELO, and HELO has a result of its own",
    zone: { "h.example": { TXT: ["v=spf1 ip4:192.0.2.66 -all"] } },
    envelope: { ...ENVELOPE, mailFrom: null },
    spf: "spf=pass smtp.mailfrom=postmaster@h.example",
    helo: "spf=pass smtp.helo=h.example",
    facts: [
      ({ spf }) =>
        spf.mailFrom.result !== "not-evaluated" && [spf.mailFrom.substituted, spf.mailFrom.identity],
      [true, "mailfrom"],
    ],
  },
  {
    row: "B2",
    name: "RFC 7208 §2.4: a HELO that passes is nothing for a MAIL FROM that does not exist",
    zone: { "h.example": { TXT: ["v=spf1 ip4:192.0.2.66 -all"] }, "d.example": {} },
    envelope: { ...ENVELOPE, mailFrom: "x@nowhere.h.example" },
    spf: "spf=none reason=no-record smtp.mailfrom=x@nowhere.h.example",
    helo: "spf=pass smtp.helo=h.example",
  },
  ...[
    ["<(any@d.example>", 'smtp.mailfrom="<(any@d.example>"', "spf=none reason=no-domain"],
    ["any@d.example(a.attack", 'smtp.mailfrom="any@d.example(a.attack"', "spf=none reason=no-domain"],
    ["any@d.example'@any.attack", 'smtp.mailfrom="any@d.example\'@any.attack"', "spf=none reason=no-domain"],
    ["@d.example,@any:'any@attack", "smtp.mailfrom='any@attack", "spf=none reason=no-domain"],
  ].map(([mailFrom = "", identity = "", result = ""]): SpfRow => ({
    row: "B3",
    name: `RFC 5321 §4.1.2: ${mailFrom} is not the domain it names`,
    zone: record("v=spf1 +all"),
    envelope: { ...ENVELOPE, mailFrom },
    spf: `${result} ${identity}`,
    facts: [askedFor("TXT d.example"), 0],
  })),
  {
    row: "B4",
    name: "RFC 7208 §4.5: two records",
    zone: record("v=spf1 +all", "v=spf1 -all"),
    spf: "spf=permerror reason=multiple-records",
  },
  ...["v=spf10 +all", " v=spf1 +all", "v=spf1+all"].map((text): SpfRow => ({
    row: "B5",
    name: `RFC 7208 §4.5: "${text}" is no record`,
    zone: record(text),
    spf: "spf=none reason=no-record",
  })),
  {
    row: "B5",
    name: "RFC 7208 §4.5: letter case does not matter",
    zone: record("V=SPF1 IP4:192.0.2.66"),
    spf: "spf=pass",
  },
  {
    row: "B6",
    name: "RFC 7208 §4.6: a syntax error after the matching term",
    zone: record("v=spf1 ip4:192.0.2.66 ip4:999.0.0.1 -all"),
    spf: PERMERROR_SYNTAX,
  },
  {
    row: "B7",
    name: "RFC 7208 §4.6.4: the eleventh term that asks, through include and redirect",
    zone: {
      ...hosts(12),
      ...record("v=spf1 include:i.example redirect=r.example"),
      "i.example": { TXT: ["v=spf1 a:mx0.d.example a:mx1.d.example a:mx2.d.example a:mx3.d.example ?all"] },
      "r.example": {
        TXT: ["v=spf1 a:mx4.d.example a:mx5.d.example a:mx6.d.example a:mx7.d.example a:mx8.d.example +all"],
      },
    },
    spf: "spf=permerror reason=term-limit",
    facts: [askedFor("A mx8.d.example"), 0],
  },
  {
    row: "B7",
    name: "RFC 7208 §4.6.4: the addresses of MX hosts do not count",
    zone: {
      ...hosts(10),
      "d.example": {
        TXT: ["v=spf1 mx mx mx mx mx mx mx mx mx mx ip4:192.0.2.66 -all"],
        MX: Array.from({ length: 10 }, (_, index) => ({ exchange: `mx${index}.d.example`, priority: index })),
      },
    },
    spf: "spf=pass",
  },
  {
    row: "B8",
    name: "RFC 7208 §4.6.4: the third void answer",
    zone: record("v=spf1 a:v1.example a:v2.example a:v3.example +all"),
    spf: "spf=permerror reason=void-lookup-limit",
  },
  {
    row: "B8",
    name: "RFC 7208 §4.6.4: two void answers",
    zone: record("v=spf1 a:v1.example a:v2.example +all"),
    spf: "spf=pass",
  },
  {
    row: "B9",
    name: "RFC 7208 §4.6.4: eleven MX names",
    zone: {
      ...hosts(11),
      "d.example": {
        TXT: ["v=spf1 mx +all"],
        MX: Array.from({ length: 11 }, (_, index) => ({ exchange: `mx${index}.d.example`, priority: 1 })),
      },
    },
    spf: "spf=permerror reason=mx-limit",
  },
  {
    row: "B9",
    name: "RFC 7208 §4.6.4: of eleven PTR names the last is not looked at",
    zone: {
      ...record("v=spf1 ptr:name.example -all"),
      "66.2.0.192.in-addr.arpa": {
        PTR: [...Array.from({ length: 10 }, (_, index) => `p${index}.example`), "a.name.example"],
      },
      "a.name.example": { A: ["192.0.2.66"] },
    },
    iprev: "iprev=fail policy.iprev=192.0.2.66",
    spf: "spf=fail",
  },
  ...(
    [
      ["nothing", {}, "spf=permerror reason=include-none"],
      ["permerror", { TXT: ["v=spf1 a:"] }, PERMERROR_SYNTAX],
      ["temperror", "servfail", "spf=temperror reason=dns"],
      ["neutral", { TXT: ["v=spf1 ?all"] }, "spf=pass"],
    ] as const
  ).map(([what, inner, spf]): SpfRow => ({
    row: "B10",
    name: `RFC 7208 §5.2: an include that finds ${what}`,
    zone: { ...record("v=spf1 include:i.example +all"), "i.example": inner },
    spf,
  })),
  {
    row: "B11",
    name: "RFC 7208 §6.1: redirect beside all is ignored",
    zone: record("v=spf1 redirect=r.example ?all"),
    spf: "spf=neutral",
    facts: [askedFor("r.example"), 0],
  },
  {
    row: "B11",
    name: "RFC 7208 §6.1: redirect to nothing",
    zone: record("v=spf1 redirect=r.example"),
    spf: "spf=permerror reason=redirect-none",
  },
  {
    row: "B11",
    name: "RFC 7208 §6.2: after a redirect only the target explains",
    zone: {
      ...record("v=spf1 redirect=r.example exp=first.example"),
      "r.example": { TXT: ["v=spf1 -all exp=second.example"] },
      "first.example": { TXT: ["first"] },
      "second.example": { TXT: ["second"] },
    },
    spf: "spf=fail",
    facts: [({ spf }) => spf.mailFrom.result === "fail" && spf.mailFrom.explanation, "second"],
  },
  {
    row: "B12",
    name: "RFC 7208 §4.6.4: a record that includes itself ends by count, asked once",
    zone: record("v=spf1 include:d.example +all"),
    spf: "spf=permerror reason=term-limit",
    facts: [askedFor("TXT d.example"), 1],
  },
  {
    row: "B12",
    name: "RFC 7208 §4.6.4: records that redirect to each other",
    zone: { ...record("v=spf1 redirect=e.example"), "e.example": { TXT: ["v=spf1 redirect=d.example"] } },
    spf: "spf=permerror reason=term-limit",
    facts: [askedFor("TXT e.example"), 1],
  },
  {
    row: "B13",
    name: "RFC 7208 §7.2: %{d} in an included record is its own domain",
    zone: {
      ...record("v=spf1 include:i.example -all"),
      "i.example": { TXT: ["v=spf1 exists:%{d}.e.example"] },
      "i.example.e.example": { A: ["127.0.0.2"] },
    },
    spf: "spf=pass",
  },
  {
    row: "B14",
    name: "RFC 7208 §7.4: transformers, delimiters, URL escapes and literals",
    zone: {
      ...record("v=spf1 exists:%{ir}.%{v}.%{l1r+-}.%{S}.%%.%_.%-.e.example -all"),
      "66.2.0.192.in-addr.a.a%2bb-c%40d.example.%. .%20.e.example": { A: ["127.0.0.2"] },
    },
    envelope: { ...ENVELOPE, mailFrom: "a+b-c@d.example" },
    spf: "spf=pass smtp.mailfrom=a+b-c@d.example",
  },
  ...syntaxRows("B14", "RFC 7208 §7.1", ["v=spf1 exists:%{d0}.e.example +all", "v=spf1 exists:%{x} +all"]),
  {
    row: "B15",
    name: "RFC 7208 §7.3: %{p} without a validated name",
    zone: {
      ...record("v=spf1 exists:%{p}.e.example -all"),
      "unknown.e.example": { A: ["127.0.0.2"] },
    },
    spf: "spf=pass",
  },
  {
    row: "B16",
    name: "RFC 7208 §7.3: a huge local-part is cut label by label",
    zone: {
      ...record("v=spf1 exists:%{l}.e.example -all"),
      [`${"l.".repeat(122)}e.example`]: { A: ["127.0.0.2"] },
    },
    envelope: { ...ENVELOPE, mailFrom: `${"l.".repeat(400)}l@d.example` },
    spf: `spf=pass smtp.mailfrom=${"l.".repeat(400)}l@d.example`,
  },
  {
    row: "B16",
    name: "RFC 7208 §7.3: a label over 63 octets cannot match and is not asked for",
    zone: record("v=spf1 exists:%{l}.e.example -all"),
    envelope: { ...ENVELOPE, mailFrom: `${"l".repeat(64)}@d.example` },
    spf: `spf=fail smtp.mailfrom=${"l".repeat(64)}@d.example`,
    facts: [askedFor("e.example"), 0],
  },
  {
    row: "B16",
    name: "RFC 7208 §7.1: digits without bound",
    zone: {
      ...record("v=spf1 exists:%{d2147483648}.e.example -all"),
      "d.example.e.example": { A: ["127.0.0.2"] },
    },
    spf: "spf=pass",
  },
  ...syntaxRows("B17", "RFC 7208 §7.2", [
    "v=spf1 exists:%{c}.e.example +all",
    "v=spf1 exists:%{r}.e.example +all",
    "v=spf1 exists:%{t}.e.example +all",
  ]),
  {
    row: "B18",
    name: "RFC 8616 §4: a local-part past ASCII matches nothing",
    zone: { ...record("v=spf1 exists:%{l}.e.example -all"), "j\u00fcrgen.e.example": { A: ["127.0.0.2"] } },
    envelope: { ...ENVELOPE, mailFrom: "j\u00fcrgen@d.example" },
    spf: 'spf=fail smtp.mailfrom="j\u00fcrgen@d.example"',
  },
  ...syntaxRows("B19", "RFC 7208 §5.6", [
    "v=spf1 ip4:2001:db8::1 +all",
    "v=spf1 ip4:192.0.2.0/33 +all",
    "v=spf1 ip6:2001:db8::/129 +all",
    "v=spf1 a//129 +all",
    "v=spf1 ip4:1.2.3 +all",
    "v=spf1 ip4:192.0.2.0/00 +all",
  ]),
  ...["::ffff:192.0.2.66", "::ffff:c000:242"].map((clientIp): SpfRow => ({
    row: "B20",
    name: `RFC 7208 §5: ${clientIp} is an IPv4 address`,
    zone: record("v=spf1 ip4:192.0.2.66 -all"),
    envelope: { ...ENVELOPE, clientIp },
    iprev: `iprev=permerror policy.iprev="${clientIp}"`,
    spf: "spf=pass",
  })),
  ...syntaxRows("B21", "RFC 7208 §4.6.1", ["v=spf1 foo:bar +all"]),
  {
    row: "B21",
    name: "RFC 7208 §4.6.1: unknown modifiers are ignored, include= noted",
    zone: record("v=spf1 x=y include=i.example ip4:192.0.2.66 -all"),
    spf: "spf=pass",
    facts: [noteCodes, ["spf.unknown-modifier", "spf.mechanism-as-modifier"]],
  },
  {
    row: "B22",
    name: "RFC 7208 §3.3: strings are joined with nothing between",
    zone: { "d.example": { TXT: [["v=spf1 ip4:192.", "0.2.66 -all"]] } },
    spf: "spf=pass",
    facts: [noteCodes, ["spf.string-boundary-in-term"]],
  },
  ...(
    [
      ["two records", ["one", "two"]],
      ["text past ASCII", ["caf\u00e9"]],
      ["line ends", ["250 OK\r\n554 forged"]],
    ] as const
  ).map(([what, texts]): SpfRow => ({
    row: "B23",
    name: `RFC 7208 §6.2: an explanation with ${what} is none`,
    zone: { ...record("v=spf1 -all exp=e.example"), "e.example": { TXT: [...texts] } },
    spf: "spf=fail",
    facts: [({ spf }) => spf.mailFrom.result === "fail" && spf.mailFrom.explanation, null],
  })),
  {
    row: "B24",
    name: "RFC 7208 §10.1.2: records that say too much are noted, not judged",
    zone: { ...record("v=spf1 include:i.example ptr +all"), "i.example": { TXT: ["v=spf1 ip4:0.0.0.0/0"] } },
    spf: "spf=pass",
    facts: [
      noteCodes,
      ["spf.ptr", "spf.all-passes", "spf.every-address", "spf.no-all", "spf.include-passes-all"],
    ],
  },
  ...(["timeout", "servfail", "refused", "malformed"] as const).map((failure): SpfRow => ({
    row: "B25",
    name: `RFC 7208 §2.6.6: ${failure} in an include`,
    zone: { ...record("v=spf1 include:i.example -all"), "i.example": failure },
    spf: "spf=temperror reason=dns",
  })),
  ...(
    [
      ["prvs=0123456789=joe@d.example", "batv"],
      ["SRS0=HHH=TT=orig.example=joe@d.example", "srs0"],
      ["SRS1=HHH=other.example==HHH=TT=orig.example=joe@d.example", "srs1"],
      ["list-bounces+bob=receiver.example@d.example", "verp"],
    ] as const
  ).map(([mailFrom, tag]): SpfRow => ({
    row: "B26",
    name: `RFC 7208 §4.1: the domain of ${mailFrom} is used as it stands`,
    zone: record("v=spf1 ip4:192.0.2.66 -all"),
    envelope: { ...ENVELOPE, mailFrom },
    spf: `spf=pass smtp.mailfrom=${mailFrom}`,
    facts: [
      ({ spf }) =>
        spf.mailFrom.result === "not-evaluated"
          ? []
          : spf.mailFrom.notes.flatMap((note) => (note.code === "spf.sender-tagged" ? [note.tag] : [])),
      [tag],
    ],
  })),
];

export const SPF_ATTACKS: readonly MailAttack[] = SPF_ROWS.map(
  ({
    row,
    name,
    zone,
    envelope = ENVELOPE,
    spf,
    iprev,
    helo = "spf=none reason=no-record smtp.helo=h.example",
    facts,
  }) => ({
    row,
    name,
    mail: () => ({ message: messageWith("From: a@plain.example"), envelope, zone }),
    author: "single a@plain.example",
    results: [
      iprev ?? "iprev=permerror policy.iprev=192.0.2.66",
      spf.includes("smtp.") ? spf : spf + IDENTITY,
      helo,
      "dkim=none",
      "dmarc=none reason=no-record header.from=plain.example",
    ],
    ...(facts === undefined ? {} : { facts }),
  }),
);
