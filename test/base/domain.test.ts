import { domainToASCII } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  displayDomain,
  isQueryableName,
  isSubdomainOf,
  labelsOf,
  parentOf,
  toDomainName,
} from "../../src/base/domain.ts";

const label63 = "a".repeat(63);
const longest = `${label63}.${label63}.${label63}.${"a".repeat(61)}`;

const cases: readonly { readonly name: string; readonly text: string; readonly domain: string | null }[] = [
  { name: "letters become lower case", text: "Example.COM", domain: "example.com" },
  { name: "one trailing dot goes", text: "example.com.", domain: "example.com" },
  { name: "two trailing dots are an empty label", text: "example.com..", domain: null },
  { name: "an empty label is no label", text: "example..com", domain: null },
  { name: "a leading dot is an empty label", text: ".example.com", domain: null },
  { name: "nothing is no domain", text: "", domain: null },
  { name: "the root alone is no domain", text: ".", domain: null },
  { name: "a single label is a domain", text: "localhost", domain: "localhost" },
  { name: "an underscore is accepted", text: "_dmarc.example.com", domain: "_dmarc.example.com" },
  { name: "U-labels become A-labels", text: "Mañana.com", domain: "xn--maana-pta.com" },
  { name: "A-labels stay, in lower case", text: "XN--MAANA-PTA.com", domain: "xn--maana-pta.com" },
  { name: "a full-width dot is a dot (UTS #46)", text: "example\uff0ecom", domain: "example.com" },
  { name: "full-width letters are letters (UTS #46)", text: "ｅｘａｍｐｌｅ.com", domain: "example.com" },
  { name: "an ideographic full stop is a dot (UTS #46)", text: "example\u3002com", domain: "example.com" },
  { name: "an A-label that encodes nothing valid is refused", text: "xn--a.com", domain: null },
  { name: "an A-label that encodes ASCII is refused", text: "xn--example-.com", domain: null },
  { name: "NUL is no character of a domain", text: "example\0.com", domain: null },
  { name: "a space is no character of a domain", text: "exa mple.com", domain: null },
  { name: "punctuation is no character of a domain", text: "legit'a.example", domain: null },
  { name: "an address literal is no domain", text: "[192.0.2.1]", domain: null },
  {
    name: "a label of 63 octets is the longest (RFC 1035 §2.3.4)",
    text: `${label63}.com`,
    domain: `${label63}.com`,
  },
  { name: "a label of 64 octets is too long (RFC 1035 §2.3.4)", text: `a${label63}.com`, domain: null },
  { name: "a name of 253 octets is the longest (RFC 1035 §2.3.4)", text: longest, domain: longest },
  { name: "with the trailing dot too", text: `${longest}.`, domain: longest },
  { name: "a name of 254 octets is too long (RFC 1035 §2.3.4)", text: `a${longest}`, domain: null },
];

describe("domain names", () => {
  for (const { name, text, domain } of cases) {
    test(name, () => {
      expect(toDomainName(text)).toBe(domain);
    });
  }

  test("what the URL standard makes of an international name is what is made here", () => {
    const letters = fc.string({
      unit: fc.constantFrom(...Array.from("aBz09éÜßñ中日δЖ-_")),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 3 }), (labels) => {
        // A last label of digits makes the URL standard read an IPv4 address.
        const text = `${labels.join(".")}.com`;
        const expected = domainToASCII(text);
        expect(toDomainName(text)).toBe(expected === "" ? null : expected);
      }),
      { numRuns: 1000 },
    );
  });

  test("a domain name stays what it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: "grapheme", maxLength: 20 })), (text) => {
        const domain = toDomainName(text);
        if (domain === null) return;
        expect([
          toDomainName(domain),
          isQueryableName(domain),
          domain === domain.toLowerCase(),
        ]).toStrictEqual([domain, true, true]);
        expect(toDomainName(displayDomain(domain))).toBe(domain);
      }),
    );
  });

  test("what mapping made stays as it is (RFC 5890 §2.3.2.1)", () => {
    const piece = fc.constantFrom(
      ...Array.from(
        "xn-.abk09\u00ad\uff58\uff4e\uff0d\u3002\u00fc\u0308\u05d0\u0661\u2135\u212a\u1e9e\u200d\u4e2d\u00df",
      ),
      "xn--",
      "\uff58n--",
      "x\u00adn--",
      "bcher-kva",
      "4dbcagdahymbxekheh6e0a7fei0b",
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "grapheme", maxLength: 8 })), (written) => {
        const domain = toDomainName(written);
        if (domain !== null) expect([written, toDomainName(domain)]).toStrictEqual([written, domain]);
      }),
      { numRuns: 20_000 },
    );
  });

  test("no text throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        toDomainName(text);
        toDomainName(`xn--${text}`);
        displayDomain(`xn--${text}`);
      }),
      { numRuns: 1000 },
    );
  });

  test("names are compared label by label", () => {
    expect([
      isSubdomainOf("example.com", "example.com"),
      isSubdomainOf("a.example.com", "example.com"),
      isSubdomainOf("aexample.com", "example.com"),
      isSubdomainOf("com", "example.com"),
    ]).toStrictEqual([true, true, false, false]);
  });

  test("labels and parents", () => {
    expect([labelsOf("a.b.com"), parentOf("a.b.com"), parentOf("com")]).toStrictEqual([
      ["a", "b", "com"],
      "b.com",
      null,
    ]);
  });

  test("a question needs labels of 1 to 63 octets and 253 in all (RFC 1035 §2.3.4)", () => {
    const names = [
      "a.com",
      "a.com.",
      `${label63}.com`,
      longest,
      "",
      ".",
      "a..b",
      `a${label63}.com`,
      `a${longest}`,
    ];
    expect(names.map((name) => isQueryableName(name))).toStrictEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test("U-labels are for people", () => {
    expect([displayDomain("xn--maana-pta.com"), displayDomain("example.com")]).toStrictEqual([
      "mañana.com",
      "example.com",
    ]);
  });
});
