/** The version section. RFC 7208 §4.5 */
export const VERSION = "v=spf1";

export type SpfRecordSelection =
  | { readonly kind: "none" }
  | {
      readonly kind: "one";
      readonly text: string;
      /** The character-strings as published. */
      readonly strings: readonly string[];
    }
  | { readonly kind: "several"; readonly count: number };

/**
 * Chooses the SPF record among the TXT records of a name: those whose version section is exactly
 * `v=spf1`, in any case. The strings of a record are joined with nothing between.
 *
 * RFC 7208 §4.5, §3.3
 */
export function selectSpfRecord(records: readonly (readonly string[])[]): SpfRecordSelection {
  const candidates = records
    .map((strings) => ({ strings, text: strings.join("") }))
    .filter(({ text }) => startsWithVersion(text));
  const [only] = candidates;
  if (only === undefined) return { kind: "none" };
  if (candidates.length > 1) return { kind: "several", count: candidates.length };
  return { kind: "one", ...only };
}

/** Whether the version section ends in a space or with the text. RFC 7208 §4.5 */
export function startsWithVersion(text: string): boolean {
  const next = text.charAt(VERSION.length);
  return text.slice(0, VERSION.length).toLowerCase() === VERSION && (next === "" || next === " ");
}
