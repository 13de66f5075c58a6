import type { DkimResult } from "../../src/dkim/result.ts";
import type { DmarcReport, SpfReport } from "../../src/analysis/report.ts";
import type { DkimDisagreement, DmarcDisagreement, SpfDisagreement } from "./disagreement.ts";
import type { Observation } from "./observe.ts";
import type { DkimVerdict, DkimWord, DmarcVerdict, PeerVerdicts, SpfVerdict } from "./verdict.ts";

/** What comparing one case with one implementation gave. */
export interface Comparison {
  /** Verdicts compared, by protocol. */
  readonly compared: Readonly<Record<"spf" | "dkim" | "dmarc", number>>;
  readonly spf: readonly SpfDisagreement[];
  readonly dkim: readonly DkimDisagreement[];
  readonly dmarc: readonly DmarcDisagreement[];
}

export function compare(peer: string, observation: Observation, theirs: PeerVerdicts): Comparison {
  const common = { peer, observation };
  const { report } = observation;
  const spf = theirs.spf;
  const dkim = theirs.dkim ?? [];
  const dmarc = theirs.dmarc;
  return {
    compared: {
      spf: spf === undefined ? 0 : 2,
      dkim: dkim.filter((verdict) => verdict !== null).length,
      dmarc: dmarc === undefined ? 0 : 1,
    },
    spf:
      spf === undefined
        ? []
        : [
            ...compareSpf(common, "mailfrom", report.spf.mailFrom, spf.mailFrom),
            ...compareSpf(common, "helo", report.spf.helo, spf.helo),
          ],
    dkim: dkim.flatMap((their, index) => {
      const own = report.dkim[index];
      return their === null || own === undefined ? [] : compareDkim(common, own, their);
    }),
    dmarc: dmarc === undefined ? [] : compareDmarc(common, report.dmarc, dmarc),
  };
}

interface Common {
  readonly peer: string;
  readonly observation: Observation;
}

function compareSpf(common: Common, aspect: string, own: SpfReport, their: SpfVerdict): SpfDisagreement[] {
  const base = { ...common, own, their };
  if (own.result !== their.word) return [{ ...base, aspect, ours: own.result, theirs: their.word }];
  if (own.result !== "fail" || their.explanation === undefined || own.explanation === their.explanation)
    return [];
  return [
    { ...base, aspect: "explanation", ours: String(own.explanation), theirs: String(their.explanation) },
  ];
}

const DKIM_WORDS: Readonly<Record<DkimResult["result"], DkimWord>> = {
  pass: "pass",
  fail: "fail",
  policy: "policy",
  neutral: "unverifiable",
  permerror: "unverifiable",
  temperror: "temperror",
};

function compareDkim(common: Common, own: DkimResult, their: DkimVerdict): DkimDisagreement[] {
  const differing = (aspect: string, ours: string | null, theirs: string | undefined): DkimDisagreement[] =>
    ours === null || theirs === undefined || ours === theirs
      ? []
      : [{ ...common, own, their, aspect, ours, theirs }];
  return [
    ...differing("result", DKIM_WORDS[own.result], their.word),
    ...differing("body-hash", computedBodyHash(own), their.bodyHash),
    ...differing("header-hash", computedHeaderHash(own), their.headerHash),
  ];
}

/** base64 of the body hash that waxseal computed, or null where it computed none. */
function computedBodyHash({ trace }: DkimResult): string | null {
  const event = trace.find(({ code }) => code === "dkim.body-hash");
  return event?.code === "dkim.body-hash" ? event.computed : null;
}

/** SHA-256 over the header data of a signature that did not verify; what does verify needs no comparison. */
function computedHeaderHash(own: DkimResult): string | null {
  if (own.result !== "fail" || own.headerSignature !== "invalid") return null;
  return own.signature.hash === "sha256" ? own.headerDiagnosis.computedHash : null;
}

function compareDmarc(common: Common, own: DmarcReport, their: DmarcVerdict): DmarcDisagreement[] {
  const base = { ...common, own, their };
  if (own.result !== their.word) return [{ ...base, aspect: "result", ours: own.result, theirs: their.word }];
  if (own.result !== "fail" || own.disposition === their.disposition) return [];
  return [{ ...base, aspect: "disposition", ours: own.disposition, theirs: String(their.disposition) }];
}
