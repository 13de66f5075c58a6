import type { DmarcReport, SpfReport } from "../../src/analysis/report.ts";
import type { DkimResult } from "../../src/dkim/result.ts";
import type { Observation } from "./observe.ts";
import type { Verdict } from "./verdict.ts";

/** A verdict on which waxseal and another implementation differ. */
export interface Disagreement<Own, Their extends Verdict = Verdict> {
  readonly peer: string;
  readonly observation: Observation;
  /** Which part of the verdict differs. */
  readonly aspect: string;
  /** The differing values as compared. */
  readonly ours: string;
  readonly theirs: string;
  readonly own: Own;
  readonly their: Their;
}

export type SpfDisagreement = Disagreement<SpfReport>;
export type DkimDisagreement = Disagreement<DkimResult>;
export type DmarcDisagreement = Disagreement<DmarcReport>;

/** A reason for which implementations differ, decided by an RFC. */
export interface Rule<Kind> {
  readonly id: string;
  /** The sections that decide. */
  readonly rfc: string;
  /** What waxseal does and why. */
  readonly reason: string;
  readonly explains: (disagreement: Kind) => boolean;
}
