import { equalBytes } from "../base/bytes.ts";

export interface RsaPublicKey {
  readonly type: "rsa";
  readonly modulusBits: number;
  readonly exponent: number;
  /** The RSAPublicKey structure (PKCS#1), unwrapped from a SubjectPublicKeyInfo if there was one. */
  readonly pkcs1: Uint8Array;
}

export interface Ed25519PublicKey {
  readonly type: "ed25519";
  readonly raw: Uint8Array;
}

/** A public key as parsed from DNS, its numbers known before any cryptography runs. */
export type PublicKey = RsaPublicKey | Ed25519PublicKey;

/** The two structures found around RSA keys: RFC 6376 §3.6.1 asks for the bare one, the world publishes the other. */
export type RsaKeyWrapping = "spki" | "pkcs1";

/**
 * Why bytes are no usable public key. `structure`: not one of the fixed DER shapes to the last byte.
 * `exponent`: even, below 3, or above the bound of its modulus. `modulus`: even. `length`: an Ed25519 key of other
 * than 32 octets.
 */
export type PublicKeyIssue = "structure" | "modulus" | "exponent" | "length";

export type RsaKeyReading =
  | { readonly key: RsaPublicKey; readonly wrapping: RsaKeyWrapping }
  | { readonly issue: PublicKeyIssue };

/**
 * Bits of the largest modulus that is given to cryptography at all. Beyond what RFC 8301 §3.2 asks for, the
 * work of one operation would only serve those who send hundreds of signatures.
 */
export const LARGEST_TRIED_RSA_BITS: number = 8192;
/** Bits up to which a verifier has to go. RFC 8301 §3.2 */
const COMMON_MODULUS_BITS = 4096;
/** The largest exponents, for moduli up to that size and above it: they bound the work of one operation. */
const EXPONENT = 2 ** 32;
const LONG_MODULUS_EXPONENT = 65_537;
/** Octets of an Ed25519 public key. RFC 8032 §5.1.5 */
const ED25519_OCTETS = 32;

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;

/** SEQUENCE { OID 1.2.840.113549.1.1.1, NULL }: the AlgorithmIdentifier of every RSA key. RFC 5280 §4.1.2.7 */
const RSA_ENCRYPTION: Uint8Array = Uint8Array.from([
  0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]);

/**
 * Reads an RSA public key in either wrapping. Only the exact DER is read: minimal lengths, minimal
 * positive integers, nothing left over, so that one key has one encoding.
 *
 * RFC 8017 Appendix A.1.1, RFC 5280 §4.1
 */
export function parseRsaPublicKey(der: Uint8Array): RsaKeyReading {
  const content = readWhole(der, SEQUENCE);
  if (content === null) return { issue: "structure" };
  if (content[0] === INTEGER) return parsePkcs1(der, content, "pkcs1");
  if (!equalBytes(content.subarray(0, RSA_ENCRYPTION.length), RSA_ENCRYPTION)) return { issue: "structure" };
  const bits = readWhole(content.subarray(RSA_ENCRYPTION.length), BIT_STRING);
  // The first octet of a BIT STRING counts unused bits; DER inside it leaves none.
  if (bits === null || bits[0] !== 0) return { issue: "structure" };
  const pkcs1 = bits.subarray(1);
  const inner = readWhole(pkcs1, SEQUENCE);
  return inner === null ? { issue: "structure" } : parsePkcs1(pkcs1, inner, "spki");
}

/** RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }. RFC 8017 Appendix A.1.1 */
function parsePkcs1(pkcs1: Uint8Array, content: Uint8Array, wrapping: RsaKeyWrapping): RsaKeyReading {
  const modulusElement = readElement(content, INTEGER);
  if (modulusElement === null) return { issue: "structure" };
  const exponentContent = readWhole(content.subarray(modulusElement.end), INTEGER);
  const modulus = positiveInteger(modulusElement.content);
  const exponentBytes = exponentContent === null ? null : positiveInteger(exponentContent);
  if (modulus === null || exponentBytes === null) return { issue: "structure" };
  const modulusBits = bitLength(modulus);
  if (!isOdd(modulus)) return { issue: "modulus" };
  const exponent = exponentBytes.length > 5 ? Infinity : toNumber(exponentBytes);
  const largest = modulusBits > COMMON_MODULUS_BITS ? LONG_MODULUS_EXPONENT : EXPONENT;
  // RFC 8017 §3.1: e lies between 3 and n - 1 and has no factor in common with λ(n), which is even.
  if (exponent < 3 || exponent > largest || exponent % 2 === 0) return { issue: "exponent" };
  return { key: { type: "rsa", modulusBits, exponent, pkcs1 }, wrapping };
}

/**
 * An Ed25519 key is the bare 32 octets, in no structure at all.
 *
 * RFC 8463 §4.2
 */
export function parseEd25519PublicKey(
  raw: Uint8Array,
): Ed25519PublicKey | { readonly issue: PublicKeyIssue } {
  return raw.length === ED25519_OCTETS ? { type: "ed25519", raw } : { issue: "length" };
}

interface Element {
  readonly content: Uint8Array;
  readonly end: number;
}

/** The content of the element, when it fills the bytes exactly. */
function readWhole(bytes: Uint8Array, tag: number): Uint8Array | null {
  const element = readElement(bytes, tag);
  return element !== null && element.end === bytes.length ? element.content : null;
}

/** Tag, definite length in the fewest octets, content. A length past 65535 is that of no key. */
function readElement(bytes: Uint8Array, tag: number): Element | null {
  const first = bytes[1];
  if (bytes[0] !== tag || first === undefined) return null;
  const lengthOctets = first < 0x80 ? 0 : first - 0x80;
  if (lengthOctets > 2 || first === 0x80 || bytes.length < 2 + lengthOctets) return null;
  const length = lengthOctets === 0 ? first : toNumber(bytes.subarray(2, 2 + lengthOctets));
  if (lengthOctets > 0 && length < (lengthOctets === 1 ? 0x80 : 0x100)) return null;
  const start = 2 + lengthOctets;
  const end = start + length;
  return end > bytes.length ? null : { content: bytes.subarray(start, end), end };
}

/** The magnitude without the sign octet, or null for zero, negative or padded integers. */
function positiveInteger(content: Uint8Array): Uint8Array | null {
  const first = content[0];
  if (first === undefined || first >= 0x80) return null;
  if (first !== 0) return content;
  return (content[1] ?? 0) >= 0x80 ? content.subarray(1) : null;
}

function bitLength(magnitude: Uint8Array): number {
  return (magnitude.length - 1) * 8 + (32 - Math.clz32(magnitude[0] ?? 0));
}

function isOdd(magnitude: Uint8Array): boolean {
  return ((magnitude[magnitude.length - 1] ?? 0) & 1) === 1;
}

function toNumber(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
}
