/**
 * The checks of BIMI documents: images by the SVG profile, certificates of marks. They stand apart because
 * reading XML and certificates takes longer to load than everything else.
 */
export { documentChecks } from "./bimi/platform-checks.ts";
export { checkIndicator } from "./bimi/indicator.ts";
export { checkEvidence } from "./bimi/evidence.ts";
export type { EvidenceChecking } from "./bimi/evidence.ts";
export { trustedRoots } from "./bimi/trusted-roots.ts";
export type { TrustedRoots } from "./bimi/certificate-path.ts";
