import type { DomainName } from "../base/domain.ts";
import type { FetchFailureReason } from "../task/task.ts";
import type { EvidenceResult } from "./document-checks.ts";
import type { AssertionQuery } from "./discovery.ts";
import type { IndicatorResult } from "./indicator-result.ts";

/** What an evaluation did, in order. */
export type BimiEvent =
  | {
      readonly code: "bimi.eligible";
      readonly authorDomain: DomainName;
      readonly organizationalDomain: DomainName;
      readonly rfc: "BIMI draft §8.1";
    }
  | {
      readonly code: "bimi.selector";
      readonly selector: DomainName;
      /** The field that names it; null for the default. */
      readonly fieldIndex: number | null;
      readonly rfc: "BIMI draft §6.1";
    }
  | {
      readonly code: "bimi.assertion-query";
      readonly name: string;
      readonly outcome: AssertionQuery["outcome"];
      readonly rfc: "BIMI draft §8.2";
    }
  | {
      readonly code: "bimi.fetched";
      readonly uri: string;
      /** Bytes of the body; null when it did not come. */
      readonly bytes: number | null;
      readonly reason: FetchFailureReason | null;
      readonly rfc: "BIMI draft §8.5";
    }
  | {
      readonly code: "bimi.indicator-checked";
      readonly result: IndicatorResult["result"];
      readonly rfc: "BIMI draft §8.6";
    }
  | {
      readonly code: "bimi.evidence-checked";
      readonly result: EvidenceResult["result"];
      readonly rfc: "BIMI draft §8.4";
    };
