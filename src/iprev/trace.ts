import type { ReverseName } from "../dns/reverse-names.ts";

/** What happened in a check, in order. */
export type IprevEvent =
  | {
      readonly code: "iprev.reverse-lookup";
      readonly name: string;
      readonly answer: "names" | "nodata" | "nxdomain" | "failure";
      readonly rfc: "RFC 8601 §2.7.3";
    }
  | {
      readonly code: "iprev.name-checked";
      readonly name: string;
      readonly outcome: ReverseName["outcome"];
      readonly rfc: "RFC 8601 §2.7.3";
    }
  | {
      readonly code: "iprev.names-ignored";
      readonly count: number;
      readonly limit: number;
      readonly rfc: "RFC 7208 §4.6.4";
    };
