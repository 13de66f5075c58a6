import { createPrivateKey, createPublicKey, generatePrimeSync } from "node:crypto";
import type { SigningKey } from "../dkim-signer.ts";

const EXPONENT = 65_537n;
const PRIME_BITS = 1026;

let minted: SigningKey | null = null;

/**
 * An RSA key of more than 4096 bits, minted in a moment: its modulus has four short primes instead of two long
 * ones, which its public half does not show. RFC 8017 §3.1
 */
export function longRsaKey(): SigningKey {
  minted ??= mint();
  return minted;
}

function mint(): SigningKey {
  const [first, second] = [factorOf(prime(), prime()), factorOf(prime(), prime())];
  const d = inverse(EXPONENT, leastCommonMultiple(first.order, second.order));
  const privateKey = createPrivateKey({
    format: "jwk",
    key: {
      kty: "RSA",
      n: base64url(first.value * second.value),
      e: base64url(EXPONENT),
      d: base64url(d),
      p: base64url(first.value),
      q: base64url(second.value),
      dp: base64url(d % first.order),
      dq: base64url(d % second.order),
      qi: base64url(inverse(second.value, first.value)),
    },
  });
  return { type: "rsa", privateKey, publicKey: createPublicKey(privateKey) };
}

function prime(): bigint {
  return generatePrimeSync(PRIME_BITS, { bigint: true });
}

function factorOf(left: bigint, right: bigint): { value: bigint; order: bigint } {
  return { value: left * right, order: leastCommonMultiple(left - 1n, right - 1n) };
}

function leastCommonMultiple(left: bigint, right: bigint): bigint {
  let [divisor, rest] = [left, right];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return (left / divisor) * right;
}

/** By the extended algorithm of Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [previous, rest, previousFactor, factor] = [modulus, value % modulus, 0n, 1n];
  while (rest !== 0n) {
    const quotient = previous / rest;
    [previous, rest] = [rest, previous - quotient * rest];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  return ((previousFactor % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex").toString("base64url");
}
