import type { Random } from "../random.ts";
import { NOW, ZoneBuilder, type GeneratedEnvelope } from "./case.ts";
import { mixedCase, times, weighted } from "./choice.ts";
import { draftText, makeFields } from "./header.ts";
import type { CaseContent } from "./message-case.ts";
import { addSignature } from "./signing.ts";
import { splitText } from "./key-record-twists.ts";

type Note = (mutator: string) => void;

const ORGANIZATIONS: readonly string[] = [
  "example.com",
  "example.co.uk",
  "someone.github.io",
  "org.example",
  "single",
];

/** A tree of DMARC records above an author, and identifiers somewhere in that tree. */
export function dmarcCase(random: Random): CaseContent {
  const zone = new ZoneBuilder();
  const named = new Set<string>();
  const note: Note = (mutator) => void named.add(mutator);
  const organization = random.pick(ORGANIZATIONS);
  const author = below(random, organization, note);
  publishTree(random, zone, author, note);
  publishExistence(random, zone, author, note);
  let message = draftText({ fields: makeFields(random, `From: author@${author}\r\n`), body: "text\r\n" });
  const crowded = random.chance(0.025);
  const signers = crowded
    ? crowd(zone, organization, note)
    : times(random.pick([0, 0, 1, 1, 1, 2]), () => identifier(random, author, note));
  for (const [index, sdid] of signers.entries()) {
    const twisted = crowded ? 0 : 0.03;
    message = addSignature(message, { random, sdid, selector: `s${index}`, zone, twisted }).message;
  }
  // The first signature lies lowest and is one of those beyond the limit, so its domain is one more to walk.
  const sender = crowded ? (signers[0] ?? author) : identifier(random, author, note);
  const envelope = crowded ? passingEnvelope(zone, sender) : senderEnvelope(random, zone, sender, note);
  return {
    message: Buffer.from(message, "latin1"),
    envelope,
    zone: zone.build(),
    now: NOW,
    mutators: [...named],
  };
}

function below(random: Random, organization: string, note: Note): string {
  const labels = weighted(random, [
    [4, 0],
    [4, 1],
    [2, 2],
    [1, 5],
    [1, 6],
    [1, 7],
    [0.5, 11],
    [0.2, 60],
  ]);
  if (labels > 4) note("dmarc-deep-author");
  return [...times(labels, (index) => `l${index}`), organization].join(".");
}

/** More signing domains than are walked, each an Organizational Domain of its own below the author's. */
function crowd(zone: ZoneBuilder, organization: string, note: Note): readonly string[] {
  note("dmarc-many-signers");
  zone.add(`_dmarc.${organization}`, { TXT: ["v=DMARC1; p=reject"] });
  return times(12, (index) => {
    zone.add(`_dmarc.d${index}.${organization}`, { TXT: ["v=DMARC1; p=none; psd=n"] });
    return `d${index}.${organization}`;
  });
}

function identifier(random: Random, author: string, note: Note): string {
  const labels = author.split(".");
  const [kind, domain] = weighted<readonly [string, string]>(random, [
    [4, ["dmarc-identifier-author", author]],
    [3, ["dmarc-identifier-above", labels.slice(random.between(0, labels.length - 1)).join(".")]],
    [2, ["dmarc-identifier-below", `x.${author}`]],
    [
      2,
      [
        "dmarc-identifier-beside",
        `beside.${labels.slice(random.between(1, labels.length)).join(".") || "example"}`,
      ],
    ],
    [1, ["dmarc-identifier-foreign", "other.test"]],
  ]);
  note(kind);
  return domain;
}

function publishTree(random: Random, zone: ZoneBuilder, author: string, note: Note): void {
  const labels = author.split(".");
  for (const index of labels.keys()) {
    const at = `_dmarc.${labels.slice(index).join(".")}`;
    if (at.length > 253) continue;
    const kind = weighted(random, [
      [labels.length > 4 ? 14 : 5, "dmarc-record-none"],
      [4, "dmarc-record-one"],
      [0.3, "dmarc-record-several"],
      [0.3, "dmarc-record-beside-junk"],
      [0.3, "dmarc-record-foreign"],
      [0.3, "dmarc-record-fails"],
      [0.2, "dmarc-record-alias"],
      [0.3, "dmarc-record-split"],
    ]);
    note(kind);
    publishRecord(random, zone, at, kind, note);
  }
}

function publishRecord(random: Random, zone: ZoneBuilder, at: string, kind: string, note: Note): void {
  switch (kind) {
    case "dmarc-record-one":
      return zone.add(at, { TXT: [makeRecord(random, note)] });
    case "dmarc-record-several":
      return zone.add(at, { TXT: [makeRecord(random, note), makeRecord(random, note)] });
    case "dmarc-record-beside-junk":
      return zone.add(at, { TXT: ["v=spf1 -all", makeRecord(random, note), ""] });
    case "dmarc-record-foreign":
      return zone.add(at, { TXT: ["v=spf1 -all"] });
    case "dmarc-record-fails":
      return zone.fail(at, random.pick(["timeout", "servfail", "refused", "malformed"]));
    case "dmarc-record-split":
      return zone.add(at, { TXT: [splitText(random, makeRecord(random, note))] });
    case "dmarc-record-alias":
      zone.add(at, { CNAME: ["policy.example.net"] });
      return zone.add("policy.example.net", { TXT: [makeRecord(random, note)] });
    default:
      return undefined;
  }
}

/** Tags by the name that counts them. */
const TAGS: Readonly<Record<string, (random: Random) => string>> = {
  "dmarc-sp": (random) => `sp=${random.pick(["none", "quarantine", "reject"])}`,
  "dmarc-np": (random) => `np=${random.pick(["none", "quarantine", "reject"])}`,
  "dmarc-t": (random) => `t=${random.pick(["y", "n", "Y", "x"])}`,
  "dmarc-psd": (random) => `psd=${random.pick(["y", "n", "u", "y", "n", "x"])}`,
  "dmarc-adkim": (random) => `adkim=${random.pick(["s", "r", "S", "x"])}`,
  "dmarc-aspf": (random) => `aspf=${random.pick(["s", "r", "S", "x"])}`,
  "dmarc-rua": (random) =>
    `rua=${random.pick(["mailto:d@example.com", "mailto:d@example.com!10m", "https://example.com/", "d@example.com", "mailto:a@example.com, mailto:b@example.com", "!!", ""])}`,
  "dmarc-ruf": () => "ruf=mailto:d@example.com",
  "dmarc-fo": (random) => `fo=${random.pick(["1", "0:d", "x"])}`,
  "dmarc-pct": (random) => `pct=${random.pick(["0", "50", "100", "x"])}`,
  "dmarc-ri": () => "ri=3600; rf=afrf",
  "dmarc-unknown-tag": () => "zz=1",
  "dmarc-bad-sp": (random) => `sp=${random.pick(["nothing", "", "rejectt"])}`,
  "dmarc-bad-np": () => "np=maybe",
  "dmarc-duplicate-tag": (random) => random.pick(["p=none", "zz=1; zz=2", "v=DMARC1"]),
  "dmarc-broken-tag": (random) => random.pick(["junk", "=x", "a b=c", ";"]),
  "dmarc-upper-case-tag": () => "SP=reject",
};

const ODD_TAGS: readonly string[] = [
  "dmarc-bad-sp",
  "dmarc-bad-np",
  "dmarc-duplicate-tag",
  "dmarc-broken-tag",
  "dmarc-upper-case-tag",
];

function makeRecord(random: Random, note: Note): string {
  const [policyKind, policy] = weighted<readonly [string, string]>(random, [
    [10, ["dmarc-p", `p=${random.pick(["none", "quarantine", "reject"])}`]],
    [0.4, ["dmarc-p-mixed-case", `p=${mixedCase(random, "reject")}`]],
    [0.4, ["dmarc-p-missing", ""]],
    [0.4, ["dmarc-p-invalid", `p=${random.pick(["monitor", "", "none;none"])}`]],
  ]);
  note(policyKind);
  const sound = Object.keys(TAGS).filter((kind) => !ODD_TAGS.includes(kind));
  const kinds = random.sample(sound, random.between(0, 3));
  if (random.chance(0.08)) kinds.push(random.pick(ODD_TAGS));
  for (const kind of kinds) note(kind);
  const tags = [policy, ...kinds.map((kind) => TAGS[kind]?.(random) ?? "")].filter((tag) => tag !== "");
  const ordered = random.chance(0.3) ? random.sample(tags, tags.length) : tags;
  const [versionKind, version] = weighted<readonly [string, string]>(random, [
    [20, ["dmarc-version", "v=DMARC1"]],
    [0.3, ["dmarc-version-spaced", "v = DMARC1 "]],
    [0.3, ["dmarc-version-tag-upper-case", "V=DMARC1"]],
    [0.3, ["dmarc-version-lower-case", "v=dmarc1"]],
    [0.3, ["dmarc-version-other", "v=DMARC2"]],
    [0.2, ["dmarc-version-leading-space", " v=DMARC1"]],
  ]);
  note(versionKind);
  const separator = random.pick(["; ", "; ", ";", " ; ", ";\t"]);
  const last = random.chance(0.03) ? [...ordered, version] : [version, ...ordered];
  return last.join(separator) + random.pick(["", "", ";", "; "]);
}

/** Whether the Author Domain itself exists, for np=. RFC 9989 §4.10.1 */
function publishExistence(random: Random, zone: ZoneBuilder, author: string, note: Note): void {
  const kind = weighted(random, [
    [4, "dmarc-author-exists"],
    [4, "dmarc-author-missing"],
    [1, "dmarc-author-alias"],
    [1, "dmarc-author-dangling-alias"],
    [0.5, "dmarc-author-fails"],
  ]);
  note(kind);
  if (kind === "dmarc-author-exists") zone.add(author, { A: ["192.0.2.9"] });
  if (kind === "dmarc-author-fails") zone.fail(author, random.pick(["timeout", "servfail"]));
  if (kind.endsWith("alias")) zone.add(author, { CNAME: ["host.example.net"] });
  if (kind === "dmarc-author-alias") zone.add("host.example.net", { A: ["192.0.2.9"] });
}

function passingEnvelope(zone: ZoneBuilder, domain: string): GeneratedEnvelope {
  zone.add(domain, { TXT: ["v=spf1 ip4:192.0.2.1 -all"] });
  return { clientIp: "192.0.2.1", helo: "mx.example.net", mailFrom: `bounce@${domain}` };
}

function senderEnvelope(random: Random, zone: ZoneBuilder, author: string, note: Note): GeneratedEnvelope {
  const domain = identifier(random, author, note);
  const record = weighted(random, [
    [4, "v=spf1 ip4:192.0.2.1 -all"],
    [4, "v=spf1 -all"],
    [1, null],
  ]);
  if (record !== null) zone.add(domain, { TXT: [record] });
  if (random.chance(0.06)) {
    note("dmarc-spf-fails");
    zone.fail(domain, "timeout");
  }
  if (random.chance(0.08)) {
    note("dmarc-null-sender");
    return { clientIp: "192.0.2.1", helo: domain, mailFrom: null };
  }
  return { clientIp: "192.0.2.1", helo: "mx.example.net", mailFrom: `bounce@${domain}` };
}
