import { encodeUtf8 } from "../../src/base/utf8.ts";

/** The start tag of a root element that keeps every rule. */
export const ROOT =
  '<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 64 64">';

/** A minimal indicator that keeps every rule, with more content on its second line if wanted. */
export function indicator(content = '<circle cx="32" cy="32" r="30" fill="#0a5"/>'): string {
  return `${ROOT}<title>Example</title>\n${content}</svg>`;
}

/** The bytes of {@link indicator}. */
export function indicatorBytes(content?: string): Uint8Array {
  return encodeUtf8(indicator(content));
}
