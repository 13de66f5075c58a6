import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inflate } from "../../src/node/inflate.ts";

describe("taking data out of gzip (RFC 1952 §2.2)", () => {
  const data = new Uint8Array(Buffer.from("waxseal ".repeat(100)));
  const gzip = gzipSync(data);
  const wrongSum = Uint8Array.from(gzip);
  wrongSum[gzip.length - 5] = (wrongSum[gzip.length - 5] ?? 0) ^ 1;
  const cases = [
    {
      name: "gives it up to the maximum",
      bytes: gzip,
      maximum: 800,
      expected: { kind: "inflated", bytes: data },
    },
    { name: "gives up one byte past it", bytes: gzip, maximum: 799, expected: { kind: "too-large" } },
    {
      name: "gives up a bomb",
      bytes: gzipSync(new Uint8Array(20_000_000)),
      maximum: 65_536,
      expected: { kind: "too-large" },
    },
    {
      name: "refuses data cut off",
      bytes: gzip.subarray(0, -4),
      maximum: 800,
      expected: { kind: "malformed" },
    },
    { name: "refuses data with another sum", bytes: wrongSum, maximum: 800, expected: { kind: "malformed" } },
    { name: "refuses what is no gzip", bytes: data, maximum: 800, expected: { kind: "malformed" } },
    { name: "refuses nothing", bytes: new Uint8Array(), maximum: 800, expected: { kind: "malformed" } },
  ];
  for (const { name, bytes, maximum, expected } of cases) {
    it(name, () => expect(inflate(bytes, maximum)).toStrictEqual(expected));
  }
});
