import { BRAND_INDICATOR_USAGE, type Certificate } from "./certificate.ts";

export type MarkType = "registered" | "government" | "prior-use" | "modified-registered";

/** The mark that a certificate stands for. BIMI draft §4.5 */
export interface Mark {
  /** Null when it is not stated, or in words that are not known. */
  readonly type: MarkType | null;
  /** The statement itself, the value of the subject's attribute 1.3.6.1.4.1.53087.1.13. */
  readonly statement: string | null;
  /** Verified or Common Mark Certificate; null when the mark type does not tell. BIMI draft §4.5.1, §4.5.2 */
  readonly certificate: "vmc" | "cmc" | null;
}

const MARK_TYPE_ATTRIBUTE = "1.3.6.1.4.1.53087.1.13";

const MARK_TYPES: ReadonlyMap<string, MarkType> = new Map([
  ["registered mark", "registered"],
  ["government mark", "government"],
  ["prior use mark", "prior-use"],
  ["modified registered mark", "modified-registered"],
  ["modified registered trademark mark", "modified-registered"],
]);

/** BIMI draft §4.5.1, §4.5.2 */
const CERTIFICATE_OF: Readonly<Record<MarkType, "vmc" | "cmc">> = {
  registered: "vmc",
  government: "vmc",
  "prior-use": "cmc",
  "modified-registered": "cmc",
};

/**
 * Reads the mark type that the subject states.
 *
 * Choice: a mark certificate without the statement is a VMC, because the first of them were issued before
 * there was another kind to tell apart.
 *
 * BIMI draft §4.5
 */
export function markOf(certificate: Certificate): Mark {
  const statement = certificate.subject.find(({ type }) => type === MARK_TYPE_ATTRIBUTE)?.value ?? null;
  if (statement === null) {
    const isMarkCertificate = certificate.extendedKeyUsage?.includes(BRAND_INDICATOR_USAGE) ?? false;
    return { type: null, statement, certificate: isMarkCertificate ? "vmc" : null };
  }
  const type = MARK_TYPES.get(statement.toLowerCase()) ?? null;
  return { type, statement, certificate: type === null ? null : CERTIFICATE_OF[type] };
}
