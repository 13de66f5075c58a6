/** The namespace of SVG elements. */
export const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const XLINK_NAMESPACE = "http://www.w3.org/1999/xlink";
export const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
const XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";

/** Values that the root element states. SVG Tiny Portable/Secure, profile identification */
export const SVG_VERSION = "1.2";
export const BASE_PROFILE = "tiny-ps";

/** What an element is refused for; `element` where the profile simply does not have it. */
export type ElementRefusal =
  | "script"
  | "animation"
  | "raster-image"
  | "multimedia"
  | "interaction"
  | "foreign-object"
  | "style-sheet"
  | "element";

/**
 * The elements of SVG Tiny 1.2 that the Portable/Secure profile keeps: structure, shapes, text, paint
 * servers and fonts defined in the document.
 *
 * Choice: `switch` and `metadata` are left out, because a logo that differs by viewer or carries
 * foreign markup is no fixed image.
 */
const ELEMENTS: ReadonlySet<string> = names(
  "svg g defs use title desc",
  "path rect circle ellipse line polyline polygon",
  "text tspan tbreak textArea",
  "linearGradient radialGradient stop solidColor",
  "font font-face glyph missing-glyph hkern",
);

const REFUSED_ELEMENTS: ReadonlyMap<string, ElementRefusal> = refusalsByName([
  ["script", "script handler listener"],
  ["animation", "animate animateColor animateMotion animateTransform"],
  ["animation", "set mpath animation discard"],
  ["multimedia", "audio video prefetch"],
  ["raster-image", "image"],
  ["interaction", "a"],
  ["foreign-object", "foreignObject"],
  ["style-sheet", "style"],
]);

function refusalsByName(
  rows: readonly (readonly [refusal: ElementRefusal, locals: string])[],
): ReadonlyMap<string, ElementRefusal> {
  const refusals = new Map<string, ElementRefusal>();
  for (const [refusal, locals] of rows) for (const local of names(locals)) refusals.set(local, refusal);
  return refusals;
}

function names(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(" ")));
}

/** Why the element may not stand in an indicator, or null when it may. Names are those of the SVG namespace. */
export function elementRefusal(local: string): ElementRefusal | null {
  return ELEMENTS.has(local) ? null : (REFUSED_ELEMENTS.get(local) ?? "element");
}

/**
 * The attributes without namespace that some element of the profile has. Which element has which is left
 * open: a misplaced one of these has no effect.
 */
const ATTRIBUTES: ReadonlySet<string> = names(
  "id class role",
  "version baseProfile viewBox preserveAspectRatio zoomAndPan",
  "x y width height x1 y1 x2 y2 cx cy r rx ry",
  "d pathLength points transform rotate gradientUnits offset",
  "buffered-rendering color color-rendering direction display display-align",
  "fill fill-opacity fill-rule image-rendering line-increment opacity",
  "font-family font-size font-style font-variant font-weight font-stretch",
  "shape-rendering solid-color solid-opacity stop-color stop-opacity",
  "stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin",
  "stroke-miterlimit stroke-opacity stroke-width vector-effect visibility",
  "text-align text-anchor text-rendering unicode-bidi viewport-fill",
  "viewport-fill-opacity horiz-adv-x horiz-origin-x unicode glyph-name arabic-form",
  "lang u1 u2 g1 g2 k unicode-range units-per-em panose-1 stemv stemh",
  "slope cap-height x-height accent-height ascent descent widths bbox",
  "ideographic alphabetic mathematical hanging underline-position",
  "underline-thickness strikethrough-position strikethrough-thickness",
  "overline-position overline-thickness",
);

const XML_ATTRIBUTES: ReadonlySet<string> = new Set(["id", "lang", "space"]);

/** Attributes by which a viewer lets people act on the image. */
const INTERACTION_ATTRIBUTES: ReadonlySet<string> = names(
  "focusable focusHighlight editable pointer-events cursor tabindex",
  "nav-next nav-prev nav-up nav-up-right nav-right nav-down-right",
  "nav-down nav-down-left nav-left nav-up-left",
);

/** What an attribute is refused for, its value aside. */
export type AttributeRefusal = "event-attribute" | "interaction" | "attribute";

/** Why the attribute may not stand in an indicator, or null when it may as far as its name goes. */
export function attributeRefusal(namespace: string, local: string): AttributeRefusal | null {
  if (namespace === XMLNS_NAMESPACE) return null;
  if (namespace === XLINK_NAMESPACE) return local === "href" ? null : "attribute";
  if (namespace === XML_NAMESPACE) return XML_ATTRIBUTES.has(local) ? null : "attribute";
  if (namespace !== "") return "attribute";
  if (ATTRIBUTES.has(local)) return null;
  if (local.slice(0, 2).toLowerCase() === "on") return "event-attribute";
  return INTERACTION_ATTRIBUTES.has(local) ? "interaction" : "attribute";
}

/** Attributes that are a URI, or the base of URIs, whatever else is wrong with them. */
const REFERENCE_ATTRIBUTES: ReadonlySet<string> = new Set(["href", "src", "base"]);

/** Attributes that nothing reads as style text, and font names, where an escape has its place. */
const FREE_TEXT: ReadonlySet<string> = new Set(["id", "class", "unicode", "glyph-name", "font-family"]);

/** White space and a quote in front of a fragment; more than this no program writes. */
const FARTHEST_FRAGMENT = 16;

/**
 * Whether the value points out of the document. A reference is `#` and a fragment, bare or in `url(...)`;
 * `data:` is as much outside as a host is.
 *
 * Choice: a backslash counts as pointing outside, because viewers read most attributes as style text,
 * where an escape can spell `url`.
 */
export function pointsOutside(namespace: string, local: string, value: string): boolean {
  if (namespace === XMLNS_NAMESPACE) return false;
  if (REFERENCE_ATTRIBUTES.has(local)) return !value.trimStart().startsWith("#");
  if (value.includes("\\") && namespace === "" && !FREE_TEXT.has(local)) return true;
  const [, ...references] = value.toLowerCase().split("url(");
  return references.some((rest) => !/^[\s"']*#/.test(rest.slice(0, FARTHEST_FRAGMENT)));
}
