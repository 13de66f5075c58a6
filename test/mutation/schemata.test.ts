import { describe, expect, test } from "vitest";
import { schemataOf } from "./schemata.ts";
import { BOTTOMLESS, Switchboard } from "./switchboard.ts";

const changesOf = (text: string): readonly string[] =>
  schemataOf({ path: "x.ts", text }, 0, true).mutants.map(
    ({ operator, original, replacement }) => `${operator}: ${original} -> ${replacement}`,
  );

describe("the mutants of a file", () => {
  const cases = [
    {
      text: "const x = a < 1;",
      changes: [
        "relation: a < 1 -> a <= 1",
        "relation: a < 1 -> a >= 1",
        "number: 1 -> (1 + 1)",
        "number: 1 -> (1 - 1)",
      ],
    },
    {
      text: "const x = a && b;",
      changes: ["logical: a && b -> a", "logical: a && b -> b", "logical: a && b -> (a) || (b)"],
    },
    { text: "const x = a ?? b;", changes: ["logical: a ?? b -> a", "logical: a ?? b -> b"] },
    {
      text: "if (!a) b();",
      changes: ["condition: !a -> true", "condition: !a -> false", "unary: !a -> a", "statement: b(); -> "],
    },
    {
      text: "const x = a?.b?.[c];",
      changes: ["optional chain: a?.b?.[c] -> a.b?.[c]", "optional chain: a?.b?.[c] -> a?.b[c]"],
    },
    { text: "const f = (): string => g();", changes: ["return: g() -> undefined"] },
    {
      text: "const x = [true, ''];",
      changes: ["array: [true, ''] -> []", "boolean: true -> false", "text: '' -> \"mutated\""],
    },
    { text: "const x = /^a$/u;", changes: ["pattern: /^a$/u -> /a$/u", "pattern: /^a$/u -> /^a/u"] },
    {
      text: "let i = 0; i++;",
      changes: ["number: 0 -> (0 + 1)", "number: 0 -> (0 - 1)", "statement: i++; -> ", "update: i++ -> i--"],
    },
    { text: "type A = 'a' | 1; import b from 'c'; const d = { 'e': f };", changes: [] },
    { text: "const x = { rfc: 'RFC 7208 §4.6.4' };", changes: [] },
    { text: "const x = 'a' + b;", changes: ["text: 'a' -> \"\""] },
  ];
  test.each(cases)("$text", ({ text, changes }) => {
    expect(changesOf(text)).toStrictEqual(changes);
  });

  const source = {
    path: "x.ts",
    text: "const f = () => { for (let i = 0; i < n; i++) { if (i === 2 || i > 3) continue; sum += i; } return sum; };",
  };

  test("are all in one text, of which none is on", () => {
    expect(result(schemataOf(source, 0, true).text, -1)).toBe(4);
  });

  test("do what they say when they are on, and a loop that does not end is stopped", () => {
    const { text, mutants } = schemataOf(source, 0, true);
    const outcomes = new Map(
      mutants.map(({ id, original, replacement }) => [`${original} -> ${replacement}`, result(text, id)]),
    );
    expect([
      outcomes.get("i < n -> i <= n"),
      outcomes.get("i === 2 -> i !== 2"),
      outcomes.get("i === 2 || i > 3 -> i === 2"),
      outcomes.get("sum += i; -> "),
      outcomes.get("sum -> undefined"),
      outcomes.get("i++ -> i--"),
    ]).toStrictEqual([4, 2, 8, 0, undefined, "a loop does not end"]);
  });
});

/** What the function in the text returns with one mutant switched on, or why it does not. */
function result(text: string, mutant: number): unknown {
  const switchboard = new Switchboard(100);
  switchboard.start(mutant, { ...BOTTOMLESS, turns: 1000 });
  // The text is this test's own.
  const run = Reflect.construct(Function, ["__m", "__f", "n", `let sum = 0; ${text} return f();`]) as (
    ...given: readonly unknown[]
  ) => unknown;
  try {
    return run(switchboard.isOn, switchboard.burn, 5);
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}
