import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import type { EvidenceResult } from "../../src/bimi/evidence-result.ts";
import { checkEvidence } from "../../src/bimi/evidence.ts";
import { trustedRoots } from "../../src/bimi/trusted-roots.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { SIGNS_DATA, mintCertificate, octetString, pemOf, sha256Of } from "../support/certificates.ts";
import { indicator, indicatorBytes } from "../support/indicators.ts";
import {
  type ChainChanges,
  COMMON_NAME,
  INTERMEDIATE_PLAN,
  KEYS,
  LEAF_PLAN,
  type LogotypePlan,
  MARK_TYPE,
  NOW,
  ROOT_PLAN,
  bundleOf,
  logotypeExtension,
  mintChain,
  timestampExtension,
} from "../support/mark-certificates.ts";

const CLAIM = {
  authorDomain: "example.com",
  organizationalDomain: "example.com",
  selector: "default",
  now: NOW,
};
const TIMESTAMP = 1_767_225_600_123;
const IMAGE_SHA256 = sha256Of(indicatorBytes());

function check(bundle: Uint8Array, root: Uint8Array, claim: Partial<typeof CLAIM> = {}): EvidenceResult {
  const roots = trustedRoots(nodeCrypto, [pemOf([root])]);
  return checkEvidence(bundle, { ...CLAIM, ...claim }, { crypto: nodeCrypto, limits: DEFAULT_LIMITS, roots });
}

function causes(result: EvidenceResult): unknown {
  return result.result === "invalid" ? result.causes : result.result;
}

function causesOfChange(changes: ChainChanges): unknown {
  const { bundle, root } = mintChain(changes);
  return causes(check(bundle, root));
}

function causesOfLogotype(plan: LogotypePlan): unknown {
  return causesOfChange({ leaf: { extensions: [logotypeExtension(plan), timestampExtension(TIMESTAMP)] } });
}

const seconds = (text: string): number => Date.parse(text) / 1000;

describe("a mark certificate that keeps every rule", () => {
  const { bundle, root, intermediate, leaf } = mintChain();
  const validity = { notBefore: seconds("2026-01-01T00:00:00Z"), notAfter: seconds("2026-12-31T23:59:59Z") };
  const valid: EvidenceResult = {
    result: "valid",
    indicator: {
      svg: indicator(),
      bytes: indicator().length,
      sha256: IMAGE_SHA256,
      compressed: true,
    },
    title: "Example",
    mark: { type: "registered", statement: "Registered Mark", certificate: "vmc" },
    domains: ["example.com"],
    timestamps: [{ logId: "ab".repeat(32), timestamp: TIMESTAMP }],
    chain: [
      {
        subject: [
          { type: COMMON_NAME, value: "Example, Inc." },
          { type: MARK_TYPE, value: "Registered Mark" },
        ],
        sha256: sha256Of(leaf),
        ...validity,
      },
      {
        subject: [{ type: COMMON_NAME, value: "Example Mark CA 1" }],
        sha256: sha256Of(intermediate),
        ...validity,
      },
      { subject: [{ type: COMMON_NAME, value: "Example Mark Root" }], sha256: sha256Of(root), ...validity },
    ],
  };

  it("is valid evidence, with everything it proves", () => {
    expect(check(bundle, root)).toStrictEqual(valid);
  });

  it("may come with its root, in any order after itself, and with text around (RFC 7468 §5.1)", () => {
    const text = `Subject: Example\n${pemOf([leaf, root])}issuer:\n${pemOf([intermediate])}`;
    expect(check(Buffer.from(text.replaceAll("\n", "\r\n")), root)).toStrictEqual(valid);
  });

  it("may come compressed", () => {
    expect(check(gzipSync(bundle), root)).toStrictEqual(valid);
  });

  it("is valid to the last second of its time (RFC 5280 §4.1.2.5)", () => {
    expect(check(bundle, root, { now: validity.notBefore })).toStrictEqual(valid);
    expect(check(bundle, root, { now: validity.notAfter })).toStrictEqual(valid);
  });
});

describe("the mark type is reported", () => {
  const cases = [
    { statement: "Registered Mark", type: "registered", certificate: "vmc" },
    { statement: "Government Mark", type: "government", certificate: "vmc" },
    { statement: "Prior Use Mark", type: "prior-use", certificate: "cmc" },
    { statement: "Modified Registered Mark", type: "modified-registered", certificate: "cmc" },
    { statement: "Mark of Zorro", type: null, certificate: null },
  ] as const;
  for (const { statement, type, certificate } of cases) {
    it(`${statement} (BIMI draft §4.5)`, () => {
      const { bundle, root } = mintChain({ leaf: { subject: [[MARK_TYPE, statement]] } });
      expect(check(bundle, root)).toMatchObject({ result: "valid", mark: { type, statement, certificate } });
    });
  }

  it("and taken for a verified mark where it is not stated (BIMI draft §4.5.1)", () => {
    const { bundle, root } = mintChain({ leaf: { subject: [[COMMON_NAME, "Example"]] } });
    const mark = { type: null, statement: null, certificate: "vmc" };
    expect(check(bundle, root)).toMatchObject({ result: "valid", mark });
  });
});

describe("the domain", () => {
  const cases = [
    { name: "the author domain", dnsNames: ["mail.example.com"], matches: true },
    { name: "the organizational domain", dnsNames: ["example.com"], matches: true },
    { name: "the record's own place", dnsNames: ["brand._bimi.mail.example.com"], matches: true },
    { name: "the record's place above", dnsNames: ["brand._bimi.example.com"], matches: true },
    { name: "one of several, in capitals", dnsNames: ["other.example", "EXAMPLE.com"], matches: true },
    { name: "another selector", dnsNames: ["default._bimi.example.com"], matches: false },
    { name: "a domain beside it", dnsNames: ["www.example.com"], matches: false },
    { name: "a wildcard", dnsNames: ["*.example.com"], matches: false },
    { name: "the parent", dnsNames: ["com"], matches: false },
    { name: "a name that ends the same", dnsNames: ["notexample.com"], matches: false },
    { name: "a name with a NUL", dnsNames: ["example.com\u0000.attacker.example"], matches: false },
    { name: "no name", dnsNames: [], matches: false },
  ];
  for (const { name, dnsNames, matches } of cases) {
    it(`${name} ${matches ? "speaks" : "does not speak"} for the message`, () => {
      const { bundle, root } = mintChain({ leaf: { dnsNames } });
      const result = check(bundle, root, { authorDomain: "mail.example.com", selector: "brand" });
      const expected = [
        "mail.example.com",
        "brand._bimi.mail.example.com",
        "example.com",
        "brand._bimi.example.com",
      ];
      expect(causes(result)).toStrictEqual(
        matches ? "valid" : [{ code: "domain", domains: dnsNames, expected }],
      );
    });
  }
});

const CA = { isAuthority: true };
const RIGHT_EXTENSIONS = LEAF_PLAN.extensions ?? [];

/** Each breaks one rule of the chain. */
const chainCases: readonly {
  readonly name: string;
  readonly changes: ChainChanges;
  readonly expected: readonly unknown[];
}[] = [
  {
    name: "a mark certificate of the past (RFC 5280 §4.1.2.5)",
    changes: { leaf: { notAfter: new Date((NOW - 1) * 1000) } },
    expected: [{ code: "expired", certificate: 0, notAfter: NOW - 1 }],
  },
  {
    name: "a mark certificate of the future",
    changes: { leaf: { notBefore: new Date((NOW + 1) * 1000) } },
    expected: [{ code: "not-yet-valid", certificate: 0, notBefore: NOW + 1 }],
  },
  {
    name: "an intermediate of the past",
    changes: { intermediate: { notAfter: new Date((NOW - 1) * 1000) } },
    expected: [{ code: "expired", certificate: 1, notAfter: NOW - 1 }],
  },
  {
    name: "a root of the past",
    changes: { root: { notAfter: new Date((NOW - 1) * 1000) } },
    expected: [{ code: "expired", certificate: 2, notAfter: NOW - 1 }],
  },
  {
    name: "an issuer that is no authority (RFC 5280 §4.2.1.9)",
    changes: { intermediate: { authority: { isAuthority: false } } },
    expected: [{ code: "not-an-authority", certificate: 1 }],
  },
  {
    name: "a root that allows no intermediate (RFC 5280 §4.2.1.9)",
    changes: { root: { authority: { ...CA, pathLength: 0 } } },
    expected: [{ code: "path-length", certificate: 2, limit: 0, length: 1 }],
  },
  {
    name: "an issuer whose key may not sign certificates (RFC 5280 §4.2.1.3)",
    changes: { intermediate: { keyUsage: SIGNS_DATA } },
    expected: [{ code: "key-usage", certificate: 1 }],
  },
  {
    name: "a certificate for servers (RFC 5280 §4.2.1.12)",
    changes: { leaf: { extendedKeyUsage: ["1.3.6.1.5.5.7.3.1"] } },
    expected: [{ code: "extended-key-usage", certificate: 0 }],
  },
  {
    name: "a certificate for any purpose",
    changes: { leaf: { extendedKeyUsage: ["2.5.29.37.0"] } },
    expected: [{ code: "extended-key-usage", certificate: 0 }],
  },
  {
    name: "an intermediate for servers",
    changes: { intermediate: { extendedKeyUsage: ["1.3.6.1.5.5.7.3.1"] } },
    expected: [{ code: "extended-key-usage", certificate: 1 }],
  },
  {
    name: "a mark certificate that is an authority",
    changes: { leaf: { authority: CA } },
    expected: [{ code: "authority", certificate: 0 }],
  },
  {
    name: "a critical extension that is not known (RFC 5280 §4.2)",
    changes: {
      leaf: {
        extensions: [
          ...RIGHT_EXTENSIONS,
          { id: "1.2.3.4", critical: true, content: octetString(new Uint8Array()) },
        ],
      },
    },
    expected: [{ code: "critical-extension", certificate: 0, extension: "1.2.3.4" }],
  },
  {
    name: "name constraints, which are not evaluated (RFC 5280 §4.2.1.10)",
    changes: {
      intermediate: { extensions: [{ id: "2.5.29.30", critical: true, content: Uint8Array.of(0x30, 0) }] },
    },
    expected: [{ code: "critical-extension", certificate: 1, extension: "2.5.29.30" }],
  },
  {
    name: "a signature over a SHA-1 digest",
    changes: { leaf: { hash: "sha1" } },
    expected: [{ code: "signature-algorithm", certificate: 0, algorithm: "1.2.840.10045.4.1" }],
  },
  {
    name: "no embedded timestamp (RFC 6962 §3.3)",
    changes: { leaf: { extensions: [logotypeExtension()] } },
    expected: [{ code: "timestamps-missing" }],
  },
  {
    name: "only timestamps of another version",
    changes: { leaf: { extensions: [logotypeExtension(), timestampExtension(TIMESTAMP, 9)] } },
    expected: [{ code: "timestamps-missing" }],
  },
  {
    name: "timestamps cut off",
    changes: {
      leaf: {
        extensions: [
          logotypeExtension(),
          { id: "1.3.6.1.4.1.11129.2.4.2", content: octetString(Uint8Array.of(0, 9, 0, 7, 0)) },
        ],
      },
    },
    expected: [{ code: "timestamps-malformed" }],
  },
  {
    name: "no logotype (RFC 9399 §4.1)",
    changes: { leaf: { extensions: [timestampExtension(TIMESTAMP)] } },
    expected: [{ code: "logotype-missing" }],
  },
];

describe("a broken rule of the chain is a cause of its own", () => {
  for (const { name, changes, expected } of chainCases) {
    it(name, () => expect(causesOfChange(changes)).toStrictEqual(expected));
  }

  it("a pilot's mark extension is known though critical", () => {
    const pilot = { id: "1.3.6.1.4.1.53087.4.1", critical: true, content: octetString(Uint8Array.of(1)) };
    expect(causesOfChange({ leaf: { extensions: [...RIGHT_EXTENSIONS, pilot] } })).toBe("valid");
  });

  it("an issuer without key usage may sign, and one without extended key usage may sign for any", () => {
    const { keyUsage: _usage, extendedKeyUsage: _purposes, ...plan } = INTERMEDIATE_PLAN;
    const leaf = mintCertificate(LEAF_PLAN, plan);
    const bundle = bundleOf([leaf, mintCertificate(plan, ROOT_PLAN)]);
    expect(causes(check(bundle, mintCertificate(ROOT_PLAN, ROOT_PLAN)))).toBe("valid");
  });

  it("several rules broken are several causes", () => {
    const changes = {
      leaf: { extendedKeyUsage: [], dnsNames: [] },
      intermediate: { authority: CA, keyUsage: SIGNS_DATA },
    };
    expect(causesOfChange(changes)).toStrictEqual([
      { code: "extended-key-usage", certificate: 0 },
      { code: "key-usage", certificate: 1 },
      { code: "domain", domains: [], expected: ["example.com", "default._bimi.example.com"] },
    ]);
  });
});

describe("every signature is verified (RFC 5280 §6.1.3)", () => {
  const { root, intermediate, leaf } = mintChain();

  it("a mark certificate signed by another key under the issuer's name", () => {
    const forger = { ...INTERMEDIATE_PLAN, key: KEYS.stranger };
    const forged = mintCertificate({ ...LEAF_PLAN, key: KEYS.stranger }, forger);
    expect(causes(check(bundleOf([forged, intermediate]), root))).toStrictEqual([
      { code: "issuer-missing", certificate: 0, issuer: [{ type: COMMON_NAME, value: "Example Mark CA 1" }] },
    ]);
  });

  it("a mark certificate changed after it was signed", () => {
    const changed = Uint8Array.from(leaf);
    const at = Buffer.from(leaf).indexOf("Registered Mark");
    changed[at] = 0x72;
    expect(causes(check(bundleOf([changed, intermediate]), root))).toStrictEqual([
      { code: "signature", certificate: 0 },
    ]);
  });

  it("an intermediate changed after it was signed", () => {
    const changed = Uint8Array.from(intermediate);
    const at = Buffer.from(changed).lastIndexOf(Buffer.from("170d323631323331", "hex"));
    changed[at + 3] = 0x37;
    const result = check(bundleOf([leaf, changed]), root);
    expect(at).toBeGreaterThan(0);
    expect(causes(result)).toStrictEqual([{ code: "signature", certificate: 1 }]);
  });

  it("a whole chain of one's own, under the names and key identifiers of the true one", () => {
    const forgedRoot = mintCertificate({ ...ROOT_PLAN, notAfter: new Date((NOW + 9) * 1000) }, ROOT_PLAN);
    expect(causes(check(bundleOf([leaf, intermediate, forgedRoot]), forgedRoot))).toBe("valid");
    const stranger = { ...ROOT_PLAN, key: KEYS.stranger };
    const strangeRoot = mintCertificate(stranger, stranger);
    const strangeIntermediate = mintCertificate(INTERMEDIATE_PLAN, stranger);
    const result = check(bundleOf([leaf, strangeIntermediate, strangeRoot]), root);
    expect(causes(result)).toStrictEqual([
      { code: "root-not-trusted", certificate: 2, sha256: sha256Of(strangeRoot) },
    ]);
  });

  it("a bundle without the intermediate", () => {
    expect(causes(check(bundleOf([leaf]), root))).toStrictEqual([
      { code: "issuer-missing", certificate: 0, issuer: [{ type: COMMON_NAME, value: "Example Mark CA 1" }] },
    ]);
  });

  it("certificates that issue each other in a circle", () => {
    const other = {
      ...INTERMEDIATE_PLAN,
      subject: [[COMMON_NAME, "Example Mark CA 2"]] as const,
      key: KEYS.stranger,
    };
    const circle = [mintCertificate(INTERMEDIATE_PLAN, other), mintCertificate(other, INTERMEDIATE_PLAN)];
    expect(causes(check(bundleOf([leaf, ...circle]), root))).toStrictEqual([
      { code: "path-length", certificate: 2, limit: 0, length: 1 },
      { code: "issuer-missing", certificate: 2, issuer: [{ type: COMMON_NAME, value: "Example Mark CA 1" }] },
    ]);
  });

  it("a self-issued intermediate does not count towards the path length (RFC 5280 §4.2.1.9)", () => {
    const renewed = { ...INTERMEDIATE_PLAN, key: KEYS.stranger };
    const bundle = bundleOf([
      mintCertificate(LEAF_PLAN, renewed),
      mintCertificate(renewed, INTERMEDIATE_PLAN),
      intermediate,
    ]);
    expect(causes(check(bundle, root))).toBe("valid");
  });
});

describe("a broken rule of the logotype is a cause of its own", () => {
  const sha1 = createHash("sha1").update(indicatorBytes()).digest("hex");
  const bad = indicatorBytes("<script/>");
  const cases: readonly { readonly name: string; readonly plan: LogotypePlan; readonly expected: unknown }[] =
    [
      {
        name: "a SHA-1 digest alone is enough, for the image is inside the signed certificate",
        plan: { digests: [["sha1", sha1]] },
        expected: "valid",
      },
      {
        name: "another digest than the image's",
        plan: { digests: [["sha256", "00".repeat(32)]] },
        expected: [
          {
            code: "logotype-digest-mismatch",
            algorithm: "sha256",
            expected: "00".repeat(32),
            computed: IMAGE_SHA256,
          },
        ],
      },
      {
        name: "one right and one wrong digest",
        plan: {
          digests: [
            ["sha256", IMAGE_SHA256],
            ["sha1", "00".repeat(20)],
          ],
        },
        expected: [
          { code: "logotype-digest-mismatch", algorithm: "sha1", expected: "00".repeat(20), computed: sha1 },
        ],
      },
      {
        name: "only a digest that is not known",
        plan: { digests: [["sha384", "00".repeat(48)]] },
        expected: [{ code: "logotype-digest-missing" }],
      },
      {
        name: "an image elsewhere (RFC 9399 §4.3)",
        plan: { uris: ["https://example.com/logo.svg"] },
        expected: [{ code: "logotype-not-embedded", uri: "https://example.com/logo.svg" }],
      },
      {
        name: "an embedded image of another type",
        plan: { uris: ["data:text/html;base64,AAAA"] },
        expected: [{ code: "logotype-not-embedded", uri: "data:text/html;base64,AAAA" }],
      },
      {
        name: "an embedded image that is no base64 (RFC 2397 §3)",
        plan: { uris: ["data:image/svg+xml;base64,***"] },
        expected: [{ code: "logotype-encoding" }],
      },
      {
        name: "a raster image",
        plan: { mediaType: "image/png" },
        expected: [{ code: "logotype-media-type", mediaType: "image/png" }],
      },
      {
        name: "two places",
        plan: { uris: ["data:,", "data:,"] },
        expected: [{ code: "logotype-malformed" }],
      },
      { name: "two images", plan: { images: 2 }, expected: [{ code: "logotype-malformed" }] },
      {
        name: "an image that breaks the profile",
        plan: { image: bad },
        expected: [
          {
            code: "indicator",
            check: {
              result: "invalid",
              document: {
                svg: indicator("<script/>"),
                bytes: bad.length,
                sha256: sha256Of(bad),
                compressed: true,
              },
              violations: [{ code: "script", element: "script", line: 2, column: 1 }],
              notes: [],
            },
          },
        ],
      },
      {
        name: "a gzip bomb",
        plan: {
          uris: [`data:image/svg+xml;base64,${gzipSync(Buffer.alloc(10_000_000)).toString("base64")}`],
        },
        expected: [
          {
            code: "indicator",
            check: {
              result: "unreadable",
              cause: { code: "too-large", limit: DEFAULT_LIMITS.bimiDocumentBytes },
            },
          },
        ],
      },
    ];
  for (const { name, plan, expected } of cases) {
    it(name, () => expect(causesOfLogotype(plan)).toStrictEqual(expected));
  }

  it("an extension that is something else", () => {
    const extensions = [{ id: "1.3.6.1.5.5.7.1.12", content: Uint8Array.of(5, 0) }, timestampExtension(0)];
    expect(causesOfChange({ leaf: { extensions } })).toStrictEqual([{ code: "logotype-malformed" }]);
  });
});

describe("a document that holds no certificate to check", () => {
  const { leaf, root } = mintChain();
  const doubled = mintCertificate(
    { ...LEAF_PLAN, extensions: [...RIGHT_EXTENSIONS, logotypeExtension()] },
    ROOT_PLAN,
  );
  const cases: readonly {
    readonly name: string;
    readonly text: string | Uint8Array;
    readonly cause: unknown;
  }[] = [
    { name: "nothing", text: "", cause: { code: "unreadable", cause: { code: "empty" } } },
    {
      name: "more than the limit",
      text: "-".repeat(DEFAULT_LIMITS.bimiDocumentBytes + 1),
      cause: { code: "unreadable", cause: { code: "too-large", limit: DEFAULT_LIMITS.bimiDocumentBytes } },
    },
    { name: "other text", text: "<svg/>", cause: { code: "no-certificate" } },
    { name: "DER without PEM", text: leaf, cause: { code: "no-certificate" } },
    {
      name: "a certificate without end (RFC 7468 §2)",
      text: pemOf([leaf]).slice(0, -10),
      cause: { code: "encapsulation", index: 0 },
    },
    {
      name: "a second certificate that is no base64",
      text: `${pemOf([leaf])}-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----`,
      cause: { code: "encapsulation", index: 1 },
    },
    {
      name: "more certificates than the limit",
      text: pemOf(Array.from({ length: 11 }, () => Uint8Array.of(5, 0))),
      cause: { code: "too-many-certificates", limit: 10 },
    },
    {
      name: "DER that is no certificate",
      text: pemOf([leaf, Uint8Array.of(5, 0)]),
      cause: { code: "certificate-malformed", index: 1 },
    },
    {
      name: "structures inside each other without end",
      text: pemOf([nested(8000)]),
      cause: { code: "certificate-malformed", index: 0 },
    },
    {
      name: "a structure that claims two gigabytes",
      text: pemOf([Uint8Array.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x30)]),
      cause: { code: "certificate-malformed", index: 0 },
    },
    {
      name: "an extension twice (RFC 5280 §4.2)",
      text: pemOf([doubled]),
      cause: { code: "certificate-malformed", index: 0 },
    },
  ];
  for (const { name, text, cause } of cases) {
    it(name, () => {
      const bytes = typeof text === "string" ? new Uint8Array(Buffer.from(text)) : text;
      expect(check(bytes, root)).toStrictEqual({ result: "invalid", causes: [cause], mark: null, chain: [] });
    });
  }
});

/** That many SEQUENCEs, each the only content of the one around it. */
function nested(depth: number): Uint8Array {
  let bytes = Buffer.alloc(0);
  for (let level = 0; level < depth; level++) {
    const head =
      bytes.length < 128 ? [0x30, bytes.length] : [0x30, 0x82, bytes.length >> 8, bytes.length & 255];
    bytes = Buffer.concat([Buffer.from(head), bytes]);
  }
  return bytes;
}

describe("hostile certificates", () => {
  const { root, intermediate, leaf } = mintChain();

  it("a changed byte anywhere never gives valid evidence, nor an exception", () => {
    const roots = trustedRoots(nodeCrypto, [pemOf([root])]);
    const checking = { crypto: nodeCrypto, limits: DEFAULT_LIMITS, roots };
    fc.assert(
      fc.property(fc.nat(leaf.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
        const changed = Uint8Array.from(leaf);
        changed[at] = (changed[at] ?? 0) ^ difference;
        const result = checkEvidence(bundleOf([changed, intermediate]), CLAIM, checking);
        expect(result.result).toBe("invalid");
      }),
      { numRuns: 300 },
    );
  });

  it("bytes of any kind, bare or as a certificate, give a result", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(check(bytes, root).result).toBe("invalid");
        expect(check(bundleOf([bytes]), root).result).toBe("invalid");
      }),
      { numRuns: 50 },
    );
  });

  it("a root given by the caller must be certificates in PEM", () => {
    expect(() => trustedRoots(nodeCrypto, ["root"])).toThrow(
      new TypeError("roots[0]: expected certificates in PEM, got no-certificate"),
    );
    expect(() => trustedRoots(nodeCrypto, [pemOf([root, Uint8Array.of(5, 0)])])).toThrow(
      new TypeError("roots[0]: certificate 1 is malformed"),
    );
  });
});
