import { beforeAll, describe, expect, it } from "vitest";
import { AUTHOR_SHAPES } from "../support/generate/author-shapes.ts";
import { BODY_MUTATORS } from "../support/generate/body-mutators.ts";
import { HEADER_MUTATORS } from "../support/generate/header-mutators.ts";
import { KEY_RECORD_TWISTS } from "../support/generate/key-record-twists.ts";
import { SIGNATURE_TWISTS } from "../support/generate/signature-twists.ts";
import { FLOODS } from "../support/generate/message-case.ts";
import { MODIFIERS, TERMS } from "../support/generate/spf-terms.ts";
import { runDifferential } from "./differential.ts";
import { mailauthPeer } from "./mailauth-peer.ts";
import { REACHABLE } from "./reach.ts";
import type { Tally } from "./tally.ts";

const SEED = 20_251_009;
const CASES = 5000;

describe(`${CASES} generated cases (seed ${SEED}), judged by waxseal and by mailauth in both its modes`, () => {
  let tally: Tally;
  beforeAll(async () => {
    tally = await runDifferential({
      seed: SEED,
      cases: CASES,
      peers: [mailauthPeer(true), mailauthPeer(false)],
    });
  }, 300_000);

  it("differ only in ways that a rule explains", () => {
    expect(tally.unclassified.map(({ summary }) => summary)).toStrictEqual([]);
  });

  it("compare many verdicts of every protocol", () => {
    expect(tally.cases).toBe(CASES);
    expect(tally.compared.get("mailauth strict spf")).toBe(2 * CASES);
    expect(tally.compared.get("mailauth strict dkim")).toBeGreaterThan(CASES / 2);
    expect(tally.compared.get("mailauth strict dmarc")).toBeGreaterThan(CASES * 0.99);
  });

  it("reach every result word and every cause", () => {
    expect(REACHABLE.filter((word) => !tally.reached.has(word))).toStrictEqual([]);
  });

  it("use every mutator", () => {
    const named = [
      AUTHOR_SHAPES,
      BODY_MUTATORS,
      FLOODS,
      HEADER_MUTATORS,
      KEY_RECORD_TWISTS,
      SIGNATURE_TWISTS,
      MODIFIERS,
      TERMS,
    ];
    const names = named.flatMap((table) => Object.keys(table));
    expect(names.filter((name) => !tally.mutators.has(name))).toStrictEqual([]);
  });
});
