import { type HashAlgAndValue, LogotypeExtn } from "@peculiar/asn1-x509-logotype";
import { decodeBase64 } from "../base/base64.ts";
import { hex } from "../base/bytes.ts";
import type { HashAlgorithm } from "../crypto/provider.ts";
import { readDer } from "./der.ts";

/** Object identifier of the logotype extension. RFC 9399 §4.1 */
export const LOGOTYPE_EXTENSION = "1.3.6.1.5.5.7.1.12";

/** The image that a mark certificate carries. */
export interface Logotype {
  /** SVG or SVGZ, as embedded. */
  readonly image: Uint8Array;
  /** The digests stated, of the uncompressed image; those of other algorithms left out. */
  readonly digests: readonly LogotypeDigest[];
}

export interface LogotypeDigest {
  readonly algorithm: HashAlgorithm;
  /** Hexadecimal. */
  readonly value: string;
}

export type LogotypeReading =
  | { readonly kind: "logotype"; readonly logotype: Logotype }
  | { readonly kind: "issue"; readonly issue: LogotypeIssue };

export type LogotypeIssue =
  /** Not the structure, or not exactly one image of the subject. */
  | { readonly code: "logotype-malformed" }
  | { readonly code: "logotype-media-type"; readonly mediaType: string }
  /** The image is elsewhere instead of in a `data:` URI. */
  | { readonly code: "logotype-not-embedded"; readonly uri: string }
  /** The `data:` URI is no base64. */
  | { readonly code: "logotype-encoding" };

const SVG_MEDIA_TYPE = "image/svg+xml";

/** RFC 2397 §3: media type and encoding, up to the comma. */
const DATA_PREFIXES: readonly string[] = [
  `data:${SVG_MEDIA_TYPE};base64`,
  `data:${SVG_MEDIA_TYPE}+gzip;base64`,
];

/** Characters of a URI that an issue repeats. */
const EXCERPT = 200;

const HASHES: ReadonlyMap<string, HashAlgorithm> = new Map([
  ["1.3.14.3.2.26", "sha1"],
  ["2.16.840.1.101.3.4.2.1", "sha256"],
]);

/**
 * Takes the subject's one SVG image out of the logotype extension. Reading it involves no network: an
 * image that is only referred to is an issue.
 *
 * RFC 9399 §4.1, §4.3
 */
export function readLogotype(content: Uint8Array): LogotypeReading {
  const images = readDer(content, LogotypeExtn)?.subjectLogo?.direct?.image ?? [];
  const [image, ...others] = images;
  if (image === undefined || others.length > 0) return issue({ code: "logotype-malformed" });
  const { mediaType, logotypeURI, logotypeHash } = image.imageDetails;
  if (mediaType.toLowerCase() !== SVG_MEDIA_TYPE) return issue({ code: "logotype-media-type", mediaType });
  const [uri, ...otherUris] = logotypeURI;
  if (uri === undefined || otherUris.length > 0) return issue({ code: "logotype-malformed" });
  const comma = uri.indexOf(",");
  if (!DATA_PREFIXES.includes(uri.slice(0, Math.max(0, comma)).toLowerCase())) {
    return issue({ code: "logotype-not-embedded", uri: uri.slice(0, EXCERPT) });
  }
  const bytes = decodeBase64(uri.slice(comma + 1));
  if (bytes === null) return issue({ code: "logotype-encoding" });
  return { kind: "logotype", logotype: { image: bytes, digests: logotypeHash.flatMap(readDigest) } };
}

function readDigest({ hashAlg, hashValue }: HashAlgAndValue): readonly LogotypeDigest[] {
  const algorithm = HASHES.get(hashAlg.algorithm);
  return algorithm === undefined ? [] : [{ algorithm, value: hex(new Uint8Array(hashValue.buffer)) }];
}

function issue(problem: LogotypeIssue): LogotypeReading {
  return { kind: "issue", issue: problem };
}
