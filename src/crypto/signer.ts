interface SigningOperation {
  /** The signature over these bytes, which the operation hashes itself (for Ed25519 the hash is what is signed, RFC 8463 §3). */
  readonly sign: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

export interface RsaSigner extends SigningOperation {
  readonly algorithm: "rsa-sha256";
  readonly modulusBits: number;
}

export interface Ed25519Signer extends SigningOperation {
  readonly algorithm: "ed25519-sha256";
}

/**
 * A private key as far as signing needs it: what it makes, and the making. The key itself may lie in
 * this process, in a hardware module or behind a network service.
 *
 * Choice: an interface of its own beside `CryptoProvider`: a platform has one provider, a mail system
 * many keys, and verifying must not require any. `rsa-sha1` cannot be expressed (RFC 8301 §3.1).
 *
 * RFC 6376 §5.2
 */
export type Signer = RsaSigner | Ed25519Signer;
