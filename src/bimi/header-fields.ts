import { encodeBase64 } from "../base/base64.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import type { HeaderField } from "../message/header-field.ts";
import type { BimiResult } from "./result.ts";

type BimiPass = Extract<BimiResult, { result: "pass" }>;

/** The fields that a receiver writes for its own users. BIMI draft §6.6 */
const RECEIVER_FIELDS: ReadonlySet<string> = new Set([
  "bimi-location",
  "bimi-indicator",
  "bimi-logo-preference",
]);

/**
 * The fields that only a receiver may write and this message came with: indices of what must be removed
 * before it is passed on, whatever the result.
 *
 * BIMI draft §6.6, §8.8
 */
export function bimiFieldsToRemove(fields: readonly HeaderField[]): readonly number[] {
  return fields.filter(({ lowerName }) => RECEIVER_FIELDS.has(lowerName)).map(({ index }) => index);
}

/**
 * Writes the fields that hand the Indicator to mail programs, ready to stand above a message:
 * BIMI-Location, BIMI-Indicator and BIMI-Logo-Preference, each ending in CRLF. Without a pass there is
 * nothing to hand over and the text is empty.
 *
 * No line is longer than 998 octets; a URI that would make it so leaves BIMI-Location out.
 *
 * BIMI draft §8.9 to §8.11
 */
export function formatBimiFields(result: BimiResult): string {
  if (result.result !== "pass") return "";
  return `${locationField(result)}${indicatorField(result)}${preferenceField(result)}`;
}

/** Octets of a line without its CRLF. RFC 5322 §2.1.1 */
const LINE_OCTETS = 998;

/**
 * Choice: both places are stated where evidence was checked, because the Indicators in both were
 * compared, and a mail program may want either.
 *
 * BIMI draft §6.2, §8.9
 */
function locationField({ assertion, evidence }: BimiPass): string {
  const { location, evidence: evidenceUri } = assertion.record;
  const lines = ["BIMI-Location: v=BIMI1;", ` l=${location ?? ""};`];
  if (evidence !== null) lines.push(` a=${evidenceUri ?? ""};`);
  return lines.some((line) => line.length > LINE_OCTETS) ? "" : `${lines.join("\r\n")}\r\n`;
}

/** Base64 on one line. RFC 2045 §6.8 has 76 characters; one more is the white space before it */
const BASE64_LINE = 76;

/** BIMI draft §6.3, §8.10 */
function indicatorField({ indicator }: BimiPass): string {
  const text = encodeBase64(encodeUtf8(indicator.document.svg));
  const lines = ["BIMI-Indicator:"];
  for (let start = 0; start < text.length; start += BASE64_LINE) {
    lines.push(text.slice(start, start + BASE64_LINE));
  }
  return `${lines.join("\r\n ")}\r\n`;
}

/** Only a preference that was stated, and is a known one. BIMI draft §6.4, §8.11 */
function preferenceField({ assertion: { record } }: BimiPass): string {
  const stated = record.tags.some(({ name }) => name === "avp") ? record.avatarPreference : null;
  return stated === null ? "" : `BIMI-Logo-Preference: avp=${stated};\r\n`;
}
