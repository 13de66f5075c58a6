import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { MARK_ROOTS } from "../../src/bimi/mark-roots.ts";
import { documentChecks } from "../../src/bimi/platform-checks.ts";
import { readPem } from "../../src/bimi/pem.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { sha256Of } from "../support/certificates.ts";

/** A package that carries evidence as published, and the roots of its time. */
const PACKAGE = dirname(fileURLToPath(import.meta.resolve("@postalsys/vmc/package.json")));

const checks = documentChecks(nodeCrypto);

const published = [
  {
    file: "cnn.pem",
    domain: "cnn.com",
    moment: "2022-01-01",
    title: "CNN",
    mark: { type: null, statement: null, certificate: "vmc" },
    root: "DigiCert Verified Mark Root CA",
  },
  {
    file: "paypal_vmc.pem",
    domain: "paypal.com",
    moment: "2025-01-01",
    title: "PayPal",
    mark: { type: "registered", statement: "Registered Mark", certificate: "vmc" },
    root: "DigiCert Verified Mark Root CA",
  },
  {
    file: "globalsign-vmc.pem",
    domain: "globalsign.com",
    moment: "2025-06-01",
    title: "GMO GlobalSign Inc.",
    mark: { type: "registered", statement: "Registered Mark", certificate: "vmc" },
    root: "GlobalSign Verified Mark Root R42",
  },
  {
    file: "redshift.pem",
    domain: "redsift.com",
    moment: "2022-01-01",
    title: "RedSift, Ltd",
    mark: { type: null, statement: null, certificate: "vmc" },
    root: "Entrust Verified Mark Root Certification Authority - VMCR1",
  },
  {
    file: "xometry_cmc.pem",
    domain: "xometry.com",
    moment: "2025-01-01",
    title: "Xometry",
    mark: { type: "prior-use", statement: "Prior Use Mark", certificate: "cmc" },
    root: "DigiCert Verified Mark Root CA",
  },
] as const;

describe("evidence as it was published", () => {
  for (const { file, domain, moment, title, mark, root } of published) {
    const bytes = new Uint8Array(readFileSync(join(PACKAGE, "test/fixtures", file)));
    const claim = { authorDomain: domain, organizationalDomain: domain, selector: "default" };
    const judge = (at: string): ReturnType<typeof checks.evidence> =>
      checks.evidence(bytes, { ...claim, now: Date.parse(at) / 1000 });

    it(`${file} was valid in its time, by a bundled root`, () => {
      const result = judge(moment);
      expect(result).toMatchObject({ result: "valid", title, mark, domains: [domain] });
      expect(result.chain.at(-1)?.sha256).toBe(MARK_ROOTS.find(({ name }) => name === root)?.sha256);
    });

    it(`${file} is expired today, and nothing else`, () => {
      const result = judge("2026-11-21");
      expect(result.result === "invalid" ? result.causes : []).toStrictEqual([
        { code: "expired", certificate: 0, notAfter: result.chain[0]?.notAfter },
      ]);
    });
  }

  it("a certificate for web servers is none", () => {
    const bytes = new Uint8Array(readFileSync(join(PACKAGE, "test/fixtures/catchall.delivery.pem")));
    const domain = "catchall.delivery";
    const claim = { authorDomain: domain, organizationalDomain: domain, selector: "default" };
    const result = checks.evidence(bytes, { ...claim, now: Date.parse("2022-08-01") / 1000 });
    expect(result.result === "invalid" ? result.causes.map(({ code }) => code) : []).toStrictEqual([
      "extended-key-usage",
      "extended-key-usage",
      "issuer-missing",
      "logotype-missing",
    ]);
  });
});

describe("the bundled roots", () => {
  for (const { name, sha256, certificate } of MARK_ROOTS) {
    it(`${name} has the fingerprint by which it is trusted`, () => {
      expect(createHash("sha256").update(Buffer.from(certificate, "base64")).digest("hex")).toBe(sha256);
    });
  }

  it("are those that others collected", () => {
    const folder = join(PACKAGE, "data/root-store");
    const fingerprints = readdirSync(folder).flatMap((file) => {
      const reading = readPem(new Uint8Array(readFileSync(join(folder, file))), 10);
      return reading.kind === "certificates" ? reading.certificates.map(sha256Of) : [];
    });
    expect(MARK_ROOTS.map(({ sha256 }) => sha256).toSorted()).toStrictEqual(fingerprints.toSorted());
  });
});
