import { adviseDisposition, type MessageReport, type Zone } from "waxseal";
import { keyRecord, rsaKey, signMessage } from "../../support/dkim-signer.ts";
import type { MailAttack } from "../attack.ts";
import { messageWith, type Mail } from "../mail.ts";

interface DmarcRow {
  readonly row: string;
  readonly name: string;
  readonly zone: Zone;
  /** The author's domain; a.d.example unless said otherwise. */
  readonly author?: string;
  /** The domains that sign, with valid signatures. */
  readonly signers?: readonly string[];
  readonly mailFrom?: string;
  readonly dmarc: string;
  readonly facts?: MailAttack["facts"];
  readonly lines?: string;
  readonly policy?: Mail["policy"];
}

const KEY = rsaKey(1024, "dmarc");

const record = (...texts: readonly string[]): Zone[string] => ({ TXT: texts });

const noteCodes = ({ dmarc }: MessageReport): readonly string[] => {
  if (dmarc.result === "not-evaluated") return [];
  const recordNotes = "record" in dmarc ? dmarc.record.notes : [];
  return [...dmarc.notes, ...recordNotes].map(({ code }) => code);
};

const disposition = (report: MessageReport): unknown => [
  report.dmarc.result === "fail" ? report.dmarc.disposition : null,
  adviseDisposition(report).action,
];

const deep = (labels: number): string => `${"l.".repeat(labels - 2)}d.example`;

const fails = (policy: string, domain = "a.d.example"): string =>
  `dmarc=fail header.from=${domain} policy.dmarc=${policy}`;
const passes = (policy: string, domain = "a.d.example"): string =>
  `dmarc=pass header.from=${domain} policy.dmarc=${policy}`;
const none = (reason: string, domain = "a.d.example"): string =>
  `dmarc=none reason=${reason} header.from=${domain}`;
const unknown = (reason: string): string => `dmarc=temperror reason=${reason} header.from=a.d.example`;

const EXISTS: Zone = { "a.d.example": { A: ["192.0.2.1"] } };

const DMARC_ROWS: readonly DmarcRow[] = [
  ...[9, 12, 120].map((labels): DmarcRow => ({
    row: "D1",
    name: `RFC 9989 §4.10: ${labels} labels are at most eight questions, the second name has seven labels`,
    zone: { "_dmarc.d.example": record("v=DMARC1; p=reject") },
    author: deep(labels),
    dmarc: fails("reject", deep(labels)),
    facts: [
      (report) => {
        const { dmarc } = report;
        const steps = "discovery" in dmarc ? dmarc.discovery.treeWalk.steps.map(({ domain }) => domain) : [];
        return [steps.length, steps[1]?.split(".").length];
      },
      [8, 7],
    ],
  })),
  {
    row: "D2",
    name: "RFC 9989 §4.10.2: psd=y above: the Organizational Domain is one label below",
    zone: {
      "_dmarc.d.example": record("v=DMARC1; p=reject; psd=y"),
      "_dmarc.a.d.example": record("v=DMARC1; p=none"),
    },
    signers: ["b.d.example"],
    dmarc: fails("none"),
    facts: [(report) => "discovery" in report.dmarc && report.dmarc.organizationalDomain, "a.d.example"],
  },
  {
    row: "D2",
    name: "RFC 9989 §4.10.2: psd=n at a parent makes it the Organizational Domain",
    zone: {
      "_dmarc.example": record("v=DMARC1; p=none"),
      "_dmarc.d.example": record("v=DMARC1; p=reject; psd=n"),
      ...EXISTS,
    },
    signers: ["b.d.example"],
    dmarc: passes("reject"),
  },
  {
    row: "D2",
    name: "RFC 9989 §4.10.1: the record of the Organizational Domain goes before that of the Public Suffix Domain",
    zone: {
      "_dmarc.d.example": record("v=DMARC1; p=quarantine"),
      "_dmarc.example": record("v=DMARC1; p=reject; psd=y"),
      ...EXISTS,
    },
    dmarc: fails("quarantine"),
  },
  {
    row: "D2",
    name: "RFC 9989 §4.10.2: psd=y at the author's own domain",
    zone: { "_dmarc.a.d.example": record("v=DMARC1; p=reject; psd=y"), ...EXISTS },
    signers: ["b.d.example"],
    dmarc: fails("reject"),
    facts: [(report) => "discovery" in report.dmarc && report.dmarc.organizationalDomain, "a.d.example"],
  },
  {
    row: "D3",
    name: "RFC 9989 §4.10.2: the list knows another Organizational Domain than the walk, which decides",
    zone: { "_dmarc.a.d.example": record("v=DMARC1; p=reject"), ...EXISTS },
    signers: ["d.example"],
    dmarc: fails("reject"),
    facts: [noteCodes, ["dmarc.organizational-domains-differ"]],
  },
  ...(
    [
      ["exists under no type", {}, "reject"],
      ["has no addresses", { TXT: ["x"] }, "none"],
      ["is an alias to nothing", { CNAME: ["gone.example"] }, "none"],
    ] as const
  ).map(([what, name, policy]): DmarcRow => ({
    row: "D4",
    name: `RFC 9989 §4.10.1: np= and an author's domain that ${what}`,
    zone: {
      "_dmarc.d.example": record("v=DMARC1; p=quarantine; sp=none; np=reject"),
      ...(Object.keys(name).length === 0 ? {} : { "a.d.example": name }),
    },
    dmarc: fails(policy),
  })),
  {
    row: "D4",
    name: "RFC 9989 §4.10.1: np= and a failure to find out",
    zone: { "_dmarc.d.example": record("v=DMARC1; p=none; np=reject"), "a.d.example": "servfail" },
    dmarc: unknown("dns"),
    facts: [disposition, [null, "defer"]],
  },
  {
    row: "D5",
    name: "RFC 9989 §4.7: t=y lowers reject by one level",
    zone: { "_dmarc.a.d.example": record("v=DMARC1; p=reject; t=y") },
    dmarc: fails("quarantine"),
    facts: [disposition, ["quarantine", "quarantine"]],
  },
  ...["p=no", "p=reject; sp=no", "p=reject; np=no"].flatMap((policy): DmarcRow[] => [
    {
      row: "D6",
      name: `RFC 9989 §4.10.1: ${policy} with a place for reports is p=none`,
      zone: { "_dmarc.a.d.example": record(`v=DMARC1; ${policy}; rua=mailto:r@a.d.example`) },
      dmarc: fails("none"),
    },
    {
      row: "D6",
      name: `RFC 9989 §4.10.1: ${policy} without a place for reports is no policy`,
      zone: { "_dmarc.a.d.example": record(`v=DMARC1; ${policy}`) },
      dmarc: none("invalid-policy"),
    },
  ]),
  {
    row: "D6",
    name: "RFC 9989 §4.7: no p= but a place for reports",
    zone: { "_dmarc.a.d.example": record("v=DMARC1; rua=mailto:r@a.d.example") },
    dmarc: fails("none"),
  },
  {
    row: "D6",
    name: "RFC 9989 §4.10.1: no p= and no place for reports",
    zone: { "_dmarc.a.d.example": record("v=DMARC1") },
    dmarc: none("invalid-policy"),
  },
  {
    row: "D6",
    name: "RFC 9989 §9.3: p= not second, and pct, rf and ri without effect",
    zone: {
      "_dmarc.a.d.example": record("v=DMARC1; pct=0; rf=afrf; ri=1; p=reject; rua=mailto:r@a.d.example"),
    },
    dmarc: fails("reject"),
    facts: [
      noteCodes,
      [
        "dmarc.organizational-domains-differ",
        "dmarc.historic-tag",
        "dmarc.historic-tag",
        "dmarc.historic-tag",
      ],
    ],
  },
  ...(
    [
      ["two records count as none", ["v=DMARC1; p=none", "v=DMARC1; p=none"], fails("reject")],
      ["junk beside the record", ["v=spf1 -all", "v=DMARC1; p=quarantine"], fails("quarantine")],
      ["v= last is no record", ["p=none; v=DMARC1"], fails("reject")],
      ["the value of v= has a case", ["v=dmarc1; p=none"], fails("reject")],
      ["the name of v= has none", ["V=DMARC1; p=quarantine"], fails("quarantine")],
    ] as const
  ).map(([what, texts, dmarc]): DmarcRow => ({
    row: "D7",
    name: `RFC 9989 §4.7: ${what}`,
    zone: {
      "_dmarc.d.example": record("v=DMARC1; p=reject"),
      "_dmarc.a.d.example": record(...texts),
      ...EXISTS,
    },
    dmarc,
  })),
  {
    row: "D8",
    name: "RFC 9989 §4.10.2: strict alignment, and a signer that shares the Organizational Domain",
    zone: { "_dmarc.d.example": record("v=DMARC1; p=reject; adkim=s; aspf=s"), ...EXISTS },
    signers: ["d.example"],
    mailFrom: "x@d.example",
    dmarc: fails("reject"),
    facts: [
      ({ dmarc }) =>
        "identifiers" in dmarc && dmarc.identifiers.map(({ method, reason }) => [method, reason]),
      [
        ["spf", "not-identical"],
        ["dkim", "not-identical"],
      ],
    ],
  },
  {
    row: "D9",
    name: "RFC 9989 §5.3.6: SPF is a temperror and nothing aligns",
    zone: { "_dmarc.a.d.example": record("v=DMARC1; p=reject"), "a.d.example": "timeout" },
    mailFrom: "x@a.d.example",
    dmarc: unknown("spf-temperror"),
    facts: [disposition, [null, "defer"]],
  },
  {
    row: "D10",
    name: "RFC 9989 §4.10.2: a walk that fails beside an identifier that aligns",
    zone: {
      "_dmarc.d.example": record("v=DMARC1; p=reject"),
      "_dmarc.b.d.example": "servfail",
      ...EXISTS,
    },
    signers: ["b.d.example", "a.d.example"],
    dmarc: passes("reject"),
  },
  {
    row: "D10",
    name: "RFC 9989 §4.10.2: a walk that fails, and nothing else",
    zone: { "_dmarc.d.example": record("v=DMARC1; p=reject"), "_dmarc.b.d.example": "servfail", ...EXISTS },
    signers: ["b.d.example"],
    dmarc: unknown("dns"),
    facts: [disposition, [null, "defer"]],
  },
  {
    row: "D12",
    name: "RFC 9989 §4.7: destinations with sizes, other schemes, bare and far too many",
    zone: {
      "_dmarc.a.d.example": record(
        `v=DMARC1; p=none; rua=mailto:r@a.d.example!10m,https://a.d.example/,r@a.d.example,mailto:r@else.example,${Array.from({ length: 30 }, (_, index) => `mailto:r${index}@a.d.example`).join(",")}`,
      ),
    },
    dmarc: fails("none"),
    facts: [
      noteCodes,
      [
        "dmarc.organizational-domains-differ",
        "dmarc.external-report-destination",
        "dmarc.many-report-uris",
        "dmarc.report-size-limit",
        "dmarc.report-uri-scheme",
        "dmarc.report-address-without-scheme",
      ],
    ],
  },
  ...(
    [
      ["upper case and a trailing dot", "A.D.Example.", "a.d.example"],
      ["a U-label", "b\xc3\xbccher.example", "xn--bcher-kva.example"],
      ["a fullwidth full stop", "a\xef\xbc\x8ed.example", "a.d.example"],
    ] as const
  ).map(([what, author, domain]): DmarcRow => ({
    row: "D13",
    name: `RFC 9989 §5.3.1: an author's domain with ${what}`,
    zone: { [`_dmarc.${domain}`]: record("v=DMARC1; p=reject") },
    author,
    signers: [domain],
    dmarc: passes("reject", domain),
  })),
  {
    row: "D14",
    name: "RFC 9989 §4.4: HELO that passes, and spf=pass in a header that came along, are no evidence",
    zone: {
      "_dmarc.a.d.example": record("v=DMARC1; p=reject"),
      "a.d.example": { TXT: ["v=spf1 ip4:192.0.2.66 -all"] },
    },
    lines:
      "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=x@a.d.example; dmarc=pass header.from=a.d.example\r\n" +
      "Received-SPF: pass identity=mailfrom; envelope-from=x@a.d.example; client-ip=192.0.2.66\r\n",
    dmarc: fails("reject"),
  },
  {
    row: "D15",
    name: "RFC 9989 §5.4: a list's own results never rewrite the result",
    zone: { "_dmarc.a.d.example": record("v=DMARC1; p=reject"), ...EXISTS },
    lines:
      "List-Id: <l.list.example>\r\nARC-Authentication-Results: i=1; list.example; dmarc=pass header.from=a.d.example\r\n",
    signers: ["list.example"],
    dmarc: fails("reject"),
  },
];

function messageOf({ author = "a.d.example", signers = [], lines = "" }: DmarcRow): string {
  const message = messageWith(`${lines}From: x@${author}`);
  return signers.reduce((signed, signer) => signMessage(signed, { key: KEY, tags: { d: signer } }), message);
}

const statement = (signer: string): string =>
  `dkim=pass header.d=${signer} header.i=@${signer} header.s=sel header.a=rsa-sha256 header.b=`;

const MANY_SIGNERS = Array.from({ length: 10 }, (_, index) => `s${index}.d.example`);

/** RFC 9989 §4.10.2: the limit of domains walked for one message. */
const MANY: DmarcRow = {
  row: "D11",
  name: "RFC 9989 §4.10.2: more signing domains than are walked: not known, so never a rejection",
  zone: {
    "_dmarc.d.example": record("v=DMARC1; p=reject"),
    ...EXISTS,
    ...Object.fromEntries(
      MANY_SIGNERS.map((signer) => [`_dmarc.${signer}`, record("v=DMARC1; p=none; psd=n")]),
    ),
  },
  signers: MANY_SIGNERS,
  dmarc: unknown("domain-limit"),
  facts: [disposition, [null, "defer"]],
};

export const DMARC_ATTACKS: readonly MailAttack[] = [...DMARC_ROWS, MANY].map((each) => {
  const {
    row,
    name,
    zone,
    mailFrom = "x@plain.example",
    dmarc,
    facts,
    signers = [],
    author = "a.d.example",
  } = each;
  const keys = Object.fromEntries(
    signers.map((signer) => [`sel._domainkey.${signer}`, { TXT: [keyRecord(KEY)] }]),
  );
  const helo = mailFrom === "x@plain.example" && row === "D14" ? "a.d.example" : "h.example";
  return {
    row,
    name,
    mail: () => ({
      message: messageOf(each),
      envelope: { clientIp: "192.0.2.66", helo, mailFrom },
      zone: { "d.example": { TXT: ["v=spf1 ip4:192.0.2.66 -all"] }, ...zone, ...keys },
      ...(each === MANY ? { limits: { dmarcDomains: 5 } } : {}),
    }),
    author: authorOf(author),
    results: [
      "iprev=permerror policy.iprev=192.0.2.66",
      mailFrom === "x@plain.example"
        ? `spf=none reason=no-record smtp.mailfrom=${mailFrom}`
        : row === "D9"
          ? `spf=temperror reason=dns smtp.mailfrom=${mailFrom}`
          : `spf=pass smtp.mailfrom=${mailFrom}`,
      helo === "h.example" ? "spf=none reason=no-record smtp.helo=h.example" : `spf=pass smtp.helo=${helo}`,
      ...(signers.length === 0 ? ["dkim=none"] : signers.toReversed().map(statement)),
      dmarc,
    ],
    ...(facts === undefined ? {} : { facts }),
  };
});

function authorOf(author: string): string {
  if (author.startsWith("b\xc3")) return "single x@xn--bcher-kva.example";
  if (author.startsWith("A.")) return "single x@a.d.example | trailing-dot";
  if (author.startsWith("a\xef")) return "single x@a.d.example | mapped-domain a.d.example";
  return `single x@${author}`;
}
