import type { ArcAuthresReading } from "../authres/dialect.ts";
import type { DomainName } from "../base/domain.ts";
import type { DkimKey } from "../dkim/key-record.ts";
import type { DkimNote } from "../dkim/notes.ts";
import type {
  DkimPermerrorCause,
  DkimPolicyCause,
  HeaderDiagnosis,
  KeyUnavailable,
  SignatureResult,
} from "../dkim/result.ts";
import type { ClaimedSigner } from "../dkim/signature.ts";
import type { DkimEvent } from "../dkim/trace.ts";
import type { HeaderLimit } from "../message/message.ts";
import type { HopChange } from "./changes.ts";
import type { MessageSignature, MessageSignatureIssue } from "./message-signature.ts";
import type { ArcNote } from "./notes.ts";
import type { ChainValidation, Seal, SealIssue } from "./seal.ts";
import type { ArcFieldName } from "./sets.ts";
import type { ArcEvent } from "./trace.ts";

/**
 * The Chain Validation Status of a message, and the view of its chain. That a chain passes says who
 * sealed and in which order; whether they are believed is `trusted`, decided by policy alone.
 *
 * RFC 8617 §4.4, §5.2
 */
export type ArcResult = ArcCommon &
  (
    | { readonly result: "none"; readonly trusted: false }
    | {
        readonly result: "pass";
        /** The oldest instance from which on every message signature still verifies; 0 when all do. RFC 8617 §5.2 */
        readonly oldestPass: number;
        /** Whether every sealer is on the list of trusted ones. */
        readonly trusted: boolean;
        /** The sealers that are not. */
        readonly untrustedSealers: readonly DomainName[];
        /**
         * The instances whose reports can be relied on for this message as it stands: the sealer is
         * trusted, and either its message signature still verifies or every later sealer is trusted too.
         */
        readonly attested: readonly number[];
      }
    | { readonly result: "fail"; readonly trusted: false; readonly cause: ArcCause }
  );

interface ArcCommon {
  /** The sets, the oldest first; none when there are more than the limit. */
  readonly sets: readonly ArcSet[];
  /** Where between the sealers the message was changed; empty when sets are missing. */
  readonly changes: readonly HopChange[];
  readonly notes: readonly ArcNote[];
  readonly trace: readonly ArcEvent[];
}

/** One set: who sealed, what it reports, and what still holds. A part is null unless the set has exactly one such field. */
export interface ArcSet {
  readonly instance: number;
  /** Signer of the seal as far as it can be read; proven only by a seal that verifies. */
  readonly sealer: ClaimedSigner | null;
  readonly seal: SealResult | null;
  /** Whether the message signature verifies on the message as it is today. */
  readonly messageSignature: MessageSignatureResult | null;
  /** What the sealer reports to have found when the message arrived there. RFC 8617 §4.1.1 */
  readonly authenticationResults: ArcAssessment | null;
}

/** An ARC-Authentication-Results field as far as it can be read. RFC 8617 §3.4 */
export type ArcAssessment = ArcAuthresReading & { readonly fieldIndex: number };

interface FieldResult {
  /** Index of the field among all header fields, 0 at the top. */
  readonly fieldIndex: number;
  readonly notes: readonly DkimNote[];
  readonly trace: readonly DkimEvent[];
}

/** Result of one ARC-Message-Signature field, in the words of DKIM. RFC 8617 §4.1.2 */
export type MessageSignatureResult =
  | SignatureResult<MessageSignature>
  | (FieldResult & {
      readonly result: "neutral";
      readonly cause: MessageSignatureIssue;
      readonly text: string;
      readonly claimed: ClaimedSigner;
    });

/** Result of one ARC-Seal field, in the words of DKIM. RFC 8617 §5.2 */
export type SealResult = FieldResult &
  (
    | { readonly result: "pass"; readonly seal: Seal; readonly key: DkimKey }
    | {
        readonly result: "fail";
        readonly seal: Seal;
        readonly key: DkimKey;
        readonly headerDiagnosis: HeaderDiagnosis;
      }
    | {
        readonly result: "policy";
        readonly seal: Seal;
        readonly key: DkimKey;
        readonly cause: DkimPolicyCause;
      }
    | {
        readonly result: "permerror";
        readonly seal: Seal;
        readonly key: DkimKey | null;
        readonly cause: SealPermerrorCause;
      }
    | { readonly result: "temperror"; readonly seal: Seal; readonly cause: KeyUnavailable }
    | {
        readonly result: "neutral";
        readonly cause: SealIssue;
        readonly text: string;
        readonly claimed: ClaimedSigner;
      }
  );

export type SealPermerrorCause =
  | DkimPermerrorCause
  /** A set that the seal covers is not there exactly once, so what was sealed is unknown. */
  | { readonly code: "incomplete-set"; readonly instance: number };

/**
 * Why a chain fails: the first reason in the order of the algorithm.
 *
 * RFC 8617 §5.2
 */
export type ArcCause =
  | { readonly code: "set-limit"; readonly sets: number; readonly limit: number }
  /** The newest seal says that the chain was broken before it. */
  | { readonly code: "sealed-as-failed"; readonly instance: number }
  /** The instance is missing (null) or none from 1 to 50. */
  | {
      readonly code: "invalid-instance";
      readonly field: ArcFieldName;
      readonly fieldIndex: number;
      readonly value: string | null;
    }
  | { readonly code: "missing-field"; readonly instance: number; readonly field: ArcFieldName }
  | {
      readonly code: "duplicate-field";
      readonly instance: number;
      readonly field: ArcFieldName;
      readonly fieldIndices: readonly number[];
    }
  /** There is a later set, but none with this instance. */
  | { readonly code: "missing-set"; readonly instance: number }
  | {
      readonly code: "chain-validation";
      readonly instance: number;
      readonly found: ChainValidation;
      readonly expected: "none" | "pass";
    }
  /** The header was cut at a limit, so what was signed cannot be seen. */
  | { readonly code: "header-limit"; readonly limit: HeaderLimit; readonly value: number }
  | {
      readonly code: "message-signature-malformed";
      readonly instance: number;
      readonly issue: MessageSignatureIssue;
    }
  | {
      readonly code: "message-signature-invalid";
      readonly instance: number;
      readonly headerSignature: "valid" | "invalid";
      readonly bodyHash: "match" | "mismatch";
    }
  | {
      readonly code: "message-signature-unverifiable";
      readonly instance: number;
      readonly reason: DkimPermerrorCause;
    }
  | {
      readonly code: "message-signature-refused";
      readonly instance: number;
      readonly reason: DkimPolicyCause;
    }
  /** The key of the message signature could not be fetched: lasting for the chain, but not its fault. RFC 8617 §5.2.1 */
  | {
      readonly code: "message-signature-unavailable";
      readonly instance: number;
      readonly reason: KeyUnavailable;
    }
  | { readonly code: "seal-malformed"; readonly instance: number; readonly issue: SealIssue }
  | {
      readonly code: "seal-invalid";
      readonly instance: number;
      readonly headerDiagnosis: HeaderDiagnosis;
    }
  | {
      readonly code: "seal-unverifiable";
      readonly instance: number;
      readonly reason: SealPermerrorCause;
    }
  | { readonly code: "seal-refused"; readonly instance: number; readonly reason: DkimPolicyCause }
  /** The key of the seal could not be fetched: lasting for the chain, but not its fault. RFC 8617 §5.2.1 */
  | { readonly code: "seal-unavailable"; readonly instance: number; readonly reason: KeyUnavailable };
