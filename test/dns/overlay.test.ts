import { describe, expect, it } from "vitest";
import type { RecordType } from "../../src/dns/answer.ts";
import { overlayResolver } from "../../src/dns/overlay.ts";
import { recordingResolver } from "../../src/dns/recording.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { heldResolver } from "../support/held-resolver.ts";

const behind = snapshotResolver({
  "example.com": { TXT: ["v=spf1 mx -all"], MX: [{ exchange: "mx.example.com", priority: 10 }] },
  "mx.example.com": { A: ["192.0.2.1"] },
  "old.example": { A: ["192.0.2.2"] },
  "x.wild.example": { A: ["192.0.2.3"] },
  "slow.example": "timeout",
});

const overlay = {
  "example.com": { TXT: ["v=spf1 ~all"] },
  "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject"] },
  "old.example": { A: [] },
  "www.example.com": { CNAME: ["MX.example.com"] },
  "new.example": { CNAME: ["example.com"] },
  "down.example": "servfail",
  "slow.example": { TXT: ["here"] },
  "*.wild.example": { TXT: ["wild"] },
} as const;

describe("overlayResolver", () => {
  const resolver = overlayResolver(overlay, behind);
  const cases: readonly { name: string; ask: readonly [RecordType, string]; expected: unknown }[] = [
    {
      name: "a type in the zone comes from it",
      ask: ["TXT", "Example.com"],
      expected: { kind: "records", records: [["v=spf1 ~all"]] },
    },
    {
      name: "another type of that name is asked for",
      ask: ["MX", "example.com"],
      expected: behind.resolve("MX", "example.com"),
    },
    {
      name: "a name that is not in the zone is asked for",
      ask: ["A", "mx.example.com"],
      expected: { kind: "records", records: ["192.0.2.1"] },
    },
    { name: "an empty list takes records away", ask: ["A", "old.example"], expected: { kind: "nodata" } },
    {
      name: "a name can be made to fail",
      ask: ["TXT", "down.example"],
      expected: { kind: "failure", reason: "servfail" },
    },
    {
      name: "an alias leads out of the zone",
      ask: ["A", "www.example.com"],
      expected: { kind: "records", records: ["192.0.2.1"] },
    },
    {
      name: "an alias leads through the zone",
      ask: ["TXT", "new.example"],
      expected: { kind: "records", records: [["v=spf1 ~all"]] },
    },
    {
      name: "a name of the zone exists, whatever the resolver says",
      ask: ["A", "_dmarc.example.com"],
      expected: { kind: "nodata" },
    },
    {
      name: "a failure behind stays one",
      ask: ["A", "slow.example"],
      expected: { kind: "failure", reason: "timeout" },
    },
    {
      name: "a wildcard of the zone answers",
      ask: ["TXT", "x.wild.example"],
      expected: { kind: "records", records: [["wild"]] },
    },
    {
      name: "beside it the other types are asked for",
      ask: ["A", "x.wild.example"],
      expected: { kind: "records", records: ["192.0.2.3"] },
    },
    {
      name: "what neither knows does not exist",
      ask: ["A", "nowhere.example.net"],
      expected: { kind: "nxdomain" },
    },
  ];
  for (const { name, ask, expected } of cases) {
    it(name, () => {
      expect(resolver.resolve(...ask)).toStrictEqual(expected);
    });
  }

  it("works over a resolver that takes its time", async () => {
    const held = heldResolver(behind);
    const answer = overlayResolver(overlay, held).resolve("A", "_DMARC.example.com");
    expect(held.questions.map(({ name }) => name)).toStrictEqual(["_DMARC.example.com"]);
    held.questions[0]?.release();
    expect(await answer).toStrictEqual({ kind: "nodata" });
  });
});

describe("recordingResolver", () => {
  it("records each question with its latest answer, sorted", async () => {
    const held = heldResolver(behind);
    const resolver = recordingResolver(held);
    const answers = [resolver.resolve("MX", "example.com"), resolver.resolve("A", "Old.example.")];
    const failing = resolver.resolve("A", "never.example");
    held.questions[1]?.release();
    held.questions[0]?.release();
    for (const answer of answers) await answer;
    expect(resolver.transcript).toStrictEqual([
      {
        type: "MX",
        name: "example.com",
        answer: { kind: "records", records: [{ exchange: "mx.example.com", priority: 10 }] },
      },
      { type: "A", name: "old.example", answer: { kind: "records", records: ["192.0.2.2"] } },
    ]);
    held.questions[2]?.fail("not recorded");
    await expect(failing).rejects.toBe("not recorded");
    expect(resolver.transcript).toHaveLength(2);
  });

  it("passes an answer at hand on at once", () => {
    const resolver = recordingResolver(behind);
    expect(resolver.resolve("A", "old.example")).toStrictEqual({ kind: "records", records: ["192.0.2.2"] });
    expect(resolver.transcript).toHaveLength(1);
  });
});
