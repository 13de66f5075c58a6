import { describe, expect, test } from "vitest";
import { hostOf, isUri, schemeOf } from "../../src/base/uri.ts";

const cases = [
  { uri: "https://example.com/a.svg?x=1#y", valid: true, scheme: "https", host: "example.com" },
  { uri: "HTTPS://user@Example.com:8443/", valid: true, scheme: "https", host: "Example.com" },
  { uri: "https://[2001:db8::1]:443/", valid: true, scheme: "https", host: "[2001:db8::1]" },
  { uri: "https://[2001:db8::1]", valid: true, scheme: "https", host: "[2001:db8::1]" },
  { uri: "mailto:a@example.com", valid: true, scheme: "mailto", host: null },
  { uri: "mailto:", valid: true, scheme: "mailto", host: null },
  { uri: "https://a%2Fb/", valid: true, scheme: "https", host: "a%2Fb" },
  { uri: "https://a%2/", valid: false, scheme: "https", host: "a%2" },
  { uri: "https://a b/", valid: false, scheme: "https", host: "a b" },
  { uri: "https://ü.example/", valid: false, scheme: "https", host: "ü.example" },
  { uri: "1a:x", valid: false, scheme: "1a", host: null },
  { uri: "a@example.com", valid: false, scheme: "", host: null },
  { uri: "//example.com", valid: false, scheme: "", host: null },
  { uri: "", valid: false, scheme: "", host: null },
];

describe("URIs", () => {
  test.each(cases)("$uri", ({ uri, valid, scheme, host }) => {
    expect({ valid: isUri(uri), scheme: schemeOf(uri), host: hostOf(uri) }).toStrictEqual({
      valid,
      scheme,
      host,
    });
  });
});
