import type { AnalysisInputs } from "../analysis/inputs.ts";
import { explainEvidence } from "../analysis/explain/bimi-evidence.ts";
import { explainIndicator } from "../analysis/explain/bimi-indicator.ts";
import { Explainer, type Statement } from "../analysis/explain/statement.ts";
import { byteText } from "../base/bytes.ts";
import type { DomainName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import { publicSuffixOrganizationalDomain } from "../base/public-suffix.ts";
import type { DocumentChecks } from "../bimi/document-checks.ts";
import type { EvidenceResult } from "../bimi/evidence-result.ts";
import type { IndicatorResult } from "../bimi/indicator-result.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { asFailure, inputFailure, usageFailure } from "./failure.ts";
import { readBytes } from "./input.ts";
import { jsonDocument } from "./json.ts";
import { renderStatements } from "./render-statements.ts";
import { painter, type Terminal } from "./terminal.ts";

/** The options that name documents before they are published. */
export interface DocumentOptions {
  readonly selector: string;
  readonly indicator?: string;
  readonly evidence?: string;
  readonly root?: readonly string[];
  readonly json?: boolean;
}

/** What became of the files; null for one that was not named. */
interface CheckedFiles {
  readonly indicator: IndicatorResult | null;
  readonly evidence: EvidenceResult | null;
  /** Whether both hold the same image; null unless both are valid. */
  readonly sameImage: boolean | null;
}

/** Checks an indicator, its evidence, or both, without a record. */
export async function checkFiles(
  domain: DomainName | null,
  options: DocumentOptions,
  { now, limits }: Pick<AnalysisInputs, "now" | "limits">,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.evidence !== undefined && domain === null) {
    throw usageFailure("--evidence: expected the domain that the certificate is for beside it");
  }
  const checks = await openChecks(limits, options.root ?? []);
  const checked = await checkDocuments(domain ?? "", options, now, checks);
  if (options.json === true) terminal.out(jsonDocument(checked));
  else terminal.out(renderStatements(explainFiles(checked), painter(terminal)));
  return isInOrder(checked) ? EXIT.ok : EXIT.failed;
}

async function checkDocuments(
  authorDomain: DomainName,
  options: DocumentOptions,
  now: number,
  checks: DocumentChecks,
): Promise<CheckedFiles> {
  const claim = {
    authorDomain,
    organizationalDomain: publicSuffixOrganizationalDomain(authorDomain) ?? authorDomain,
    selector: options.selector.toLowerCase(),
    now,
  };
  const indicator =
    options.indicator === undefined ? null : checks.indicator(await readBytes(options.indicator));
  const evidence =
    options.evidence === undefined ? null : checks.evidence(await readBytes(options.evidence), claim);
  return { indicator, evidence, sameImage: isSameImage(indicator, evidence) };
}

function isSameImage(indicator: IndicatorResult | null, evidence: EvidenceResult | null): boolean | null {
  if (indicator?.result !== "valid" || evidence?.result !== "valid") return null;
  return indicator.document.sha256 === evidence.indicator.sha256;
}

function explainFiles({ indicator, evidence, sameImage }: CheckedFiles): readonly Statement[] {
  const comparison = new Explainer("bimi");
  if (sameImage !== null) {
    const words = sameImage
      ? "The indicator is the one in the evidence."
      : "The evidence holds another image.";
    comparison.result(words, "BIMI draft §8.9");
  }
  return [
    ...(indicator === null ? [] : explainIndicator(indicator)),
    ...(evidence === null ? [] : explainEvidence(evidence)),
    ...comparison.statements,
  ];
}

function isInOrder({ indicator, evidence, sameImage }: CheckedFiles): boolean {
  const results = [indicator?.result ?? "valid", evidence?.result ?? "valid"];
  return results.every((result) => result === "valid") && sameImage !== false;
}

/** The checks of documents, trusting the roots in the files too. */
export async function openChecks(limits: Limits, files: readonly string[]): Promise<DocumentChecks> {
  const roots: string[] = [];
  for (const file of files) roots.push(byteText(await readBytes(file)));
  const { documentChecks } = await import("../bimi/platform-checks.ts");
  return asFailure(
    (message) =>
      inputFailure(message.replace(/roots\[(\d+)\]/, (_, index) => files[Number(index)] ?? "--root")),
    () => documentChecks(nodeCrypto, { limits, roots }),
  );
}
