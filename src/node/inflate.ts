import { gunzipSync } from "node:zlib";
import type { InflateAnswer } from "../crypto/provider.ts";

/** node:zlib as the core's inflate: stops at the first block that goes past the maximum. RFC 1952 §2.2 */
export function inflate(gzip: Uint8Array, maximumBytes: number): InflateAnswer {
  try {
    const { buffer, byteOffset, length } = gunzipSync(gzip, { maxOutputLength: maximumBytes });
    return { kind: "inflated", bytes: new Uint8Array(buffer, byteOffset, length) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    return { kind: code === "ERR_BUFFER_TOO_LARGE" ? "too-large" : "malformed" };
  }
}
