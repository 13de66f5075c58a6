import type { AuthenticationResults, MethodResult, ResultProperty } from "../authres/result.ts";
import type { Assertion, BimiResult } from "../bimi/result.ts";
import type { DkimResult } from "../dkim/result.ts";
import { dispositionOf } from "../dmarc/applied-policy.ts";
import type { ArcReport, BimiReport, DmarcReport, IprevReport, MessageReport, SpfReport } from "./report.ts";
import { isUnsigned } from "./unsigned.ts";

/** Leading characters of `b=` that tell signatures of one signer apart. RFC 6008 §4 asks for eight or more */
const SIGNATURE_PREFIX = 8;

/**
 * The report as the results of an Authentication-Results field.
 *
 * What was not evaluated is not stated. SPF is stated once for each identity evaluated, DKIM once for
 * each signature and as `none` for an unsigned message. `reason` carries the code of a cause; prose
 * is left to `explain`.
 *
 * RFC 8601 §2.2, §2.7
 */
export function toAuthenticationResults(report: MessageReport, authservId: string): AuthenticationResults {
  const results = [
    ...iprevResult(report.iprev, report.inputs.envelope.clientIp),
    ...spfResult(report.spf.mailFrom),
    ...spfResult(report.spf.helo),
    ...dkimResults(report),
    ...dmarcResult(report.dmarc),
    arcResult(report.arc, report.inputs.envelope.clientIp),
    ...bimiResult(report.bimi),
  ];
  return { authservId, version: null, comments: [], results };
}

/** RFC 8601 §2.7.3 */
function iprevResult(iprev: IprevReport, clientIp: string | undefined): readonly MethodResult[] {
  if (iprev.result === "not-evaluated" || clientIp === undefined) return [];
  return [methodResult("iprev", iprev.result, null, [property("policy", "iprev", clientIp)])];
}

/** RFC 8601 §2.7.2 */
function spfResult(spf: SpfReport): readonly MethodResult[] {
  if (spf.result === "not-evaluated") return [];
  const reason = "cause" in spf ? spf.cause.code : null;
  const identity =
    spf.identity === "helo"
      ? property("smtp", "helo", spf.helo)
      : property("smtp", "mailfrom", spf.substituted ? `postmaster@${spf.domain}` : spf.sender);
  return [methodResult("spf", spf.result, reason, [identity])];
}

/** RFC 8601 §2.7.1 */
function dkimResults(report: MessageReport): readonly MethodResult[] {
  if (isUnsigned(report)) return [methodResult("dkim", "none", null, [])];
  return report.dkim.map((dkim) => methodResult("dkim", dkim.result, dkimReason(dkim), dkimProperties(dkim)));
}

function dkimReason(dkim: DkimResult): string | null {
  if ("cause" in dkim) return dkim.cause.code;
  if (dkim.result !== "fail") return null;
  return dkim.headerSignature === "valid" ? "body-hash-mismatch" : "header-signature-invalid";
}

function dkimProperties(dkim: DkimResult): readonly ResultProperty[] {
  if (dkim.result === "neutral") {
    const { sdid, selector } = dkim.claimed;
    return [
      ...(sdid === null ? [] : [property("header", "d", sdid)]),
      ...(selector === null ? [] : [property("header", "s", selector)]),
    ];
  }
  const { signature } = dkim;
  return [
    property("header", "d", signature.sdid),
    property("header", "i", signature.auid),
    property("header", "s", signature.selector),
    property("header", "a", signature.algorithm),
    property("header", "b", signature.signatureData.slice(0, SIGNATURE_PREFIX)),
  ];
}

/** The policy is stated as it is to be applied, test mode taken into account. RFC 9989 §9.1, §9.2 */
function dmarcResult(dmarc: DmarcReport): readonly MethodResult[] {
  if (dmarc.result === "not-evaluated") return [];
  const from = dmarc.authorDomain === null ? [] : [property("header", "from", dmarc.authorDomain)];
  const policy =
    "policy" in dmarc && dmarc.policy !== null
      ? [property("policy", "dmarc", dispositionOf(dmarc.policy))]
      : [];
  const reason = "cause" in dmarc ? dmarc.cause.code : null;
  return [methodResult("dmarc", dmarc.result, reason, [...from, ...policy])];
}

/** RFC 8617 §5.2, §6 */
function arcResult(arc: ArcReport, clientIp: string | undefined): MethodResult {
  const oldestPass = arc.result === "pass" ? [property("header", "oldest-pass", String(arc.oldestPass))] : [];
  const remoteIp =
    clientIp === undefined || arc.result === "none" ? [] : [property("smtp", "remote-ip", clientIp)];
  const reason = arc.result === "fail" ? arc.cause.code : null;
  return methodResult("arc", arc.result, reason, [...oldestPass, ...remoteIp]);
}

/** BIMI draft §8.7 */
function bimiResult(bimi: BimiReport): readonly MethodResult[] {
  if (bimi.result === "not-evaluated") return [];
  const reason = "cause" in bimi ? bimi.cause.code : null;
  const place = assertionPlace(bimi);
  const properties =
    place === null
      ? []
      : [property("header", "d", place.domain), property("header", "selector", place.selector)];
  const authority = "authority" in bimi ? [property("policy", "authority", bimi.authority)] : [];
  return [methodResult("bimi", bimi.result, reason, [...properties, ...authority])];
}

/** Where the record stands that was evaluated, be it erroneous. */
function assertionPlace(bimi: BimiResult): Pick<Assertion, "domain" | "selector"> | null {
  if ("assertion" in bimi && bimi.assertion !== null) return bimi.assertion;
  return bimi.result === "fail" && "selector" in bimi.cause ? bimi.cause : null;
}

function methodResult(
  method: string,
  result: string,
  reason: string | null,
  properties: readonly ResultProperty[],
): MethodResult {
  return { method, methodVersion: null, result, reason, properties, comments: [] };
}

function property(ptype: string, name: string, pvalue: string): ResultProperty {
  return { ptype, property: name, pvalue };
}
