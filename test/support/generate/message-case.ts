import type { Random } from "../random.ts";
import { AUTHOR_SHAPES, ordinaryFrom } from "./author-shapes.ts";
import { makeBody } from "./body.ts";
import { BODY_MUTATORS } from "./body-mutators.ts";
import { NOW, ZoneBuilder, type GeneratedCase, type GeneratedEnvelope } from "./case.ts";
import { times, weighted } from "./choice.ts";
import { authorDomain, relatedDomain } from "./domains.ts";
import { draftText, makeFields } from "./header.ts";
import { HEADER_MUTATORS, type Mutator } from "./header-mutators.ts";
import { addSignature } from "./signing.ts";
import { splitMessage } from "../dkim-signer.ts";

export type CaseContent = Omit<GeneratedCase, "id" | "family">;

const MUTATORS: Readonly<Record<string, Mutator>> = { ...HEADER_MUTATORS, ...BODY_MUTATORS };

/** A message with one to three signatures, changed afterwards or not. */
export function messageCase(random: Random): CaseContent {
  const zone = new ZoneBuilder();
  const mutators: string[] = [];
  const author = authorDomain(random);
  const shape = random.chance(0.2) ? random.pick(Object.keys(AUTHOR_SHAPES)) : null;
  if (shape !== null) mutators.push(shape);
  const from =
    (shape === null ? undefined : AUTHOR_SHAPES[shape])?.(random, author) ?? ordinaryFrom(random, author);
  let message = draftText({ fields: makeFields(random, from), body: makeBody(random) });
  const signatures = weighted(random, [
    [1, 0],
    [12, 1],
    [4, 2],
    [2, 3],
  ]);
  for (const index of times(signatures, (each) => each)) {
    const sdid = relatedDomain(random, author);
    const signed = addSignature(message, { random, sdid, selector: `s${index}`, zone, twisted: 0.5 });
    message = signed.message;
    mutators.push(...signed.mutators);
  }
  const changes = weighted(random, [
    [5, 0],
    [4, 1],
    [1, 2],
  ]);
  for (const name of times(changes, () => random.pick(Object.keys(MUTATORS)))) {
    message = mutate(random, name, message);
    mutators.push(name);
  }
  if (random.chance(0.008)) {
    const name = random.pick(Object.keys(FLOODS));
    message = mutate(random, name, message);
    mutators.push(name);
  }
  const envelope = ordinaryEnvelope(random, zone, author);
  publishPolicy(random, zone, author);
  return { message: Buffer.from(message, "latin1"), envelope, zone: zone.build(), now: NOW, mutators };
}

function mutate(random: Random, name: string, message: string): string {
  const mutator = MUTATORS[name] ?? FLOODS[name];
  return mutator === undefined ? message : draftText(mutator(random, splitMessage(message)));
}

/** More than the limits allow of one thing. */
export const FLOODS: Readonly<Record<string, Mutator>> = {
  "flood-signatures": (_random, { fields, body }) => {
    const signature = fields.find((field) => /^dkim-signature/i.test(field)) ?? "X-None: x\r\n";
    return { fields: [...times(30, () => signature), ...fields], body };
  },
  "flood-fields-above": (_random, { fields, body }) => ({
    fields: [...times(10_001, () => "X: y\r\n"), ...fields],
    body,
  }),
  "flood-fields-below": (_random, { fields, body }) => ({
    fields: [...fields, ...times(10_001, () => "X: y\r\n")],
    body,
  }),
  "flood-long-field": (_random, { fields, body }) => ({
    fields: [...fields, `X-Long: ${"long ".repeat(60_000)}\r\n`],
    body,
  }),
  "flood-comments": (_random, { fields, body }) => ({
    fields: [`From: ${"(".repeat(5_000)}a@example.com\r\n`, ...fields],
    body,
  }),
};

/** An envelope whose SPF check is simple, and sometimes passes for the author. */
function ordinaryEnvelope(random: Random, zone: ZoneBuilder, author: string): GeneratedEnvelope {
  const sender = relatedDomain(random, author);
  const record = weighted(random, [
    [4, "v=spf1 ip4:192.0.2.0/24 -all"],
    [4, "v=spf1 ip4:198.51.100.0/24 ~all"],
    [1, "v=spf1 -all"],
    [1, "v=spf1 ?all"],
    [1, null],
  ]);
  if (record !== null) zone.add(sender, { TXT: [record] });
  if (random.chance(0.03)) zone.fail(sender, random.pick(["timeout", "servfail"]));
  const helo = "mx.example.net";
  return { clientIp: "192.0.2.1", helo, mailFrom: random.chance(0.05) ? null : `bounce@${sender}` };
}

/** A plain DMARC record at the author or its Organizational Domain, mostly. */
function publishPolicy(random: Random, zone: ZoneBuilder, author: string): void {
  const record = random.pick([
    "v=DMARC1; p=reject",
    "v=DMARC1; p=none",
    "v=DMARC1; p=quarantine; adkim=s; aspf=s",
  ]);
  const at = weighted(random, [
    [5, author],
    [3, author.split(".").slice(-2).join(".")],
    [1, null],
  ]);
  if (at !== null) zone.add(`_dmarc.${at}`, { TXT: [record] });
}
