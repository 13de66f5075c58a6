import { isQueryableName, toDomainName, type DomainName } from "../base/domain.ts";
import { requireArgument, requireObject, type OptionRule } from "../base/options.ts";
import type { Signer } from "../crypto/signer.ts";
import { keyName } from "./key-lookup.ts";
import { RECOMMENDED_RSA_BITS } from "./key-record.ts";
import type { DkimKeyNote } from "./notes.ts";

/** A private key and where its public half is published. */
export interface SigningKey {
  readonly signer: Signer;
  /** `d=`: a domain name, in A-labels or U-labels. */
  readonly sdid: string;
  /** `s=` */
  readonly selector: string;
}

/** What is legal but unwise about a signature just made. */
export type SigningNote = Extract<DkimKeyNote, { readonly code: "dkim.key-below-recommended" }>;

/** Bits that every verifier accepts. RFC 8301 §3.2 */
const SHORTEST_RSA = 1024;
const LONGEST_RSA = 4096;

const ALGORITHM: OptionRule = {
  expected: '"rsa-sha256" or "ed25519-sha256"',
  accepts: (value) => value === "rsa-sha256" || value === "ed25519-sha256",
};

const MODULUS_BITS: OptionRule = {
  expected: `${SHORTEST_RSA} to ${LONGEST_RSA} bits`,
  accepts: (value) => typeof value === "number" && value >= SHORTEST_RSA && value <= LONGEST_RSA,
};

/** RFC 6376 §3.5: the domain-name of `d=` has at least two labels. */
const SDID: OptionRule = {
  expected: "a domain name",
  accepts: (value) => publishedName(value)?.includes(".") === true,
};

/**
 * The key with its names as A-labels, in which nothing can end a tag; `TypeError` for a key that may
 * not sign, and for names that are none.
 */
export function resolveSigningKey(path: string, key: SigningKey): SigningKey {
  requireObject(path, key);
  const { signer } = key;
  requireObject(`${path}.signer`, signer);
  requireArgument(`${path}.signer.algorithm`, signer.algorithm, ALGORITHM);
  if (signer.algorithm === "rsa-sha256") {
    requireArgument(`${path}.signer.modulusBits`, signer.modulusBits, MODULUS_BITS);
  }
  requireArgument(`${path}.sdid`, key.sdid, SDID);
  const sdid = publishedName(key.sdid) ?? "";
  requireArgument(`${path}.selector`, key.selector, selectorWithin(sdid));
  return { signer, sdid, selector: publishedName(key.selector) ?? "" };
}

function selectorWithin(sdid: DomainName): OptionRule {
  return {
    expected: "a selector",
    accepts: (value) => {
      const selector = publishedName(value);
      return selector !== null && isQueryableName(keyName({ selector, sdid }));
    },
  };
}

function publishedName(value: unknown): DomainName | null {
  return typeof value !== "string" || value.endsWith(".") ? null : toDomainName(value);
}

/** What receivers may hold against the key. RFC 8301 §3.2 */
export function signingNotes(signer: Signer): readonly SigningNote[] {
  if (signer.algorithm !== "rsa-sha256" || signer.modulusBits >= RECOMMENDED_RSA_BITS) return [];
  return [
    {
      code: "dkim.key-below-recommended",
      bits: signer.modulusBits,
      recommended: RECOMMENDED_RSA_BITS,
      rfc: "RFC 8301 §3.2",
    },
  ];
}
