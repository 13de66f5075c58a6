import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  isPublicSuffix,
  PUBLIC_SUFFIX_LIST_VERSION,
  publicSuffixOrganizationalDomain,
} from "../../src/base/public-suffix.ts";

const cases = [
  { domain: "com", publicSuffix: true, organizationalDomain: null },
  { domain: "co.uk", publicSuffix: true, organizationalDomain: null },
  { domain: "example.com", publicSuffix: false, organizationalDomain: "example.com" },
  { domain: "a.b.example.co.uk", publicSuffix: false, organizationalDomain: "example.co.uk" },
  { domain: "xn--p1ai", publicSuffix: true, organizationalDomain: null },
  { domain: "mail.foo.xn--p1ai", publicSuffix: false, organizationalDomain: "foo.xn--p1ai" },
  { domain: "any.ck", publicSuffix: true, organizationalDomain: null },
  { domain: "www.ck", publicSuffix: false, organizationalDomain: "www.ck" },
  { domain: "github.io", publicSuffix: false, organizationalDomain: null },
  { domain: "who.github.io", publicSuffix: false, organizationalDomain: "who.github.io" },
  { domain: "unlisted", publicSuffix: true, organizationalDomain: null },
  { domain: "host.unlisted", publicSuffix: false, organizationalDomain: "host.unlisted" },
  { domain: "_dmarc.example.com", publicSuffix: false, organizationalDomain: "example.com" },
];

test.each(cases)("$domain is judged by the list (RFC 7489 §3.2)", ({ domain, ...expected }) => {
  expect({
    publicSuffix: isPublicSuffix(domain),
    organizationalDomain: publicSuffixOrganizationalDomain(domain),
  }).toStrictEqual(expected);
});

test("the version named is the version installed", () => {
  const path = new URL("../../node_modules/tldts/package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
  expect(PUBLIC_SUFFIX_LIST_VERSION).toBe(`tldts ${version}`);
});
