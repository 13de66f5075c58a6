import { toDomainName, type DomainName } from "../base/domain.ts";
import { encodeUri, isUri, schemeOf } from "../base/uri.ts";
import type { Tag } from "../message/tag-list.ts";
import type { DmarcRecordNote } from "./notes.ts";

/** A DMARC Reporting URI. RFC 9989 §4.6 */
export interface ReportUri {
  /** The URI without a size limit. */
  readonly uri: string;
  /** What stands after `!`, such as `10m`: obsolete and ignored. RFC 9989 §4.8 */
  readonly sizeLimit: string | null;
}

/** More destinations than a report generator is likely to serve. */
const MANY_URIS = 10;
/** Destinations kept of one list; the note on their number counts them all. */
const MOST_URIS = 100;

/**
 * Reads the comma-separated list of `rua=` or `ruf=`: the syntactically valid URIs, and notes on
 * those that are not or that receivers will hardly use.
 *
 * RFC 9989 §4.8, RFC 3986 §3
 */
export function readReportUris(
  name: "rua" | "ruf",
  tag: Tag,
): { readonly uris: readonly ReportUri[]; readonly notes: readonly DmarcRecordNote[] } {
  const uris: ReportUri[] = [];
  const notes: DmarcRecordNote[] = [];
  let start = 0;
  for (const part of tag.value.split(",")) {
    const text = part.trim();
    const offset = tag.valueSpan.start + start + part.indexOf(text);
    const at = { start: offset, end: offset + text.length };
    start += part.length + 1;
    const reading = readReportUri(text);
    if (reading === null) {
      const code =
        text.includes("@") && !text.includes(":")
          ? "dmarc.report-address-without-scheme"
          : "dmarc.report-uri-invalid";
      notes.push({ code, tag: name, text, at, rfc: "RFC 9989 §4.8" });
      continue;
    }
    uris.push(reading);
    if (reading.sizeLimit !== null)
      notes.push({ code: "dmarc.report-size-limit", tag: name, text, at, rfc: "RFC 9989 §4.8" });
    const scheme = schemeOf(reading.uri);
    if (scheme !== "mailto")
      notes.push({ code: "dmarc.report-uri-scheme", tag: name, scheme, at, rfc: "RFC 9989 §4.7" });
    else if (mailDomainOf(reading.uri) === null)
      notes.push({ code: "dmarc.report-uri-without-address", tag: name, text, at, rfc: "RFC 9989 §4.7" });
  }
  if (uris.length > MANY_URIS)
    notes.push({ code: "dmarc.many-report-uris", tag: name, count: uris.length, rfc: null });
  return { uris: uris.slice(0, MOST_URIS), notes };
}

/** One URI, with or without the obsolete size limit; null when it is neither. RFC 9989 §4.8 */
function readReportUri(text: string): ReportUri | null {
  const mark = text.lastIndexOf("!");
  const sizeLimit = mark === -1 ? null : text.slice(mark + 1);
  const uri = mark === -1 ? text : text.slice(0, mark);
  if (sizeLimit !== null && !SIZE_LIMIT.test(sizeLimit)) return null;
  // RFC 9989 §4.8: an exclamation point must be encoded
  return isUri(uri) && !uri.includes("!") ? { uri, sizeLimit } : null;
}

const SIZE_LIMIT = /^[0-9]+[kmgt]?$/i;

/** The domain that a `mailto:` URI sends to; null for other schemes and where there is none. */
export function mailDomainOf(uri: string): DomainName | null {
  if (schemeOf(uri) !== "mailto") return null;
  const address = uri.slice("mailto:".length).split("?", 1)[0] ?? "";
  const at = address.lastIndexOf("@");
  return at < 1 ? null : toDomainName(address.slice(at + 1));
}

/** What ends a URI or its tag inside a record. RFC 9989 §4.8 */
const DELIMITERS = ",!;";

/** The URI as a record can carry it; what would end the URI or its tag is percent-encoded. RFC 9989 §4.8 */
export function formatReportUri({ uri, sizeLimit }: ReportUri): string {
  const text = encodeUri(uri, DELIMITERS);
  return sizeLimit !== null && SIZE_LIMIT.test(sizeLimit) ? `${text}!${sizeLimit}` : text;
}
