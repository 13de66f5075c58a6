import { describe, expect, it } from "vitest";
import { SealingReader, type SealedFindings } from "../../src/arc/seal-message.ts";
import { authenticationResultsFields } from "../../src/authres/header.ts";
import type { FieldLayout } from "../../src/message/tag-list-layout.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { nodeSigner } from "../../src/node/signer.ts";
import { readArcSignSuite, type ArcSignCase } from "../support/arc-sign-suite.ts";
import { read } from "../support/reading.ts";

/** The bytes the suite signs: tags in the order of the alphabet, on one line, the signature unbroken. */
const SUITE_LAYOUT: FieldLayout = {
  field: (name, tags) => {
    const sorted = tags.toSorted(([left], [right]) => (left < right ? -1 : 1));
    return `${name}: ${sorted.map(([tag, value]) => `${tag}=${value}`).join("; ")}\r\n`;
  },
  signature: (base64) => base64,
};

/** All results that the suite's own host stated, in one (RFC 8617 §4.1.1), and the status among them. */
function findingsOf({ message, authservId }: ArcSignCase): SealedFindings {
  const fields = authenticationResultsFields(read(message).fields);
  const own = fields.filter(({ reading }) => reading.authservId === authservId);
  const results = own.flatMap(({ reading }) => reading.results);
  const status = results.find(({ method }) => method === "arc")?.result ?? "fail";
  if (status !== "none" && status !== "pass" && status !== "fail") throw new Error(`arc=${status}`);
  return {
    chainValidation: status,
    authenticationResults: { authservId, version: null, comments: [], results },
  };
}

/** White space counts as the relaxed algorithm counts it, and not at all inside a signature. */
function reduced(value: string): string {
  const line = value.replace(/\s+/g, " ").trim();
  return line.replace(/\bb=[^;]*/, (tag) => tag.replaceAll(" ", ""));
}

describe("the ARC sealing suite", () => {
  const cases = readArcSignSuite();
  if (cases === null) {
    it.skipIf(process.env["CI"] === undefined)("stands at ../shared/suites (skipped: it does not)", () => {
      expect.fail("arc-draft-sign-tests.yml is missing");
    });
    return;
  }

  it("holds 17 cases, one of them without a set to add", () => {
    expect(cases).toHaveLength(17);
    expect(cases.filter(({ expected }) => expected === null)).toHaveLength(1);
  });

  it.each(cases)("$section: $name", async (test) => {
    const reader = new SealingReader(
      {
        crypto: nodeCrypto,
        now: test.signedAt,
        signer: nodeSigner(test.privateKey),
        sdid: test.domain,
        selector: test.selector,
        signedFields: test.signedFields,
      },
      SUITE_LAYOUT,
    );
    reader.push(Buffer.from(test.message));
    const outcome = await reader.finish(findingsOf(test));
    if (test.expected === null) {
      expect(outcome).toStrictEqual({ kind: "refused", issue: { code: "sealed-as-failed", instance: 2 } });
      return;
    }
    const [seal, messageSignature, results] = test.expected;
    expect(outcome.kind === "sealed" && outcome.fields.map(reduced)).toStrictEqual([
      `ARC-Seal: ${reduced(seal)}`,
      `ARC-Message-Signature: ${reduced(messageSignature)}`,
      `ARC-Authentication-Results: ${reduced(results)}`,
    ]);
  });
});
