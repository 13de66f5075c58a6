import fc from "fast-check";

/** Texts made of what body canonicalization treats specially, one character per byte. */
export const bodyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom("\r\n", "\r", "\n", " ", "\t", "  ", "\r\n\r\n", " \r\n") },
      {
        weight: 3,
        arbitrary: fc.constantFrom("a", "!", "ab cd", "=20", "\0", "\xa0", "\xff", "\x0b", "\x0c"),
      },
      { weight: 1, arbitrary: fc.string({ unit: "binary-ascii", maxLength: 12 }) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

/** The bytes in pieces, cut at the positions given (those within). */
export function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const inside = cuts.filter((cut) => cut <= bytes.length).toSorted((left, right) => left - right);
  return [0, ...inside].map((start, index) => bytes.slice(start, inside[index] ?? bytes.length));
}
