import { hex } from "../base/bytes.ts";
import type { Limits } from "../base/limits.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import type { CryptoProvider } from "../crypto/provider.ts";
import type {
  IndicatorDocument,
  IndicatorNote,
  IndicatorResult,
  UnreadableCause,
} from "./indicator-result.ts";
import { checkProfile } from "./profile-check.ts";

/** Bytes that the SVG profile recommends not to exceed. */
const RECOMMENDED_BYTES = 32 * 1024;

/** First octets of gzip data. RFC 1952 §2.3.1 */
const GZIP = [0x1f, 0x8b] as const;

export type Unpacked =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly compressed: boolean }
  | { readonly kind: "unreadable"; readonly cause: UnreadableCause };

/**
 * Validates an Indicator, SVG or SVGZ: size, encoding, well-formedness and the Tiny Portable/Secure
 * profile, every violation with its place.
 *
 * BIMI draft §8.6, §5.3.2
 */
export function checkIndicator(bytes: Uint8Array, crypto: CryptoProvider, limits: Limits): IndicatorResult {
  const unpacked = unpack(bytes, crypto, limits);
  if (unpacked.kind === "unreadable") return { result: "unreadable", cause: unpacked.cause };
  const svg = decodeUtf8(unpacked.bytes);
  if (svg === null) return { result: "unreadable", cause: { code: "not-utf8" } };
  const document = describe(svg, unpacked.bytes, unpacked.compressed, crypto);
  const notes = notesOn(document);
  const { violations, title } = checkProfile(svg, limits);
  const [first, ...others] = violations;
  if (first !== undefined) return { result: "invalid", document, violations: [first, ...others], notes };
  return { result: "valid", document, title: title ?? "", notes };
}

/** The bytes of a fetched document, taken out of gzip if they are in it; never more of them than the limit. */
export function unpack(bytes: Uint8Array, crypto: CryptoProvider, limits: Limits): Unpacked {
  const limit = limits.bimiDocumentBytes;
  if (bytes.length === 0) return unreadable({ code: "empty" });
  if (bytes.length > limit) return unreadable({ code: "too-large", limit });
  if (bytes[0] !== GZIP[0] || bytes[1] !== GZIP[1]) return { kind: "bytes", bytes, compressed: false };
  const inflated = crypto.inflate(bytes, limit);
  if (inflated.kind === "too-large") return unreadable({ code: "too-large", limit });
  if (inflated.kind === "malformed") return unreadable({ code: "gzip" });
  if (inflated.bytes.length === 0) return unreadable({ code: "empty" });
  return { kind: "bytes", bytes: inflated.bytes, compressed: true };
}

function unreadable(cause: UnreadableCause): Unpacked {
  return { kind: "unreadable", cause };
}

function describe(
  svg: string,
  bytes: Uint8Array,
  compressed: boolean,
  crypto: CryptoProvider,
): IndicatorDocument {
  const hash = crypto.createHash("sha256");
  hash.update(bytes);
  return { svg, bytes: bytes.length, sha256: hex(hash.digest()), compressed };
}

function notesOn({ bytes }: IndicatorDocument): readonly IndicatorNote[] {
  if (bytes <= RECOMMENDED_BYTES) return [];
  return [{ code: "bimi.large-indicator", bytes, recommended: RECOMMENDED_BYTES }];
}
