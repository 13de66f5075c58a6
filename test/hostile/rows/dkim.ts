import type { MessageReport, Zone } from "waxseal";
import {
  ed25519Key,
  keyData,
  keyRecord,
  rsaKey,
  signMessage,
  type SigningOptions,
} from "../../support/dkim-signer.ts";
import type { MailAttack } from "../attack.ts";
import { ATTACKER, messageWith, NOW, signedBy, ZONE } from "../mail.ts";
import { hugeKeyRecord } from "../huge-key.ts";

const FROM = "From: admin@legit.example";
const SIGNED = "header.d=legit.example header.i=@legit.example header.s=sel header.a=rsa-sha256 header.b=";
const PASS = `dkim=pass ${SIGNED}`;
const VICTIM_PASSES = "dmarc=pass header.from=legit.example policy.dmarc=reject";
const VICTIM_FAILS = "dmarc=fail header.from=legit.example policy.dmarc=reject";
const UNKNOWN = "dmarc=temperror reason=dkim-temperror header.from=legit.example";
const KEY_NAME = "sel._domainkey.legit.example";

interface DkimRow {
  readonly row: string;
  readonly name: string;
  readonly message: () => string;
  readonly zone?: Zone;
  /** The statements about signatures. */
  readonly dkim: readonly string[];
  readonly dmarc?: string;
  readonly author?: string;
  readonly facts?: MailAttack["facts"];
}

const signed =
  (options: Omit<SigningOptions, "key"> = {}, message: string = messageWith(FROM)) =>
  (): string =>
    signedBy("legit", message, options);

const signedWith =
  (key: ReturnType<typeof rsaKey>, options: Omit<SigningOptions, "key"> = {}) =>
  (): string =>
    signMessage(messageWith(FROM), { ...options, key, tags: { d: "legit.example", ...options.tags } });

/** The zone with other TXT records at the selector. */
const keyZone = (...texts: readonly string[]): Zone => ({ ...ZONE, [KEY_NAME]: { TXT: texts } });

const legitKey = (tags = ""): string => keyRecord(rsaKey(1024, "legit"), tags);

const asked = (report: MessageReport): readonly string[] =>
  (report.dns ?? []).flatMap(({ type, name }) => (name.includes("_domainkey") ? [`${type} ${name}`] : []));

const notes = ({ dkim }: MessageReport): readonly string[] =>
  dkim.flatMap((each) => each.notes.map(({ code }) => code));

const coverage = ({ dkim: [first] }: MessageReport): unknown =>
  first !== undefined && "coverage" in first
    ? [first.coverage.signedBodyBytes, first.coverage.unsignedBodyBytes]
    : null;

const rejected = (result: string, reason: string): Pick<DkimRow, "dkim"> => ({
  dkim: [`dkim=${result} reason=${reason} ${SIGNED}`],
});

const neutral = (reason: string, claimed = "header.d=legit.example header.s=sel"): Pick<DkimRow, "dkim"> => ({
  dkim: [`dkim=neutral reason=${reason}${claimed === "" ? "" : " "}${claimed}`],
});

/** Signatures that cannot be processed, or not now, or not ever. */
const FIELD_ROWS: readonly DkimRow[] = [
  {
    row: "C1",
    name: "RFC 6376 §5.4: From is not signed",
    message: signed({ tags: { h: "To:Subject" } }),
    ...rejected("permerror", "from-not-signed"),
  },
  ...["Subject", "To", "Date", "Reply-To", "Content-Type"].map((name): DkimRow => ({
    row: "C2",
    name: `RFC 6376 §8.15: a ${name} put above the signed one`,
    message: () =>
      `${name}: other\r\n${signedBy(
        "legit",
        messageWith(`${FROM}\r\nReply-To: a\r\nContent-Type: text/plain`),
        {
          tags: { h: "From:Subject:To:Date:Reply-To:Content-Type" },
        },
      )}`,
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
    facts: [
      ({ dkim }) =>
        dkim.flatMap((each) =>
          each.notes.flatMap((note) =>
            note.code === "dkim.unsigned-duplicate" ? [note.name, note.unsigned] : [],
          ),
        ),
      [name.toLowerCase(), [0]],
    ],
  })),
  {
    row: "C2",
    name: "RFC 6376 §8.15: a From put above the signed one ends DMARC",
    message: () => `From: other@attack.example\r\n${signed()()}`,
    author: "ambiguous multiple-from",
    dkim: [PASS],
    dmarc: "dmarc=none reason=author-ambiguous",
  },
  ...(
    [
      ["of zero signs no byte", 0, "policy", "unsigned-body", [0, 12]],
      ["short of the body", 5, "policy", "unsigned-body", [5, 7]],
    ] as const
  ).map(([what, bodyLength, result, reason, covered]): DkimRow => ({
    row: "C3",
    name: `RFC 6376 §8.2: l= ${what}`,
    message: signed({ tags: { l: String(bodyLength) } }),
    ...rejected(result, reason),
    facts: [coverage, covered],
  })),
  {
    row: "C3",
    name: "RFC 6376 §8.2: l= over the whole body, Content-Type unsigned",
    message: signed({ tags: { l: "12" } }, messageWith(`${FROM}\r\nContent-Type: text/plain`)),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
    facts: [notes, ["dkim.body-length-count", "dkim.content-type-unsigned"]],
  },
  {
    row: "C3",
    name: "RFC 6376 §3.5: l= past the end of the body",
    message: signed({ tags: { l: "13" }, bodyLength: 12 }),
    ...rejected("permerror", "body-shorter-than-length"),
  },
  {
    row: "C3",
    name: "RFC 6376 §3.5: l= beyond every number",
    message: signed({ tags: { l: "9".repeat(77) }, bodyLength: 12 }),
    ...neutral("syntax"),
  },
  {
    row: "C4",
    name: "RFC 6376 §3.5: x= has passed",
    message: signed({ tags: { t: "1000", x: String(NOW - 1) } }),
    ...rejected("policy", "expired"),
  },
  ...(
    [
      ["before", "999"],
      ["at", "1000"],
    ] as const
  ).map(([what, expiry]): DkimRow => ({
    row: "C4",
    name: `RFC 6376 §3.5: x= ${what} t=`,
    message: signed({ tags: { t: "1000", x: expiry } }),
    ...rejected("permerror", "expires-before-signed"),
  })),
  ...["-1", "1e3", "soon", "9".repeat(30)].map((value): DkimRow => ({
    row: "C4",
    name: `RFC 6376 §3.5: x=${value} is no time`,
    message: signed({ tags: { x: value } }),
    ...neutral("syntax"),
  })),
  {
    row: "C5",
    name: "RFC 6376 §3.5: t= beyond the clock skew",
    message: signed({ tags: { t: String(NOW + 301) } }),
    ...rejected("policy", "signed-in-future"),
  },
  {
    row: "C5",
    name: "RFC 6376 §3.5: t= within the clock skew",
    message: signed({ tags: { t: String(NOW + 300) } }),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  },
  ...["x@other.example", "@legit.example.evil.org", "@notlegit.example"].map((auid): DkimRow => ({
    row: "C6",
    name: `RFC 6376 §6.1.1: i=${auid} lies outside d=`,
    message: signed({ tags: { i: auid } }),
    dkim: [`dkim=permerror reason=auid-outside-sdid ${SIGNED.replace("i=@legit.example", `i=${auid}`)}`],
  })),
  {
    row: "C6",
    name: "RFC 6376 §3.5: i= in quoted-printable",
    message: signed({ tags: { i: "j=3Dx@sub.legit.example" } }),
    dkim: [`dkim=pass ${SIGNED.replace("i=@legit.example", "i=j=x@sub.legit.example")}`],
    dmarc: VICTIM_PASSES,
  },
  {
    row: "C6",
    name: "RFC 6376 §3.5: i= without an at sign",
    message: signed({ tags: { i: "legit.example" } }),
    ...neutral("syntax"),
  },
  {
    row: "C12",
    name: "RFC 6376 §3.5: no version",
    message: signed({ tags: { v: null } }),
    ...neutral("missing-tag"),
  },
  {
    row: "C12",
    name: "RFC 6376 §3.5: another version",
    message: signed({ tags: { v: "2" } }),
    ...neutral("version"),
  },
  {
    row: "C12",
    name: "RFC 6376 §3.2: a tag twice",
    message: signed({
      layout: (tags) => [...tags, ["s", "sel"]].map(([name, value]) => `${name}=${value}`).join(";"),
    }),
    ...neutral("duplicate-tag"),
  },
  {
    row: "C12",
    name: "RFC 6376 §3.2: D= is not d=",
    message: signed({
      layout: (tags) => tags.map(([name, value]) => `${name === "d" ? "D" : name}=${value}`).join(";"),
    }),
    ...neutral("missing-tag", "header.s=sel"),
  },
  {
    row: "C12",
    name: "RFC 6376 §3.2: a tag without equals sign",
    message: signed({
      layout: (tags) => ["x", ...tags.map(([name, value]) => `${name}=${value}`)].join(";"),
    }),
    ...neutral("syntax"),
  },
  {
    row: "C12",
    name: "RFC 6376 §3.2: a semicolon at the end is legal",
    message: signed({ layout: (tags) => `${tags.map(([name, value]) => `${name}=${value}`).join("; ")};` }),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  },
  {
    row: "C13",
    name: "RFC 6376 §3.7: b= is folded, and a tag whose name ends in b stands before it",
    message: signed({
      tags: { xb: "b=1" },
      writeSignature: (base64) => base64.replace(/.{20}/g, "$& \t\r\n "),
    }),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  },
  ...(
    [
      ["bh= of the wrong length", { tags: { bh: "AAAA" } }],
      ["an empty b=", { writeSignature: () => "" }],
      ["b= that is no base64", { writeSignature: () => "!?" }],
      ["b= with extra padding", { writeSignature: (base64: string) => `${base64}====` }],
    ] as const
  ).map(([what, options]): DkimRow => ({
    row: "C14",
    name: `RFC 6376 §3.5: ${what}`,
    message: signed(options),
    ...neutral("syntax"),
    facts: [asked, []],
  })),
  {
    row: "C15",
    name: "RFC 6376 §3.5: a known query method beside another",
    message: signed({ tags: { q: "foo:dns/txt" } }),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  },
  {
    row: "C15",
    name: "RFC 6376 §3.5: no known query method",
    message: signed({ tags: { q: "foo" } }),
    ...neutral("query-method"),
  },
  {
    row: "C16",
    name: "RFC 8301 §3.1: rsa-sha1 that verifies",
    message: signed({ tags: { a: "rsa-sha1" } }),
    dkim: [`dkim=policy reason=rsa-sha1 ${SIGNED.replace("sha256", "sha1")}`],
  },
  ...["ed25519-sha1", "rsa-md5", "none"].map((algorithm): DkimRow => ({
    row: "C16",
    name: `RFC 8463 §3: a=${algorithm} is unknown`,
    message: signed({ tags: { a: algorithm }, algorithm: "rsa-sha256" }),
    ...neutral("algorithm"),
  })),
  ...(
    [
      ["s=", { s: "sel._domainkey.attack.example.\0.any" }, "header.d=legit.example"],
      ["d=", { d: "legit'a.attack.example" }, "header.s=sel"],
      ["d=", { d: "legit(.attack.example" }, "header.s=sel"],
    ] as const
  ).map(([tag, tags, claimed]): DkimRow => ({
    row: "C17",
    name: `RFC 6376 §3.5: ${JSON.stringify(Object.values(tags)[0])} in ${tag} is no name to ask for`,
    message: signed({ tags }),
    ...neutral("syntax", claimed),
    facts: [asked, []],
  })),
  {
    row: "C19",
    name: "RFC 6376 §3.4: simple keeps what relaxed reduces",
    message: () => signed({ tags: { c: "simple/simple" } })().replace("Subject: hello", "Subject:  hello"),
    dkim: [`dkim=fail reason=header-signature-invalid ${SIGNED}`],
  },
  {
    row: "C19",
    name: "RFC 6376 §3.4: relaxed survives folding, tabs, blanks before the colon and trailing lines",
    message: () => `${signed()().replace("Subject: hello", "SUBJECT :\r\n\t hello \t")}\r\n \t\r\n`,
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  },
  {
    row: "C19",
    name: "RFC 6376 §3.4.3: an empty body in simple is one line end",
    message: signed({ tags: { c: "simple/simple" } }, `${FROM}\r\n\r\n`),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
    facts: [coverage, [2, 0]],
  },
  {
    row: "C20",
    name: "RFC 6376 §5.4.2: names past the fields there are, and a field added later",
    message: () => `Subject: added\r\n${signed({ tags: { h: "From:From:Subject:Subject:X-Not-There" } })()}`,
    dkim: [`dkim=fail reason=header-signature-invalid ${SIGNED}`],
  },
  {
    row: "C20",
    name: "RFC 6376 §5.4.2: equal fields are taken from the bottom",
    message: signed(
      { tags: { h: "Comments:From:Comments" } },
      messageWith(`Comments: 1\r\nComments: 2\r\n${FROM}`),
    ),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  },
  {
    row: "C21",
    name: "RFC 6376 §6.1.1: the signer is a public suffix",
    message: () =>
      signMessage(messageWith("From: a@victim.com"), { key: rsaKey(1024, "com"), tags: { d: "com" } }),
    author: "single a@victim.com",
    zone: {
      ...ZONE,
      "_dmarc.victim.com": { TXT: ["v=DMARC1; p=reject"] },
      "sel._domainkey.com": { TXT: [keyRecord(rsaKey(1024, "com"))] },
    },
    dkim: [`dkim=policy reason=public-suffix-signer ${SIGNED.replaceAll("legit.example", "com")}`],
    dmarc: VICTIM_FAILS.replace("legit.example", "victim.com"),
  },
  {
    row: "C23",
    name: "RFC 6376 §8.6: a valid signature delivered again to others",
    message: signed({ tags: { t: String(NOW - 6 * 86_400) } }),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
    facts: [
      ({ replayIndicators }) => replayIndicators.map(({ code }) => code),
      ["old-signature", "no-expiry", "recipients-unsigned"],
    ],
  },
];

/** Everything about the key. */
const KEY_ROWS: readonly DkimRow[] = [
  {
    row: "C7",
    name: "RFC 6376 §3.6.1: t=s with i= in a subdomain",
    message: signed({ tags: { i: "@sub.legit.example" } }),
    zone: keyZone(legitKey("t=s; ")),
    dkim: [`dkim=permerror reason=auid-not-exact ${SIGNED.replace("i=@legit", "i=@sub.legit")}`],
  },
  {
    row: "C7",
    name: "RFC 6376 §3.6.1: t=y does not make a failing signature better",
    message: () => signed()().replace("Hello Bob", "Hello Eve"),
    zone: keyZone(legitKey("t=y; ")),
    dkim: [`dkim=fail reason=body-hash-mismatch ${SIGNED}`],
    facts: [
      ({ dkim }) =>
        dkim.flatMap((each) => ("key" in each ? (each.key?.notes ?? []) : [])).map(({ code }) => code),
      ["dkim.key-wrapping", "dkim.key-below-recommended", "dkim.testing"],
    ],
  },
  ...(
    [
      ["another service", "s=other; ", "key-service"],
      ["other hashes", "h=sha1; ", "key-hash"],
    ] as const
  ).map(([what, tags, reason]): DkimRow => ({
    row: "C8",
    name: `RFC 6376 §3.6.1: a key for ${what}`,
    message: signed(),
    zone: keyZone(legitKey(tags)),
    ...rejected("permerror", reason),
  })),
  {
    row: "C8",
    name: "RFC 6376 §3.6.1: a key for every service, and an old g=",
    message: signed(),
    zone: keyZone(legitKey("s=*:email; g=nobody; ")),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  },
  {
    row: "C8",
    name: "RFC 6376 §3.6.1: a key of another type",
    message: signed(),
    zone: keyZone(keyRecord(ed25519Key())),
    ...rejected("permerror", "key-type"),
  },
  ...(
    [
      ["empty", "v=DKIM1; p=", "key-revoked"],
      ["missing", "v=DKIM1; k=rsa", "key-missing-data"],
      ["no base64", "v=DKIM1; p=!!", "key-malformed"],
      ["no key", "v=DKIM1; p=AAAA", "key-malformed"],
    ] as const
  ).map(([what, text, reason]): DkimRow => ({
    row: "C9",
    name: `RFC 6376 §3.6.1: p= is ${what}`,
    message: signed(),
    zone: keyZone(text),
    ...rejected("permerror", reason),
  })),
  ...(
    [
      ["as bare RSAPublicKey", keyData(rsaKey(1024, "legit"), "pkcs1")],
      ["with white space", keyData(rsaKey(1024, "legit")).replace(/.{9}/g, "$& \t")],
    ] as const
  ).map(([what, data]): DkimRow => ({
    row: "C9",
    name: `RFC 6376 §3.6.1: p= ${what}`,
    message: signed(),
    zone: keyZone(`v=DKIM1; p=${data}`),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  })),
  ...(
    [
      ["31 octets", Buffer.alloc(31, 7).toString("base64")],
      [
        "a SubjectPublicKeyInfo",
        ed25519Key().publicKey.export({ type: "spki", format: "der" }).toString("base64"),
      ],
    ] as const
  ).map(([what, data]): DkimRow => ({
    row: "C9",
    name: `RFC 8463 §4: an Ed25519 key of ${what}`,
    message: signedWith(ed25519Key()),
    zone: keyZone(`v=DKIM1; k=ed25519; p=${data}`),
    dkim: [`dkim=permerror reason=key-malformed ${SIGNED.replace("rsa", "ed25519")}`],
  })),
  ...[512, 768].map((bits): DkimRow => ({
    row: "C10",
    name: `RFC 8301 §3.2: an RSA key of ${bits} bits`,
    message: signedWith(rsaKey(bits)),
    zone: keyZone(keyRecord(rsaKey(bits))),
    ...rejected("policy", "key-too-short"),
  })),
  {
    row: "C10",
    name: "RFC 8301 §3.2: an RSA key of 5120 bits",
    message: signedWith(rsaKey(5120)),
    zone: keyZone(keyRecord(rsaKey(5120))),
    ...rejected("policy", "key-too-long"),
  },
  ...(
    [
      [1024, 1n],
      [1024, 2n ** 33n + 1n],
      [16_392, 2n ** 17n + 1n],
    ] as const
  ).map(([bits, exponent]): DkimRow => ({
    row: "C10",
    name: `RFC 8301 §3.2: a modulus of ${bits} bits and the exponent ${exponent}`,
    message: () => hugeKeyMessage(),
    zone: keyZone(hugeKeyRecord(bits, exponent)),
    ...rejected("permerror", "key-malformed"),
  })),
  {
    row: "C10",
    name: "RFC 8301 §3.2: an RSA key of 16392 bits, which is not even tried",
    message: () => hugeKeyMessage(),
    zone: keyZone(hugeKeyRecord(16_392, 65_537n)),
    ...rejected("policy", "key-untried"),
  },
  {
    row: "C11",
    name: "RFC 6376 §3.6.2.2: foreign records before the key",
    message: signed(),
    zone: keyZone("v=spf1 -all", "hello", legitKey()),
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
    facts: [notes, ["dkim.foreign-record", "dkim.foreign-record"]],
  },
  {
    row: "C11",
    name: "RFC 6376 §3.6.2.2: the fourth of several keys is not tried",
    message: signed(),
    zone: keyZone(...["1", "2", "3"].map((name) => keyRecord(rsaKey(1024, name))), legitKey()),
    dkim: [`dkim=fail reason=header-signature-invalid ${SIGNED}`],
    facts: [notes, ["dkim.several-key-records"]],
  },
  ...(
    [
      ["of another version", `v=DKIM2; p=${keyData(rsaKey(1024, "legit"))}`, "key-version"],
      ["whose version is not first", `k=rsa; v=DKIM1; p=${keyData(rsaKey(1024, "legit"))}`, "key-malformed"],
    ] as const
  ).map(([what, text, reason]): DkimRow => ({
    row: "C12",
    name: `RFC 6376 §3.6.1: a key ${what}`,
    message: signed(),
    zone: keyZone(text),
    ...rejected("permerror", reason),
  })),
  ...(
    [
      ["does not exist", {}],
      ["has no text", { A: ["192.0.2.1"] }],
    ] as const
  ).map(([what, name]): DkimRow => ({
    row: "C22",
    name: `RFC 6376 §6.1.2: the selector ${what}`,
    message: signed(),
    zone: { ...ZONE, [KEY_NAME]: name },
    ...rejected("permerror", "no-key"),
  })),
  ...(["servfail", "timeout", "refused", "malformed"] as const).map((failure): DkimRow => ({
    row: "C22",
    name: `RFC 6376 §6.1.2: ${failure} at the selector, and no rejection for it`,
    message: signed(),
    zone: { ...ZONE, [KEY_NAME]: failure },
    ...rejected("temperror", "dns"),
    dmarc: UNKNOWN,
  })),
  {
    row: "C22",
    name: "RFC 1034 §3.6.2: the selector is an alias",
    message: signed(),
    zone: { ...ZONE, [KEY_NAME]: { CNAME: ["key.host.example"] }, "key.host.example": { TXT: [legitKey()] } },
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  },
  {
    row: "C22",
    name: "RFC 1034 §3.6.2: aliases in a circle",
    message: signed(),
    zone: { ...ZONE, [KEY_NAME]: { CNAME: ["b.example"] }, "b.example": { CNAME: [KEY_NAME] } },
    ...rejected("temperror", "dns"),
    dmarc: UNKNOWN,
  },
  {
    row: "C24",
    name: "RFC 6376 §3.6.2.2: strings cut anywhere, also beside white space",
    message: signed(),
    zone: { ...ZONE, [KEY_NAME]: { TXT: [legitKey("n=a  b; ").split("")] } },
    dkim: [PASS],
    dmarc: VICTIM_PASSES,
  },
];

/** A message whose signature has the right form for a key nobody can sign with. */
function hugeKeyMessage(): string {
  return signed({ writeSignature: () => Buffer.alloc(1024, 1).toString("base64") })();
}

/** RFC 6376 §6.1: more signatures than any message has. */
const FLOOD: DkimRow = {
  row: "C18",
  name: "RFC 6376 §6.1: 500 signatures, ten are verified, the author's first",
  message: () => {
    const [field = ""] = signedBy("attack", messageWith(FROM), { tags: { h: "From" } }).split(
      /(?<=\r\n)(?=From:)/,
    );
    const flood = Array.from({ length: 499 }, (_, index) => field.replace("d=attack", `d=a${index}.attack`));
    return flood.join("") + signed()();
  },
  dkim: [],
};

export const DKIM_ATTACKS: readonly MailAttack[] = [...FIELD_ROWS, ...KEY_ROWS, ...manyRows()].map(
  ({
    row,
    name,
    message,
    zone = ZONE,
    dkim,
    dmarc = VICTIM_FAILS,
    author = "single admin@legit.example",
    facts,
  }) => ({
    row,
    name,
    mail: () => ({ message: message(), envelope: ATTACKER, zone }),
    author,
    results: [
      "iprev=permerror policy.iprev=192.0.2.66",
      "spf=pass smtp.mailfrom=x@attack.example",
      "spf=pass smtp.helo=mail.attack.example",
      ...dkim,
      dmarc,
    ],
    ...(facts === undefined ? {} : { facts }),
  }),
);

function foreign(index: number, reason: string): string {
  return `dkim=permerror reason=${reason} ${SIGNED.replaceAll("legit.example", `a${index}.attack.example`)}`;
}

function manyRows(): readonly DkimRow[] {
  return [
    {
      ...FLOOD,
      dkim: [
        ...Array.from({ length: 499 }, (_, index) =>
          foreign(index, index < 9 ? "no-key" : "signature-limit"),
        ),
        PASS,
      ],
      dmarc: VICTIM_PASSES,
    },
    {
      row: "C18",
      name: "RFC 6376 §5.4: h= with ten thousand names",
      message: signed({ tags: { h: `From:${"X:".repeat(10_000)}To` } }),
      dkim: [PASS],
      dmarc: VICTIM_PASSES,
    },
  ];
}
