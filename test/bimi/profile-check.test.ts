import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import type { SvgViolation } from "../../src/bimi/indicator-result.ts";
import { checkProfile } from "../../src/bimi/profile-check.ts";
import { ROOT, indicator } from "../support/indicators.ts";

const NS = 'xmlns="http://www.w3.org/2000/svg"';

function violations(svg: string): readonly SvgViolation[] {
  return checkProfile(svg, DEFAULT_LIMITS).violations;
}

const XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"';

/** Content on line 2 of a document that is valid otherwise. */
const contentCases: readonly {
  readonly name: string;
  readonly content: string;
  readonly expected: unknown;
}[] = [
  {
    name: "a script",
    content: " <script>alert(1)</script>",
    expected: { code: "script", element: "script", line: 2, column: 2 },
  },
  {
    name: "a script in a group",
    content: "<g>\n  <script/></g>",
    expected: { code: "script", element: "script", line: 3, column: 3 },
  },
  {
    name: "a handler",
    content: "<handler/>",
    expected: { code: "script", element: "handler", line: 2, column: 1 },
  },
  {
    name: "an event attribute",
    content: '<g onclick="x()"/>',
    expected: { code: "event-attribute", element: "g", attribute: "onclick", line: 2, column: 4 },
  },
  {
    name: "an event attribute in capitals",
    content: '<g ONLOAD="x()"/>',
    expected: { code: "event-attribute", element: "g", attribute: "ONLOAD", line: 2, column: 4 },
  },
  {
    name: "a reference to a host",
    content: `<use ${XLINK}\n xlink:href="https://e.example/a.svg#b"/>`,
    expected: {
      code: "external-reference",
      element: "use",
      attribute: "xlink:href",
      value: "https://e.example/a.svg#b",
      line: 3,
      column: 2,
    },
  },
  {
    name: "a data reference",
    content: `<use ${XLINK} xlink:href="data:image/png;base64,AAAA"/>`,
    expected: {
      code: "external-reference",
      element: "use",
      attribute: "xlink:href",
      value: "data:image/png;base64,AAAA",
      line: 2,
      column: 49,
    },
  },
  {
    name: "a reference under another prefix",
    content: '<use xmlns:y="http://www.w3.org/1999/xlink" y:href="//e.example"/>',
    expected: {
      code: "external-reference",
      element: "use",
      attribute: "y:href",
      value: "//e.example",
      line: 2,
      column: 45,
    },
  },
  {
    name: "a paint server elsewhere",
    content: `<g fill='URL( "http://e.example/#a")'/>`,
    expected: {
      code: "external-reference",
      element: "g",
      attribute: "fill",
      value: 'URL( "http://e.example/#a")',
      line: 2,
      column: 4,
    },
  },
  {
    name: "a second paint server elsewhere",
    content: '<g fill="url(#a) url(b)"/>',
    expected: {
      code: "external-reference",
      element: "g",
      attribute: "fill",
      value: "url(#a) url(b)",
      line: 2,
      column: 4,
    },
  },
  {
    name: "an escape that spells url",
    content: String.raw`<g stroke="\75rl(//e.example)"/>`,
    expected: {
      code: "external-reference",
      element: "g",
      attribute: "stroke",
      value: String.raw`\75rl(//e.example)`,
      line: 2,
      column: 4,
    },
  },
  {
    name: "another base for references",
    content: '<g xml:base="https://e.example/"/>',
    expected: {
      code: "external-reference",
      element: "g",
      attribute: "xml:base",
      value: "https://e.example/",
      line: 2,
      column: 4,
    },
  },
  ...["animate", "animateColor", "animateMotion", "animateTransform", "set", "animation", "discard"].map(
    (element) => ({
      name: `the animation element ${element}`,
      content: `<${element}/>`,
      expected: { code: "animation", element, line: 2, column: 1 },
    }),
  ),
  {
    name: "a raster image, embedded or not",
    content: "<image/>",
    expected: { code: "raster-image", element: "image", line: 2, column: 1 },
  },
  ...["audio", "video", "prefetch"].map((element) => ({
    name: `the multimedia element ${element}`,
    content: `<${element}/>`,
    expected: { code: "multimedia", element, line: 2, column: 1 },
  })),
  {
    name: "a link",
    content: "<a/>",
    expected: { code: "interaction", element: "a", attribute: null, line: 2, column: 1 },
  },
  {
    name: "a focusable shape",
    content: '<g focusable="true"/>',
    expected: { code: "interaction", element: "g", attribute: "focusable", line: 2, column: 4 },
  },
  {
    name: "a foreignObject",
    content: "<foreignObject/>",
    expected: { code: "foreign-object", element: "foreignObject", line: 2, column: 1 },
  },
  {
    name: "a style sheet",
    content: "<style>@import 'x'</style>",
    expected: { code: "style-sheet", element: "style", line: 2, column: 1 },
  },
  {
    name: "a style attribute",
    content: '<g style="fill:red"/>',
    expected: { code: "attribute", element: "g", attribute: "style", line: 2, column: 4 },
  },
  {
    name: "an attribute of another namespace",
    content: '<g xmlns:i="urn:i" i:fill="red"/>',
    expected: { code: "attribute", element: "g", attribute: "i:fill", line: 2, column: 20 },
  },
  {
    name: "an element that the profile does not have",
    content: "<filter/>",
    expected: { code: "element", element: "filter", line: 2, column: 1 },
  },
  {
    name: "an element in other letter case",
    content: "<SCRIPT/>",
    expected: { code: "element", element: "SCRIPT", line: 2, column: 1 },
  },
  {
    name: "an element of another namespace",
    content: '<h:p xmlns:h="http://www.w3.org/1999/xhtml"/>',
    expected: {
      code: "namespace",
      element: "h:p",
      namespace: "http://www.w3.org/1999/xhtml",
      line: 2,
      column: 1,
    },
  },
  {
    name: "an image in the image",
    content: "<svg/>",
    expected: { code: "nested-svg", element: "svg", line: 2, column: 1 },
  },
  {
    name: "a processing instruction",
    content: '<?xml-stylesheet href="x"?>',
    expected: { code: "processing-instruction", target: "xml-stylesheet", line: 2, column: 1 },
  },
  {
    name: "an entity that XML does not have",
    content: "<desc>&nbsp;</desc>",
    expected: { code: "not-well-formed", line: 2, column: 12 },
  },
  {
    name: "an end tag that was not opened",
    content: "</g>",
    expected: { code: "not-well-formed", line: 2, column: 4 },
  },
  {
    name: "a prefix that was not declared",
    content: "<x:g/>",
    expected: { code: "not-well-formed", line: 2, column: 6 },
  },
  {
    name: "an attribute given twice",
    content: '<g id="a" id="b"/>',
    expected: { code: "not-well-formed", line: 2, column: 18 },
  },
];

/** Whole documents. */
const documentCases: readonly {
  readonly name: string;
  readonly svg: string;
  readonly expected: readonly unknown[];
}[] = [
  {
    name: "another root element",
    svg: "<html/>",
    expected: [
      { code: "root-element", element: "html", namespace: "", line: 1, column: 1 },
      { code: "title-missing", line: 1, column: 1 },
    ],
  },
  {
    name: "a root element without the namespace",
    svg: '<svg version="1.2" baseProfile="tiny-ps" viewBox="0 0 1 1"/>',
    expected: [
      { code: "root-element", element: "svg", namespace: "", line: 1, column: 1 },
      { code: "title-missing", line: 1, column: 1 },
    ],
  },
  {
    name: "another version",
    svg: `<svg ${NS} version="1.1" baseProfile="tiny-ps" viewBox="0 0 1 1"><title>T</title></svg>`,
    expected: [{ code: "version", value: "1.1", line: 1, column: 41 }],
  },
  {
    name: "no version and no profile",
    svg: `<svg ${NS} viewBox="0 0 1 1"><title>T</title></svg>`,
    expected: [
      { code: "version", value: null, line: 1, column: 1 },
      { code: "base-profile", value: null, line: 1, column: 1 },
    ],
  },
  {
    name: "the profile in other letter case",
    svg: `<svg ${NS} version="1.2" baseProfile="Tiny-PS" viewBox="0 0 1 1"><title>T</title></svg>`,
    expected: [{ code: "base-profile", value: "Tiny-PS", line: 1, column: 55 }],
  },
  {
    name: "no view box",
    svg: `<svg ${NS} version="1.2" baseProfile="tiny-ps" width="9" height="9"><title>T</title></svg>`,
    expected: [{ code: "view-box-missing", line: 1, column: 1 }],
  },
  ...["0 0 9", "0 0 9 9 9", "0 0 9 x", "0 0 0 0", "0 0 -9 -9", "", "0 0 1e999 1e999", "a".repeat(300)].map(
    (value) => ({
      name: `the view box ${value.slice(0, 20)}`,
      svg: `<svg ${NS} version="1.2" baseProfile="tiny-ps" viewBox="${value}"><title>T</title></svg>`,
      expected: [
        {
          code: "view-box-malformed",
          value: value.length > 80 ? `${value.slice(0, 80)}…` : value,
          line: 1,
          column: 77,
        },
      ],
    }),
  ),
  {
    name: "a view box that is no square",
    svg: `<svg ${NS} version="1.2" baseProfile="tiny-ps" viewBox="0 0 9 8.5"><title>T</title></svg>`,
    expected: [{ code: "view-box-not-square", width: 9, height: 8.5, line: 1, column: 77 }],
  },
  {
    name: "a root element with a place",
    svg: `<svg ${NS} version="1.2" baseProfile="tiny-ps" viewBox="0 0 1 1" x="0"\ny="0"><title>T</title></svg>`,
    expected: [
      { code: "root-position", attribute: "x", line: 1, column: 95 },
      { code: "root-position", attribute: "y", line: 2, column: 1 },
    ],
  },
  {
    name: "no title",
    svg: `${ROOT}<desc>Not a title</desc></svg>`,
    expected: [{ code: "title-missing", line: 1, column: 1 }],
  },
  {
    name: "a title of white space",
    svg: `${ROOT}<title> \n</title></svg>`,
    expected: [{ code: "title-empty", line: 1, column: 1 }],
  },
  {
    name: "a title of a shape only",
    svg: `${ROOT}<g><title>T</title></g></svg>`,
    expected: [{ code: "title-missing", line: 1, column: 1 }],
  },
  {
    name: "a document type",
    svg: `<!DOCTYPE svg>${indicator()}`,
    expected: [{ code: "doctype", line: 1, column: 1 }],
  },
  {
    name: "another encoding by declaration",
    svg: `<?xml version="1.0" encoding="UTF-7"?>${indicator()}`,
    expected: [{ code: "encoding", encoding: "UTF-7", line: 1, column: 1 }],
  },
  {
    name: "text only",
    svg: "no image",
    expected: [{ code: "not-well-formed", line: 1, column: 8 }],
  },
  {
    name: "an end before the end",
    svg: `${ROOT}<title>T</title>`,
    expected: [{ code: "not-well-formed", line: 1, column: ROOT.length + 16 }],
  },
];

function use(id: string): string {
  return `<use ${XLINK} xlink:href="#${id}"/>`;
}

describe("a violation of the profile has its code and its place (BIMI draft §8.6)", () => {
  for (const { name, content, expected } of contentCases) {
    it(name, () => expect(violations(indicator(content))).toStrictEqual([expected]));
  }

  for (const { name, svg, expected } of documentCases) {
    it(name, () => expect(violations(svg)).toStrictEqual(expected));
  }

  it("a use that leads back to itself", () => {
    const self = `<g id="a">${use("a")}</g>`;
    expect(violations(indicator(self))).toStrictEqual([{ code: "reference-cycle", line: 2, column: 11 }]);
    const circle = `<g id="a">${use("b")}</g>\n<g xml:id="b">${use("%61")}</g>`;
    expect(violations(indicator(circle))).toStrictEqual([{ code: "reference-cycle", line: 2, column: 11 }]);
  });

  it("uses that double what they refer to, again and again", () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      return `<g id="l${level + 1}">${use(`l${level}`).repeat(2)}</g>\n`;
    });
    expect(violations(indicator(`<path id="l0" d="M0 0"/>\n${levels.join("")}`))).toStrictEqual([
      { code: "too-many-references", limit: 10_000, line: 13, column: 13 },
    ]);
  });

  it("uses that repeat a shape, or name what is not there, are in order", () => {
    expect(violations(indicator(`<path id="p" d="M0 0"/>${use("p").repeat(200)}${use("q")}`))).toStrictEqual(
      [],
    );
  });

  it("counts lines that end with LF, CR LF and CR alike", () => {
    expect(violations(indicator("<g/>\r\n<g/>\r<g/>\n<a/>"))).toMatchObject([{ line: 5, column: 1 }]);
  });

  it("finds places however far into the document", () => {
    const padding = `<g id="${"é".repeat(700)}"/>`.repeat(3);
    expect(violations(indicator(`${padding}\n <a/>`))).toMatchObject([{ line: 3, column: 2 }]);
  });
});
