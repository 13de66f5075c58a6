import type { ArcFieldName } from "./sets.ts";

/** What happened while a chain was validated, in order. The steps of one signature stand in its own trace. */
export type ArcEvent =
  | {
      readonly code: "arc.collected";
      readonly sets: number;
      /** Fields without a usable instance. */
      readonly strays: number;
      readonly rfc: "RFC 8617 §5.2";
    }
  | {
      readonly code: "arc.set-incomplete";
      readonly instance: number;
      readonly field: ArcFieldName;
      readonly count: number;
      readonly rfc: "RFC 8617 §4.2.1";
    }
  | {
      readonly code: "arc.message-signature";
      readonly instance: number;
      readonly result: string;
      readonly rfc: "RFC 8617 §5.2";
    }
  | { readonly code: "arc.oldest-pass"; readonly instance: number; readonly rfc: "RFC 8617 §5.2" }
  | {
      readonly code: "arc.seal";
      readonly instance: number;
      readonly result: string;
      readonly rfc: "RFC 8617 §5.2";
    };
