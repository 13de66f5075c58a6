import type { DnsAnswer } from "../dns/answer.ts";
import type { DkimPermerrorCause, DkimPolicyCause } from "./result.ts";

/** What happened while one signature was verified, in order. `record` counts the TXT records of the answer from 0. */
export type DkimEvent =
  | {
      readonly code: "dkim.body-hash";
      readonly expected: string;
      readonly computed: string;
      readonly hashedBytes: number;
      readonly rfc: "RFC 6376 §6.1.3";
    }
  | {
      readonly code: "dkim.key-answer";
      readonly name: string;
      readonly kind: DnsAnswer<unknown>["kind"];
      readonly rfc: "RFC 6376 §3.6.2.1";
    }
  | { readonly code: "dkim.record-ignored"; readonly record: number; readonly rfc: "RFC 6376 §6.1.2" }
  | {
      readonly code: "dkim.key-unusable";
      readonly record: number;
      readonly cause: DkimPermerrorCause;
      readonly rfc: "RFC 6376 §6.1.2";
    }
  | {
      readonly code: "dkim.header-input";
      readonly fields: number;
      readonly bytes: number;
      readonly rfc: "RFC 6376 §3.7";
    }
  | {
      readonly code: "dkim.header-signature";
      readonly record: number;
      readonly valid: boolean;
      readonly rfc: "RFC 6376 §6.1.3";
    }
  | { readonly code: "dkim.refused"; readonly cause: DkimPolicyCause; readonly rfc: "RFC 6376 §6.3" };
