import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { selectSignedFields } from "../../src/message/select-signed-fields.ts";
import { read } from "../support/reading.ts";

interface Selected {
  readonly signed: readonly number[];
  readonly oversigned: readonly string[];
  readonly unsignedDuplicates: readonly number[];
}

/** The selection with each field as its index. */
function select(fieldNames: readonly string[], names: readonly string[]): Selected {
  const { fields } = read(fieldNames.map((name) => `${name}: x\r\n`).join(""));
  const { signed, oversigned, unsignedDuplicates } = selectSignedFields(fields, names);
  return {
    signed: signed.map(({ index }) => index),
    oversigned,
    unsignedDuplicates: unsignedDuplicates.map(({ index }) => index),
  };
}

const cases: readonly {
  readonly name: string;
  readonly fields: readonly string[];
  readonly names: readonly string[];
  readonly signed: readonly number[];
  readonly oversigned?: readonly string[];
  readonly unsignedDuplicates?: readonly number[];
}[] = [
  {
    name: "instances are taken from the bottom up",
    fields: ["Received", "Received", "From", "Received"],
    names: ["Received", "from", "RECEIVED"],
    signed: [3, 2, 1],
    unsignedDuplicates: [0],
  },
  {
    name: "a name without an instance left protects against later fields",
    fields: ["From", "To"],
    names: ["From", "From", "Subject", "To", "from"],
    signed: [0, 1],
    oversigned: ["from", "subject"],
  },
  {
    name: "unsigned instances of signed names are listed top to bottom",
    fields: ["To", "From", "To", "From", "X"],
    names: ["from", "to"],
    signed: [3, 2],
    unsignedDuplicates: [0, 1],
  },
  { name: "no names select nothing", fields: ["From"], names: [], signed: [] },
  {
    name: "names of object members are ordinary names",
    fields: ["constructor"],
    names: ["constructor", "__proto__"],
    signed: [0],
    oversigned: ["__proto__"],
  },
];

describe("selection of signed fields (RFC 6376 §5.4.2)", () => {
  for (const { name, fields, names, signed, oversigned = [], unsignedDuplicates = [] } of cases) {
    test(name, () => {
      expect(select(fields, names)).toStrictEqual({ signed, oversigned, unsignedDuplicates });
    });
  }

  test("each name takes the lowest instance not taken yet", () => {
    const name = fc.constantFrom("From", "To", "Cc");
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), fc.array(name, { maxLength: 12 }), (fields, names) => {
        const taken = new Set<number>();
        const signed: number[] = [];
        for (const wanted of names) {
          const lowest = fields.findLastIndex((field, index) => field === wanted && !taken.has(index));
          if (lowest === -1) continue;
          taken.add(lowest);
          signed.push(lowest);
        }
        const surplus = names.filter((wanted) => {
          const listed = names.filter((other) => other === wanted).length;
          return listed > fields.filter((field) => field === wanted).length;
        });
        const selected = select(fields, names);
        expect(selected.signed).toStrictEqual(signed);
        expect(new Set(selected.oversigned)).toStrictEqual(
          new Set(surplus.map((surplusName) => surplusName.toLowerCase())),
        );
      }),
    );
  });

  test("a hundred thousand names and fields take linear time", () => {
    const { fields } = read("A: x\r\n".repeat(9000));
    const names = Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? "a" : `n${index}`));
    const { signed, oversigned } = selectSignedFields(fields, names);
    expect([signed.length, oversigned.length]).toStrictEqual([9000, 50_001]);
  });
});
