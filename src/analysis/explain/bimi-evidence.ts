import type { EvidenceCause, EvidenceResult } from "../../bimi/evidence-result.ts";
import type { Mark } from "../../bimi/mark.ts";
import { unreadableWords } from "./bimi-indicator.ts";
import { counted, Explainer, listed, moment, type Statement } from "./statement.ts";

type ValidEvidence = Extract<EvidenceResult, { result: "valid" }>;

/** Explains the check of an Evidence Document by itself. */
export function explainEvidence(check: EvidenceResult): readonly Statement[] {
  const explainer = new Explainer("bimi");
  if (check.result === "valid") {
    explainer.result(
      `The evidence holds: a ${markWords(check.mark)} for ${listed(check.domains)}, with the Indicator "${check.title}".`,
      "BIMI draft §8.4",
    );
    explainer.reason(chainWords(check), "BIMI draft §4.5");
    return explainer.statements;
  }
  explainer.result("The evidence does not hold.", "BIMI draft §8.4");
  for (const cause of check.causes) {
    explainer.reason(`Evidence: ${evidenceCauseWords(cause)}.`, "BIMI draft §8.4");
  }
  return explainer.statements;
}

/** What valid evidence shows. */
export function chainWords({ chain, timestamps }: ValidEvidence): string {
  const logs = counted(timestamps.length, "transparency log");
  return `A chain of ${counted(chain.length, "certificate")} leads to a trusted root; the mark certificate speaks for the domain and carries promises of ${logs}.`;
}

/** What kind of certificate it is. */
export function markWords(mark: Mark): string {
  const kind =
    mark.certificate === null ? "mark certificate" : `${CERTIFICATES[mark.certificate]} Mark Certificate`;
  return mark.statement === null ? kind : `${kind} (${mark.statement})`;
}

const CERTIFICATES = { vmc: "Verified", cmc: "Common" } as const;

/** What is wrong with the evidence. Certificates count from 1, the mark certificate itself. */
export function evidenceCauseWords(cause: EvidenceCause): string {
  if ("certificate" in cause) return `certificate ${cause.certificate + 1} ${pathWords(cause)}`;
  switch (cause.code) {
    case "unreadable":
      return unreadableWords(cause.cause);
    case "no-certificate":
      return "there is no certificate in it";
    case "encapsulation":
      return `certificate ${cause.index + 1} is no complete PEM`;
    case "too-many-certificates":
      return `it has more than ${counted(cause.limit, "certificate")}`;
    case "certificate-malformed":
      return `certificate ${cause.index + 1} is malformed`;
    case "domain":
      return `it speaks for ${cause.domains.length === 0 ? "no domain" : listed(cause.domains)}; needed would be ${listed(cause.expected)}`;
    case "timestamps-missing":
      return "nothing shows that a transparency log recorded it";
    case "timestamps-malformed":
      return "its transparency timestamps are malformed";
    case "logotype-missing":
      return "it holds no image";
    case "logotype-malformed":
      return "its logotype extension does not hold exactly one image";
    case "logotype-media-type":
      return `its image is "${cause.mediaType}", not SVG`;
    case "logotype-not-embedded":
      return `its image is elsewhere, at "${cause.uri}"`;
    case "logotype-encoding":
      return "its image is no base64";
    case "logotype-digest-missing":
      return "it states no digest of its image by SHA-1 or SHA-256";
    case "logotype-digest-mismatch":
      return `the ${cause.algorithm} of its image is ${cause.computed}; it states ${cause.expected}`;
    case "indicator":
      return cause.check.result === "unreadable"
        ? `its image cannot be read: ${unreadableWords(cause.check.cause)}`
        : `its image breaks ${counted(cause.check.violations.length, "rule")} of the SVG Tiny PS profile`;
  }
}

type PathCause = Extract<EvidenceCause, { readonly certificate: number }>;

function pathWords(cause: PathCause): string {
  switch (cause.code) {
    case "issuer-missing":
      return "has an issuer that is neither in the file nor trusted";
    case "root-not-trusted":
      return `(SHA-256 ${cause.sha256}) is the end of the chain and not trusted`;
    case "signature":
      return "is not signed by its issuer";
    case "signature-algorithm":
      return `is signed by an algorithm that proves nothing (${cause.algorithm})`;
    case "not-yet-valid":
      return `is not valid before ${moment(cause.notBefore)}`;
    case "expired":
      return `expired at ${moment(cause.notAfter)}`;
    case "not-an-authority":
      return "issued one below it and is no authority";
    case "key-usage":
      return "has a key that may not sign certificates";
    case "path-length":
      return `allows ${cause.limit} authorities below it, and there are ${cause.length}`;
    case "extended-key-usage":
      return "is not for brand indicators";
    case "critical-extension":
      return `has a critical extension that is not known (${cause.extension})`;
    case "authority":
      return "is an authority, and a mark certificate may be none";
  }
}
