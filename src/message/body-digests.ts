import type { CryptoProvider, HashAlgorithm, IncrementalHash } from "../crypto/provider.ts";
import { bodyCanonicalizer, type BodyCanonicalizer, type ByteSink } from "./canonical-body.ts";
import type { BodyDigest, Canonicalization, DigestRequest } from "./message.ts";

/** What the message reader needs of a cryptographic library. */
export type HashProvider = Pick<CryptoProvider, "createHash">;

const ALGORITHMS: readonly Canonicalization[] = ["simple", "relaxed"];

/**
 * All digests wanted of one body: one canonicalizer per algorithm in use, one hash per (algorithm,
 * hash), however many length limits there are.
 *
 * RFC 6376 §3.7
 */
export class BodyDigests {
  readonly #walks: readonly BodyWalk[];

  constructor(requests: readonly DigestRequest[], crypto: HashProvider) {
    const walks: BodyWalk[] = [];
    for (const algorithm of ALGORITHMS) {
      const wanted = requests.filter((request) => request.canonicalization === algorithm);
      if (wanted.length > 0) walks.push(new BodyWalk(algorithm, wanted, crypto));
    }
    this.#walks = walks;
  }

  /** Whether no digest is wanted, so that nobody needs the bytes. */
  get empty(): boolean {
    return this.#walks.length === 0;
  }

  push(bytes: Uint8Array): void {
    for (const walk of this.#walks) walk.push(bytes);
  }

  /** The digests by {@link digestKey}. */
  finish(): ReadonlyMap<string, BodyDigest> {
    const digests = new Map<string, BodyDigest>();
    for (const walk of this.#walks) walk.finish(digests);
    return digests;
  }
}

/** One text per distinct request. */
export function digestKey({ canonicalization, hash, lengthLimit }: DigestRequest): string {
  return `${canonicalization} ${hash} ${lengthLimit ?? "whole"}`;
}

/** One canonical form of the body, counted and handed to each hash. */
class BodyWalk implements ByteSink {
  readonly #canonicalizer: BodyCanonicalizer;
  readonly #algorithm: Canonicalization;
  readonly #hashes: readonly LimitedHash[];
  #canonicalBytes = 0;

  constructor(algorithm: Canonicalization, requests: readonly DigestRequest[], crypto: HashProvider) {
    this.#algorithm = algorithm;
    this.#canonicalizer = bodyCanonicalizer(algorithm, this);
    const names = new Set(requests.map((request) => request.hash));
    this.#hashes = [...names].map((name) => {
      const limits = requests
        .filter((request) => request.hash === name)
        .map((request) => request.lengthLimit);
      return new LimitedHash(name, limits, crypto);
    });
  }

  push(bytes: Uint8Array): void {
    this.#canonicalizer.push(bytes);
  }

  update(bytes: Uint8Array): void {
    this.#canonicalBytes += bytes.length;
    for (const hash of this.#hashes) hash.update(bytes);
  }

  finish(digests: Map<string, BodyDigest>): void {
    this.#canonicalizer.finish();
    const canonicalization = this.#algorithm;
    const canonicalBytes = this.#canonicalBytes;
    for (const hash of this.#hashes) {
      for (const { lengthLimit, digest, hashedBytes } of hash.finish()) {
        const key = digestKey({ canonicalization, hash: hash.name, lengthLimit });
        digests.set(key, { digest, canonicalBytes, hashedBytes });
      }
    }
  }
}

interface LimitedDigest {
  readonly lengthLimit: number | null;
  readonly digest: Uint8Array;
  readonly hashedBytes: number;
}

/**
 * One running hash that is read off at each length limit; past the last it only counts on when the
 * whole body is wanted too.
 *
 * RFC 6376 §3.4.5
 */
class LimitedHash {
  readonly name: HashAlgorithm;
  readonly #hash: IncrementalHash;
  /** Limits not reached yet, the smallest last. */
  readonly #limits: number[];
  readonly #whole: boolean;
  readonly #reached: LimitedDigest[] = [];
  #hashedBytes = 0;

  constructor(name: HashAlgorithm, limits: readonly (number | null)[], crypto: HashProvider) {
    this.name = name;
    this.#hash = crypto.createHash(name);
    const finite = new Set(limits.filter((limit) => limit !== null));
    this.#limits = [...finite].toSorted((left, right) => right - left);
    this.#whole = limits.includes(null);
  }

  update(bytes: Uint8Array): void {
    let start = 0;
    for (let limit = this.#limits.at(-1); limit !== undefined; limit = this.#limits.at(-1)) {
      const room = limit - this.#hashedBytes;
      if (room > bytes.length - start) break;
      this.#feed(bytes.subarray(start, start + room));
      start += room;
      this.#limits.pop();
      this.#reached.push(this.#readOff(limit, this.#hash.copy()));
    }
    if (this.#whole || this.#limits.length > 0) this.#feed(start === 0 ? bytes : bytes.subarray(start));
  }

  finish(): readonly LimitedDigest[] {
    const beyond = this.#limits.map((limit) => this.#readOff(limit, this.#hash.copy()));
    const whole = this.#whole ? [this.#readOff(null, this.#hash)] : [];
    return [...this.#reached, ...beyond, ...whole];
  }

  #feed(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#hash.update(bytes);
    this.#hashedBytes += bytes.length;
  }

  #readOff(lengthLimit: number | null, hash: IncrementalHash): LimitedDigest {
    return { lengthLimit, digest: hash.digest(), hashedBytes: this.#hashedBytes };
  }
}
