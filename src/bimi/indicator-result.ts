import type { TextPosition } from "./text-position.ts";

/** An SVG document as it is compared and displayed: without gzip. */
export interface IndicatorDocument {
  readonly svg: string;
  /** Bytes of the document, uncompressed. */
  readonly bytes: number;
  /** SHA-256 of the uncompressed document, hexadecimal. BIMI draft §8.7 */
  readonly sha256: string;
  /** Whether it came as SVGZ. BIMI draft §5.3.2 */
  readonly compressed: boolean;
}

export type IndicatorResult =
  | {
      readonly result: "valid";
      readonly document: IndicatorDocument;
      /** Text of the `title` of the image. */
      readonly title: string;
      readonly notes: readonly IndicatorNote[];
    }
  | {
      readonly result: "invalid";
      readonly document: IndicatorDocument;
      /** In the order of the document; what only its end can show comes last. */
      readonly violations: readonly [SvgViolation, ...SvgViolation[]];
      readonly notes: readonly IndicatorNote[];
    }
  | { readonly result: "unreadable"; readonly cause: UnreadableCause };

/** Why there is no document to check. */
export type UnreadableCause =
  | { readonly code: "empty" }
  /** More bytes than the limit, compressed or uncompressed. */
  | { readonly code: "too-large"; readonly limit: number }
  /** It begins like gzip and is not. RFC 1952 §2.3.1 */
  | { readonly code: "gzip" }
  | { readonly code: "not-utf8" };

/** Legal, but unwise. */
export type IndicatorNote = {
  /** Larger than the profile recommends. */
  readonly code: "bimi.large-indicator";
  readonly bytes: number;
  readonly recommended: number;
};

/**
 * A rule of the profile that is broken, with the place of the tag, attribute or character at fault.
 * Names and values are the document's, cut to a few dozen characters.
 */
export type SvgViolation = TextPosition &
  (
    | { readonly code: "not-well-formed" }
    | { readonly code: "doctype" }
    | { readonly code: "processing-instruction"; readonly target: string }
    | { readonly code: "encoding"; readonly encoding: string }
    | { readonly code: "too-deep"; readonly limit: number }
    | { readonly code: "too-many-violations"; readonly limit: number }
    /** A `use` that leads back to itself, or that draws more elements than the limit in copies of copies. */
    | { readonly code: "reference-cycle" }
    | { readonly code: "too-many-references"; readonly limit: number }
    | { readonly code: "root-element"; readonly element: string; readonly namespace: string }
    | { readonly code: "version"; readonly value: string | null }
    | { readonly code: "base-profile"; readonly value: string | null }
    | { readonly code: "view-box-missing" }
    | { readonly code: "view-box-malformed"; readonly value: string }
    | { readonly code: "view-box-not-square"; readonly width: number; readonly height: number }
    | { readonly code: "root-position"; readonly attribute: string }
    | { readonly code: "title-missing" }
    | { readonly code: "title-empty" }
    | { readonly code: "namespace"; readonly element: string; readonly namespace: string }
    | {
        readonly code:
          | "script"
          | "animation"
          | "raster-image"
          | "multimedia"
          | "foreign-object"
          | "style-sheet"
          | "element"
          | "nested-svg";
        readonly element: string;
      }
    /** An element, or an attribute of it, for viewers that act on the image. */
    | { readonly code: "interaction"; readonly element: string; readonly attribute: string | null }
    | { readonly code: "event-attribute"; readonly element: string; readonly attribute: string }
    | { readonly code: "attribute"; readonly element: string; readonly attribute: string }
    | {
        readonly code: "external-reference";
        readonly element: string;
        readonly attribute: string;
        readonly value: string;
      }
  );
