import { createHash } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { dmarc } from "mailauth/lib/dmarc/index.js";
import { spf } from "mailauth/lib/spf/index.js";
import type { MessageReport } from "../../src/analysis/report.ts";
import type { RecordType } from "../../src/dns/answer.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { fitsDns, type GeneratedCase } from "../support/generate/case.ts";
import type { Observation } from "./observe.ts";
import type { Peer } from "./peer.ts";
import type { DkimVerdict, DkimWord, DmarcVerdict, PeerVerdicts, SpfVerdict } from "./verdict.ts";

/** mailauth in one of its two modes, protocol by protocol, over the zone of the case. */
export function mailauthPeer(strict: boolean): Peer {
  return {
    name: strict ? "mailauth strict" : "mailauth lenient",
    judge: async (batch) => {
      const verdicts: PeerVerdicts[] = [];
      for (const observation of batch) verdicts.push(await judge(observation, strict));
      return verdicts;
    },
  };
}

async function judge({ each, report }: Observation, strict: boolean): Promise<PeerVerdicts> {
  const resolver = errorResolver(each.zone);
  const { clientIp, helo, mailFrom } = each.envelope;
  const checkSpf = async (sender: string): Promise<SpfVerdict> => {
    const { status, explanation } = await spf({
      sender,
      ip: clientIp,
      helo,
      mta: "unknown",
      resolver,
      strict,
    });
    return { word: status.result, detail: status.comment || "", explanation: explanation ?? null };
  };
  const spfVerdicts = {
    mailFrom: await checkSpf(mailFrom ?? ""),
    helo: await checkSpf(`postmaster@${helo}`),
  };
  const verified = await verifyDkim(each, resolver, strict);
  if (verified === null) return { spf: spfVerdicts };
  return {
    spf: spfVerdicts,
    dkim: alignVerdicts(each, report, verified.results, strict),
    dmarc: await judgeDmarc(report, verified, resolver, strict),
  };
}

/** The results, or null where it ends in an exception and so says nothing of the message. */
async function verifyDkim(
  each: GeneratedCase,
  resolver: MailauthResolver,
  strict: boolean,
): Promise<Verified | null> {
  const options = { resolver, strict, curTime: new Date(each.now * 1000) };
  return await dkimVerify(Buffer.from(each.message), options).catch(() => null);
}

type Verified = Awaited<ReturnType<typeof dkimVerify>>;
type SignatureResult = Verified["results"][number];

/** Results by field; the lenient mode leaves out fields that it cannot process. */
function alignVerdicts(
  { id }: GeneratedCase,
  { dkim, message: { notes } }: MessageReport,
  results: readonly SignatureResult[],
  strict: boolean,
): readonly (DkimVerdict | null)[] {
  const signed = results.filter(({ status }) => status.result !== "none");
  if (signed.length === dkim.length) return signed.map(toVerdict);
  // Past its limits waxseal reads no further fields, so there is nothing to set beside their results.
  if (notes.some(({ code }) => code.endsWith("header-limit"))) return dkim.map(() => null);
  if (strict) throw new Error(`${id}: expected ${dkim.length} results, got ${signed.length}`);
  const left = [...signed];
  return dkim.map((own) => {
    const claimed = own.result === "neutral" ? own.claimed : own.signature;
    const index = left.findIndex(({ selector }) => selector === claimed.selector);
    const [match] = index === -1 ? [] : left.splice(index, 1);
    return match === undefined ? null : toVerdict(match);
  });
}

function toVerdict(result: SignatureResult): DkimVerdict {
  const { status, bodyHash, signingHeaders } = result;
  const detail = status.comment || "";
  const header = signingHeaders?.canonicalizedHeader;
  return {
    word: dkimWord(status.result, detail),
    detail,
    ...(typeof bodyHash === "string" ? { bodyHash } : {}),
    ...(header === undefined
      ? {}
      : { headerHash: createHash("sha256").update(Buffer.from(header, "base64")).digest("hex") }),
  };
}

function dkimWord(result: string, detail: string): DkimWord {
  if (result === "pass" || result === "fail" || result === "policy" || result === "temperror") return result;
  if (detail === "body hash did not verify") return "fail";
  return detail === "expired" ? "policy" : "unverifiable";
}

/** DMARC over mailauth's own reading of From and the identifiers that waxseal authenticated, so that only DMARC is compared. */
async function judgeDmarc(
  { spf: { mailFrom }, dkim }: MessageReport,
  { headerFrom, fromFields }: Verified,
  resolver: MailauthResolver,
  strict: boolean,
): Promise<DmarcVerdict> {
  const options = {
    headerFrom,
    fromFields,
    spfDomains: mailFrom.result === "pass" ? [mailFrom.domain] : [],
    dkimDomains: dkim.flatMap((each) => (each.result === "pass" ? [{ domain: each.signature.sdid }] : [])),
    resolver,
    strict,
  };
  const result = await dmarc(options);
  if (result === false) return { word: "none", detail: "no author domain", disposition: null };
  return {
    word: result.status.result,
    detail: result.status.comment || "",
    disposition: result.status.result === "fail" ? (result.policy ?? null) : null,
  };
}

/** As mailauth declares it; MX answers are objects in truth. */
type MailauthResolver = (name: string, type: string) => Promise<string[] | string[][]>;

const ERROR_CODES: Readonly<Record<string, string>> = {
  timeout: "ETIMEOUT",
  servfail: "ESERVFAIL",
  refused: "EREFUSED",
  malformed: "EBADRESP",
};

/** The zone as node:dns shows it: records, or an error with a code. */
function errorResolver(zone: Zone): MailauthResolver {
  const resolver = snapshotResolver(zone);
  return async (name, type) => {
    const bare = name.replace(/\.$/, "");
    if (!fitsDns(bare)) throw dnsError("EBADNAME");
    const answer = await resolver.resolve(type as RecordType, bare);
    if (answer.kind === "records") return structuredClone(answer.records) as unknown as string[];
    if (answer.kind === "failure") throw dnsError(ERROR_CODES[answer.reason] ?? "ESERVFAIL");
    throw dnsError(answer.kind === "nodata" ? "ENODATA" : "ENOTFOUND");
  };
}

function dnsError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
