import type { MessageReport, Zone } from "waxseal";
import { ed25519Key, keyRecord } from "../../support/dkim-signer.ts";
import { sealerZone, sealMessage, type SealOptions } from "../../support/arc-sealer.ts";
import type { MailAttack } from "../attack.ts";
import { messageWith, type Mail } from "../mail.ts";

interface ArcRow {
  readonly row: string;
  readonly name: string;
  readonly message: () => string;
  /** The statement about the chain, without the instance and signer that may follow. */
  readonly arc: string;
  readonly cause: unknown;
  readonly zone?: Zone;
  readonly policy?: Mail["policy"];
}

const ENVELOPE = { clientIp: "192.0.2.66", helo: "h.example", mailFrom: "x@plain.example" };

const RESULTS = [
  "iprev=permerror policy.iprev=192.0.2.66",
  "spf=none reason=no-record smtp.mailfrom=x@plain.example",
  "spf=none reason=no-record smtp.helo=h.example",
  "dkim=none",
  "dmarc=fail header.from=d.example policy.dmarc=reject",
];

const CHAIN_PASSES = "arc=pass header.oldest-pass=0 smtp.remote-ip=192.0.2.66";

const PLAIN = messageWith("From: x@d.example");

const ZONE: Zone = {
  ...sealerZone(["one.example", "two.example", "three.example"]),
  "_dmarc.d.example": { TXT: ["v=DMARC1; p=reject"] },
};

const set = (instance: number, domain: string, options: Partial<SealOptions> = {}) => ({
  instance,
  domain,
  ...options,
});

/** A message sealed in turn by one.example, two.example and so on. */
const sealed = (...sets: readonly SealOptions[]): string => sets.reduce(sealMessage, PLAIN);

const chain = (changes: readonly Partial<SealOptions>[] = [{}, {}]): string =>
  sealed(
    ...changes.map((options, index) =>
      set(index + 1, ["one.example", "two.example", "three.example"][index] ?? "one.example", options),
    ),
  );

const causeOf = ({ arc }: MessageReport): unknown => {
  if (arc.result !== "fail") return arc.result;
  const { cause } = arc;
  return "instance" in cause ? [cause.code, cause.instance] : [cause.code];
};

const ARC_ROWS: readonly ArcRow[] = [
  ...["0", "51", "1e0", "0x1", "+1", "01"].map((value): ArcRow => ({
    row: "E1",
    name: `RFC 8617 §4.2.1: the instance ${value}`,
    message: () => chain().replaceAll("i=2", `i=${value}`),
    arc: "arc=fail reason=invalid-instance",
    cause: ["invalid-instance"],
  })),
  {
    row: "E1",
    name: "RFC 8617 §4.2.1: no instance",
    message: () => chain([{}]).replace("ARC-Seal: i=1;\r\n\t", "ARC-Seal: "),
    arc: "arc=fail reason=invalid-instance",
    cause: ["invalid-instance"],
  },
  {
    row: "E1",
    name: "RFC 8617 §5.2: a field of a set twice",
    message: () => `${chain().split("\r\nARC-Message")[0] ?? ""}\r\n${chain()}`,
    arc: "arc=fail reason=duplicate-field",
    cause: ["duplicate-field", 2],
  },
  {
    row: "E1",
    name: "RFC 8617 §5.2: a gap between instances",
    message: () => sealed(set(1, "one.example"), set(3, "three.example")),
    arc: "arc=fail reason=missing-set",
    cause: ["missing-set", 2],
  },
  {
    row: "E1",
    name: "RFC 8617 §5.2: a set without its report",
    message: () => chain().replace(/ARC-Authentication-Results: i=1[^]*?\r\n(?=From)/, ""),
    arc: "arc=fail reason=missing-field",
    cause: ["missing-field", 1],
  },
  {
    row: "E2",
    name: "RFC 8617 §5.2: cv=none after the first",
    message: () => chain([{}, { chainValidation: "none" }]),
    arc: "arc=fail reason=chain-validation",
    cause: ["chain-validation", 2],
  },
  {
    row: "E2",
    name: "RFC 8617 §5.2: cv=pass at the first",
    message: () => chain([{ chainValidation: "pass" }]),
    arc: "arc=fail reason=chain-validation",
    cause: ["chain-validation", 1],
  },
  {
    row: "E2",
    name: "RFC 8617 §5.2: cv= changed after sealing",
    message: () => chain([{ chainValidation: "fail" }]).replace("cv=fail", "cv=none"),
    arc: "arc=fail reason=seal-invalid",
    cause: ["seal-invalid", 1],
  },
  {
    row: "E2",
    name: "RFC 8617 §5.2: the newest seal says fail",
    message: () => chain([{}, { chainValidation: "fail" }]),
    arc: "arc=fail reason=sealed-as-failed",
    cause: ["sealed-as-failed", 2],
  },
  {
    row: "E2",
    name: "RFC 8617 §5.2: a seal above one that says fail",
    message: () => chain([{}, { chainValidation: "fail" }, {}]),
    arc: "arc=fail reason=chain-validation",
    cause: ["chain-validation", 2],
  },
  {
    row: "E3",
    name: "RFC 8617 §4.1.3: a seal with h=",
    message: () => chain([{ sealTags: { h: "From" } }]),
    arc: "arc=fail reason=seal-malformed",
    cause: ["seal-malformed", 1],
  },
  {
    row: "E3",
    name: "RFC 8617 §4.1.2: a message signature over ARC-Seal",
    message: () => chain([{}, { messageSignatureTags: { h: "From:ARC-Seal" } }]),
    arc: "arc=fail reason=message-signature-malformed",
    cause: ["message-signature-malformed", 2],
  },
  {
    row: "E3",
    name: "RFC 6376 §5.4: a message signature that leaves From out",
    message: () => chain([{ messageSignatureTags: { h: "Subject" } }]),
    arc: "arc=pass",
    cause: "pass",
  },
  {
    row: "E4",
    name: "RFC 8617 §5.2: the report of a set was edited",
    message: () => chain([{ results: "mx.one.example; dmarc=fail" }, {}]).replace("dmarc=fail", "dmarc=pass"),
    arc: "arc=fail reason=seal-invalid",
    cause: ["seal-invalid", 2],
  },
  {
    row: "E5",
    name: "RFC 8617 §5.2: the body was changed after the newest message signature",
    message: () => chain().replace("Hello Bob", "Hello Eve"),
    arc: "arc=fail reason=message-signature-invalid",
    cause: ["message-signature-invalid", 2],
  },
  {
    row: "E7",
    name: "RFC 6376 §3.5: without c= it is simple/simple",
    message: () =>
      chain([{ messageSignatureTags: { c: null } }]).replace("Subject: hello", "Subject:  hello"),
    arc: "arc=fail reason=message-signature-invalid",
    cause: ["message-signature-invalid", 1],
  },
  {
    row: "E7",
    name: "RFC 8301 §3.1: rsa-sha1 in a chain",
    message: () => chain([{ algorithm: "rsa-sha1", messageSignatureTags: { a: "rsa-sha1" } }]),
    arc: "arc=fail reason=message-signature-refused",
    cause: ["message-signature-refused", 1],
  },
  {
    row: "E9",
    name: "RFC 8463 §3: an Ed25519 seal",
    message: () => chain([{ key: ed25519Key() }]),
    zone: { ...ZONE, "arc._domainkey.one.example": { TXT: [keyRecord(ed25519Key())] } },
    arc: "arc=pass",
    cause: "pass",
  },
  {
    row: "E9",
    name: "RFC 8617 §4.2.1: the instance need not be the first tag, and stands there once",
    message: () =>
      chain([{ sealTags: { x: "1" } }]).replace("ARC-Seal: i=1;\r\n\ta=", "ARC-Seal: i=1; i=1; a="),
    arc: "arc=fail reason=seal-malformed",
    cause: ["seal-malformed", 1],
  },
];

export const ARC_ATTACKS: readonly MailAttack[] = [
  ...ARC_ROWS.map(({ row, name, message, arc, cause, zone = ZONE }): MailAttack => ({
    row,
    name,
    mail: () => ({ message: message(), envelope: ENVELOPE, zone }),
    author: "single x@d.example",
    results: [...RESULTS, arc === "arc=pass" ? CHAIN_PASSES : `${arc} smtp.remote-ip=192.0.2.66`],
    facts: [causeOf, cause],
  })),
  {
    row: "E5",
    name: "RFC 8617 §5.2: the body was changed between two sealers, and who did it shows",
    mail: () => ({
      message: sealMessage(
        sealMessage(PLAIN, set(1, "one.example")).replace("Hello Bob", "Hello list"),
        set(2, "two.example"),
      ),
      envelope: ENVELOPE,
      zone: ZONE,
    }),
    author: "single x@d.example",
    results: [...RESULTS, CHAIN_PASSES.replace("0", "2")],
    facts: [({ arc }) => arc.result === "pass" && arc.oldestPass, 2],
  },
  ...(
    [
      [[], false, []],
      [["one.example", "two.example"], true, [1, 2]],
    ] as const
  ).map(([trustedSealers, trusted, attested]): MailAttack => ({
    row: "E6",
    name: `RFC 8617 §9.4: a chain that passes, with ${trustedSealers.length} trusted sealers, and DMARC as it was`,
    mail: () => ({
      message: chain([{ results: "mx.one.example; dmarc=pass header.from=d.example" }, {}]),
      envelope: ENVELOPE,
      zone: ZONE,
      policy: { arc: { trustedSealers: [...trustedSealers] } },
    }),
    author: "single x@d.example",
    results: [...RESULTS, CHAIN_PASSES],
    facts: [({ arc }) => arc.result === "pass" && [arc.trusted, arc.attested], [trusted, [...attested]]],
  })),
  {
    row: "E8",
    name: "RFC 8617 §5.2: fifty sets of one signer cost one key",
    mail: () => ({
      message: sealed(...Array.from({ length: 50 }, (_, index) => set(index + 1, "one.example"))),
      envelope: ENVELOPE,
      zone: ZONE,
    }),
    author: "single x@d.example",
    results: [...RESULTS, CHAIN_PASSES],
    facts: [({ dns }) => dns?.filter(({ name }) => name.includes("_domainkey")).length, 1],
  },
];
