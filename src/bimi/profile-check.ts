import type { Limits } from "../base/limits.ts";
import type { SvgViolation } from "./indicator-result.ts";
import { ReferenceGraph } from "./reference-graph.ts";
import {
  BASE_PROFILE,
  SVG_NAMESPACE,
  SVG_VERSION,
  XML_NAMESPACE,
  attributeRefusal,
  elementRefusal,
  pointsOutside,
} from "./svg-profile.ts";
import { LineTable, type TextPosition } from "./text-position.ts";
import { type XmlAttribute, type XmlElement, type XmlEvent, readXml } from "./xml-reader.ts";

export interface ProfileReport {
  readonly violations: readonly SvgViolation[];
  /** Text of the title, white space collapsed; null when there is none. */
  readonly title: string | null;
}

/** Violations that are listed; a document with more is not read to its end. */
const MOST_VIOLATIONS = 100;

/** Elements that may be drawn in place of `use` elements. Far above any drawing that repeats a shape. */
const MOST_COPIES = 10_000;

/** Characters of a document's own name or value that a violation repeats. */
const EXCERPT = 80;

type Omitting<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
type Fault = Omitting<SvgViolation, keyof TextPosition>;

/**
 * Checks an SVG document against the Tiny Portable/Secure profile, and for well-formedness on the way.
 *
 * BIMI draft §8.6
 */
export function checkProfile(svg: string, limits: Limits): ProfileReport {
  const check = new ProfileCheck(svg, limits);
  for (const event of readXml(svg)) {
    check.take(event);
    if (check.isOver) break;
  }
  return check.finish();
}

class ProfileCheck {
  readonly #lines: LineTable;
  readonly #deepest: number;
  readonly #violations: SvgViolation[] = [];
  /** Local names of the open elements, outermost first. */
  readonly #open: string[] = [];
  readonly #references = new ReferenceGraph();
  #root: XmlElement | null = null;
  /** Text of the first `title` directly below the root. */
  #title: string | null = null;
  #inTitle = false;
  #over = false;

  constructor(svg: string, limits: Limits) {
    this.#lines = new LineTable(svg);
    this.#deepest = limits.bimiElementDepth;
  }

  get isOver(): boolean {
    return this.#over;
  }

  take(event: XmlEvent): void {
    switch (event.kind) {
      case "malformed":
        this.#over = true;
        return this.#add(event.offset, { code: "not-well-formed" });
      case "doctype":
        return this.#add(event.offset, { code: "doctype" });
      case "instruction":
        return this.#add(event.offset, { code: "processing-instruction", target: excerpt(event.target) });
      case "declaration":
        return this.#checkEncoding(event.encoding, event.offset);
      case "open":
        return this.#openElement(event.element);
      case "close":
        return this.#closeElement();
      case "text":
        if (this.#inTitle) this.#title = (this.#title ?? "") + event.text;
        return;
    }
  }

  /** What the end of the document shows, provided that it was read to its end. */
  finish(): ProfileReport {
    const title = this.#title?.trim().replaceAll(/\s+/g, " ") ?? null;
    if (!this.#over && this.#root !== null) {
      if (title === null) this.#add(this.#root.offset, { code: "title-missing" });
      else if (title === "") this.#add(this.#root.offset, { code: "title-empty" });
      const fault = this.#references.fault(MOST_COPIES);
      if (fault?.code === "reference-cycle") this.#add(fault.offset, { code: fault.code });
      else if (fault !== null) this.#add(fault.offset, { code: fault.code, limit: MOST_COPIES });
    }
    return { violations: this.#violations, title };
  }

  #openElement(element: XmlElement): void {
    if (this.#root === null) {
      this.#root = element;
      this.#checkRoot(element);
    } else {
      this.#checkElement(element);
    }
    for (const attribute of element.attributes) this.#checkAttribute(element, attribute);
    this.#references.openElement(idOf(element), element.offset, referenceOf(element));
    const isTitle = element.local === "title" && element.namespace === SVG_NAMESPACE;
    if (isTitle && this.#open.length === 1 && this.#title === null) {
      this.#inTitle = true;
      this.#title = "";
    }
    this.#open.push(element.local);
    if (this.#open.length > this.#deepest) {
      this.#add(element.offset, { code: "too-deep", limit: this.#deepest });
      this.#over = true;
    }
  }

  #closeElement(): void {
    this.#open.pop();
    this.#references.closeElement();
    if (this.#open.length === 1) this.#inTitle = false;
  }

  #checkElement({ name, local, namespace, offset }: XmlElement): void {
    const element = excerpt(name);
    if (namespace !== SVG_NAMESPACE) {
      return this.#add(offset, { code: "namespace", element, namespace: excerpt(namespace) });
    }
    if (local === "svg") return this.#add(offset, { code: "nested-svg", element });
    const refusal = elementRefusal(local);
    if (refusal === null) return;
    if (refusal === "interaction") this.#add(offset, { code: refusal, element, attribute: null });
    else this.#add(offset, { code: refusal, element });
  }

  #checkAttribute({ name }: XmlElement, { namespace, local, offset, ...attribute }: XmlAttribute): void {
    const place = { element: excerpt(name), attribute: excerpt(attribute.name) };
    if (pointsOutside(namespace, local, attribute.value)) {
      return this.#add(offset, { code: "external-reference", ...place, value: excerpt(attribute.value) });
    }
    const refusal = attributeRefusal(namespace, local);
    if (refusal !== null) this.#add(offset, { code: refusal, ...place });
  }

  /** Root element, its namespace, version, baseProfile, viewBox, and no x or y: the profile's identification. */
  #checkRoot(root: XmlElement): void {
    const { name, local, namespace, offset } = root;
    if (local !== "svg" || namespace !== SVG_NAMESPACE) {
      this.#add(offset, { code: "root-element", element: excerpt(name), namespace: excerpt(namespace) });
      return;
    }
    const own = new Map(root.attributes.filter((one) => one.namespace === "").map((one) => [one.local, one]));
    this.#checkStated(root, own.get("version"), SVG_VERSION, "version");
    this.#checkStated(root, own.get("baseProfile"), BASE_PROFILE, "base-profile");
    for (const attribute of ["x", "y"]) {
      const given = own.get(attribute);
      if (given !== undefined) this.#add(given.offset, { code: "root-position", attribute });
    }
    const viewBox = own.get("viewBox");
    if (viewBox === undefined) this.#add(offset, { code: "view-box-missing" });
    else this.#checkViewBox(viewBox);
  }

  #checkStated(
    root: XmlElement,
    attribute: XmlAttribute | undefined,
    expected: string,
    code: "version" | "base-profile",
  ): void {
    if (attribute?.value === expected) return;
    const value = attribute === undefined ? null : excerpt(attribute.value);
    this.#add(attribute?.offset ?? root.offset, { code, value });
  }

  /** Four numbers, the last two a square. */
  #checkViewBox({ value, offset }: XmlAttribute): void {
    const size = viewBoxSize(value);
    if (size === null) this.#add(offset, { code: "view-box-malformed", value: excerpt(value) });
    else if (size.width !== size.height) this.#add(offset, { code: "view-box-not-square", ...size });
  }

  /** The text was read as UTF-8; a document that says otherwise would be read as another one elsewhere. */
  #checkEncoding(encoding: string | null, offset: number): void {
    if (encoding === null || encoding.toLowerCase() === "utf-8") return;
    this.#add(offset, { code: "encoding", encoding: excerpt(encoding) });
  }

  #add(offset: number, fault: Fault): void {
    const position = this.#lines.at(offset);
    if (this.#violations.length < MOST_VIOLATIONS) {
      this.#violations.push({ ...fault, ...position });
    } else if (this.#violations.length === MOST_VIOLATIONS) {
      this.#violations.push({ code: "too-many-violations", limit: MOST_VIOLATIONS, ...position });
      this.#over = true;
    }
  }
}

function idOf({ attributes }: XmlElement): string | null {
  return attributes.find(isId)?.value ?? null;
}

function isId({ namespace, local }: XmlAttribute): boolean {
  return local === "id" && (namespace === "" || namespace === XML_NAMESPACE);
}

/** What a `use` element draws a copy of. */
function referenceOf({ local, attributes }: XmlElement): string | null {
  return local === "use" ? (attributes.find((attribute) => attribute.local === "href")?.value ?? null) : null;
}

function excerpt(text: string): string {
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)}…`;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Characters of a view box that are read as numbers at all. */
const LONGEST_VIEW_BOX = 200;

/** Width and height of a view box, or null when it is not four numbers with a positive size. */
function viewBoxSize(value: string): { readonly width: number; readonly height: number } | null {
  if (value.length > LONGEST_VIEW_BOX) return null;
  const parts = value.trim().split(/[\s,]+/);
  if (parts.length !== 4 || !parts.every((part) => NUMBER.test(part))) return null;
  const width = Number(parts[2]);
  const height = Number(parts[3]);
  return width > 0 && height > 0 && Number.isFinite(width) && Number.isFinite(height)
    ? { width, height }
    : null;
}
