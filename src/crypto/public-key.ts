/** A public key as parsed from DNS, its numbers known before any cryptography runs. */
export type PublicKey =
  | {
      readonly type: "rsa";
      readonly modulusBits: number;
      /** The RSAPublicKey structure (PKCS#1), unwrapped from a SubjectPublicKeyInfo if there was one. */
      readonly pkcs1: Uint8Array;
    }
  | { readonly type: "ed25519"; readonly raw: Uint8Array };
