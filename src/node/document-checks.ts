import type { AnalysisInputs } from "../analysis/inputs.ts";
import type { DocumentChecks } from "../bimi/document-checks.ts";
import { nodeCrypto } from "./crypto.ts";

/**
 * The checks of Indicators and evidence under the limits and the policy of an analysis. What reads XML and
 * certificates takes longer to load than all the rest, so it is loaded here, where a document may come.
 */
export async function loadDocumentChecks(
  inputs: Pick<AnalysisInputs, "limits" | "policy">,
): Promise<DocumentChecks> {
  const { documentChecks } = await import("../bimi/platform-checks.ts");
  return documentChecks(nodeCrypto, { limits: inputs.limits, roots: inputs.policy.bimi.roots });
}
