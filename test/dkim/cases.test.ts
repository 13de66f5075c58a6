import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Limits } from "../../src/base/limits.ts";
import type { DkimResult } from "../../src/dkim/result.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { verify } from "./verifying.ts";

/** One case of fixtures/cases/dkim: the message holds one character per byte. */
interface DkimCase {
  readonly name: string;
  readonly rfc: string;
  readonly now: number;
  readonly authorDomain: string;
  readonly limits?: Partial<Limits>;
  readonly zone: Zone;
  readonly message: string;
  readonly expected: readonly Verdict[];
}

interface Verdict {
  readonly result: DkimResult["result"];
  readonly cause?: string;
  readonly headerSignature?: string;
  readonly bodyHash?: string;
  readonly headerDiagnosis?: string;
}

function verdictOf(result: DkimResult): Verdict {
  const word = { result: result.result };
  if (result.result === "pass") return word;
  if (result.result === "temperror") return { ...word, cause: result.cause.reason };
  if (result.result !== "fail") return { ...word, cause: result.cause.code };
  const { headerSignature, bodyHash } = result;
  const parts = { ...word, headerSignature, bodyHash };
  return headerSignature === "invalid" ? { ...parts, headerDiagnosis: result.headerDiagnosis.code } : parts;
}

const folder = new URL("../../fixtures/cases/dkim/", import.meta.url);

describe.each(readdirSync(folder))("%s", (file) => {
  const cases = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as readonly DkimCase[];
  test.each(cases)("$name ($rfc)", ({ message, expected, ...options }) => {
    expect(verify(message, options).results.map(verdictOf)).toStrictEqual(expected);
  });
});
