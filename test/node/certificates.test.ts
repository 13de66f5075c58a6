import { describe, expect, it } from "vitest";
import { isIssuedBy } from "../../src/node/certificates.ts";
import { mintCertificate } from "../support/certificates.ts";
import { INTERMEDIATE_PLAN, KEYS, LEAF_PLAN, ROOT_PLAN, mintChain } from "../support/mark-certificates.ts";

describe("whether one certificate issued another (RFC 5280 §6.1.3)", () => {
  const { root, intermediate, leaf } = mintChain();
  const stranger = mintCertificate({ ...INTERMEDIATE_PLAN, key: KEYS.stranger }, ROOT_PLAN);
  const { key: _key, ...named } = INTERMEDIATE_PLAN;
  const forged = mintCertificate(LEAF_PLAN, { ...named, key: KEYS.stranger });
  const cases = [
    { name: "its issuer did", certificate: leaf, issuer: intermediate, expected: true },
    { name: "a root issued itself", certificate: root, issuer: root, expected: true },
    { name: "the issuer's issuer did not", certificate: leaf, issuer: root, expected: false },
    { name: "nor did it issue its issuer", certificate: intermediate, issuer: leaf, expected: false },
    {
      name: "another key under the issuer's name did not",
      certificate: leaf,
      issuer: stranger,
      expected: false,
    },
    {
      name: "the issuer did not issue what another key signed",
      certificate: forged,
      issuer: intermediate,
      expected: false,
    },
    {
      name: "bytes that are no certificate did not",
      certificate: leaf,
      issuer: Uint8Array.of(5, 0),
      expected: false,
    },
    { name: "and were not issued", certificate: new Uint8Array(), issuer: root, expected: false },
  ];
  for (const { name, certificate, issuer, expected } of cases) {
    it(name, () => expect(isIssuedBy(certificate, issuer)).toBe(expected));
  }
});
