import type { DnsFailureReason, RecordType } from "../dns/answer.ts";
import type { IprevEvent } from "./trace.ts";

interface IprevCommon {
  readonly clientIp: string;
  readonly trace: readonly IprevEvent[];
}

/** Whether the client's address and one of its names agree in both directions. RFC 8601 §2.7.3 */
export type IprevResult = IprevCommon &
  (
    | {
        readonly result: "pass";
        /** The first name that was confirmed. */
        readonly name: string;
        readonly confirmedNames: readonly [string, ...string[]];
      }
    | { readonly result: "fail"; readonly cause: IprevFailCause }
    | { readonly result: "temperror"; readonly cause: IprevTemperrorCause }
    | { readonly result: "permerror"; readonly cause: IprevPermerrorCause }
  );

/** Names were found, and none of them has the client's address. */
export interface IprevFailCause {
  readonly code: "not-confirmed";
  readonly names: readonly string[];
}

export interface IprevTemperrorCause {
  readonly code: "dns";
  readonly type: RecordType;
  readonly name: string;
  readonly reason: DnsFailureReason;
}

/** The address has no name. */
export interface IprevPermerrorCause {
  readonly code: "no-name";
  readonly answer: "nodata" | "nxdomain";
}
