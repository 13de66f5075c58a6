import { createPrivateKey, createPublicKey, generatePrimeSync } from "node:crypto";
import { ed25519Key, type SigningKey } from "../support/dkim-signer.ts";
import type { KeyRing } from "./zone.ts";

/** Many keys that nobody has met, made quickly: every pair of a few primes is an RSA key. */

const EXPONENT = 65_537n;

/** So many rings of keys, no key twice. */
export function freshKeyRings(count: number): readonly KeyRing[] {
  const long = rsaKeys(2048, count);
  const short = rsaKeys(1024, count);
  return Array.from({ length: count }, (_, index) => ({
    name: `fresh${index}`,
    rsa2048: at(long, index),
    rsa1024: at(short, index),
    ed25519: ed25519Key(`fresh ${index}`),
  }));
}

function rsaKeys(bits: number, count: number): readonly SigningKey[] {
  const primes: bigint[] = [];
  const keys: SigningKey[] = [];
  while (keys.length < count) {
    const prime = generatePrime(bits / 2);
    keys.push(...primes.map((other) => keyOf(prime, other)));
    primes.push(prime);
  }
  return keys;
}

/** A prime, its two highest bits set, that the exponent suits. RFC 8017 §3.1 */
function generatePrime(bits: number): bigint {
  for (;;) {
    const prime = generatePrimeSync(bits, { bigint: true });
    if ((prime - 1n) % EXPONENT !== 0n) return prime;
  }
}

function keyOf(p: bigint, q: bigint): SigningKey {
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const key = {
    kty: "RSA",
    n: base64url(p * q),
    e: base64url(EXPONENT),
    d: base64url(d),
    p: base64url(p),
    q: base64url(q),
    dp: base64url(d % (p - 1n)),
    dq: base64url(d % (q - 1n)),
    qi: base64url(inverse(q, p)),
  };
  const privateKey = createPrivateKey({ key, format: "jwk" });
  return { type: "rsa", privateKey, publicKey: createPublicKey(privateKey) };
}

/** The inverse modulo a number that it has no factor in common with, by Euclid's algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [remainder, next] = [value % modulus, modulus];
  let [factor, nextFactor] = [1n, 0n];
  while (next !== 0n) {
    const quotient = remainder / next;
    [remainder, next] = [next, remainder - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return factor < 0n ? factor + modulus : factor;
}

function base64url(value: bigint): string {
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex").toString("base64url");
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`expected more than ${index} items`);
  return item;
}
