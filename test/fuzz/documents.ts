import { bytesOf } from "../../src/base/bytes.ts";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import { checkEvidence } from "../../src/bimi/evidence.ts";
import { checkIndicator } from "../../src/bimi/indicator.ts";
import { trustedRoots } from "../../src/bimi/trusted-roots.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import type { FuzzTarget } from "./target.ts";

const ROOTS = trustedRoots(nodeCrypto, []);

/** Documents that BIMI records name. */
export const DOCUMENT_TARGETS: readonly FuzzTarget[] = [
  {
    name: "indicator",
    dictionary: [
      "<",
      ">",
      "/>",
      "<g>",
      "</g>",
      "<!",
      "--",
      "]]>",
      "&amp;",
      "&#x",
      "xlink:href=",
      "<title>",
      "viewBox=",
      "baseProfile=",
      "xmlns=",
    ],
    seeds: [
      '<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 64 64"><title>Example</title><circle r="3"/></svg>',
    ],
    slow: false,
    feed: (text) => {
      checkIndicator(bytesOf(text), nodeCrypto, DEFAULT_LIMITS);
    },
  },
  {
    name: "evidence",
    dictionary: ["-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "MIIB", "\n", "="],
    seeds: [
      `-----BEGIN CERTIFICATE-----\n${Buffer.from([0x30, 0x03, 0x02, 0x01, 0x01]).toString("base64")}\n-----END CERTIFICATE-----\n`,
    ],
    slow: true,
    feed: (text) => checkDocument(text),
  },
  {
    name: "certificate",
    dictionary: [
      "\x30\x03\x02\x01\x01",
      "\x04\x00",
      "\x05\x00",
      "\x30\x80",
      "\x84\xff\xff\xff\xff",
      "\x06\x03\x55\x1d\x11",
    ],
    seeds: ["\x30\x03\x02\x01\x01"],
    slow: true,
    feed: (der) => {
      const base64 = Buffer.from(der, "latin1").toString("base64");
      checkDocument(`-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`);
    },
  },
];

function checkDocument(text: string): void {
  checkEvidence(
    bytesOf(text),
    { authorDomain: "a.example", organizationalDomain: "a.example", selector: "default", now: 0 },
    { crypto: nodeCrypto, limits: DEFAULT_LIMITS, roots: ROOTS },
  );
}
