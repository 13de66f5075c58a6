import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyIp } from "../../src/base/ip-class.ts";
import { formatIp, type Ip, isInPrefix, parseIp, reverseName, unmapIp } from "../../src/base/ip.ts";

const anyIp: fc.Arbitrary<Ip> = fc.oneof(
  fc
    .array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 })
    .map((bytes): Ip => ({ version: 4, bytes })),
  // Many zero octets, so that runs of zero groups come in all places.
  fc
    .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })), { minLength: 16, maxLength: 16 })
    .map((bytes): Ip => ({ version: 6, bytes })),
);

const addressOf = (text: string): Ip => {
  const ip = parseIp(text);
  if (ip === null) throw new Error(`no address: ${text}`);
  return ip;
};

describe("IP address text", () => {
  const canonical = [
    { text: "192.0.2.1", is: "192.0.2.1" },
    { text: "0.0.0.0", is: "0.0.0.0" },
    { text: "2001:DB8::1", is: "2001:db8::1" },
    { text: "2001:db8:0:0:0:0:0:1", is: "2001:db8::1" },
    { text: "2001:db8:0:1:1:1:1:1", is: "2001:db8:0:1:1:1:1:1" },
    { text: "2001:0:0:1:0:0:0:1", is: "2001:0:0:1::1" },
    { text: "2001:db8:0:0:1:0:0:1", is: "2001:db8::1:0:0:1" },
    { text: "::", is: "::" },
    { text: "::1", is: "::1" },
    { text: "1::", is: "1::" },
    { text: "1:2:3:4:5:6:7::", is: "1:2:3:4:5:6:7:0" },
    { text: "::ffff:c000:201", is: "::ffff:192.0.2.1" },
    { text: "::1.1.1.1", is: "::101:101" },
    { text: "64:ff9b::192.0.2.33", is: "64:ff9b::c000:221" },
    { text: "1:2:3:4:5:6:192.0.2.1", is: "1:2:3:4:5:6:c000:201" },
  ];
  it.each(canonical)("$text is written $is (RFC 5952 §4)", ({ text, is }) => {
    expect(formatIp(addressOf(text))).toBe(is);
  });

  const refused = [
    "",
    "192.0.2",
    "192.0.2.1.1",
    "192.0.2.256",
    "192.0.2.01",
    "192.0.2.1 ",
    "+192.0.2.1",
    "0x7f.0.0.1",
    "1e1.0.0.1",
    "3221225985",
    ":",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "1::2::3",
    "12345::",
    "g::",
    "::192.0.2",
    "192.0.2.1::",
    "::192.0.2.1:1",
    "fe80::1%eth0",
    "[::1]",
    "::1/128",
    "1:2:3:4:5:6:7:192.0.2.1",
    "١٩٢.0.2.1",
  ];
  it.each(refused)("%j is no address (RFC 4291 §2.2)", (text) => {
    expect(parseIp(text)).toBeNull();
  });

  it("written and read again is the same address", () => {
    fc.assert(
      fc.property(anyIp, (ip) => {
        expect(parseIp(formatIp(ip))).toStrictEqual(ip);
      }),
    );
  });

  it("never throws, whatever is read", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("0123456789abcdf:.")) }), (text) => {
        const ip = parseIp(text);
        expect(ip === null || parseIp(formatIp(ip)) !== null).toBe(true);
      }),
    );
  });
});

describe("prefixes", () => {
  const cases = [
    { ip: "192.0.2.1", network: "192.0.2.0", bits: 24, inside: true },
    { ip: "192.0.3.1", network: "192.0.2.0", bits: 24, inside: false },
    { ip: "192.0.3.1", network: "192.0.2.0", bits: 23, inside: true },
    { ip: "8.8.8.8", network: "192.0.2.0", bits: 0, inside: true },
    { ip: "192.0.2.1", network: "192.0.2.1", bits: 32, inside: true },
    { ip: "2001:db8:8000::", network: "2001:db8:8000::", bits: 33, inside: true },
    { ip: "2001:db8::", network: "2001:db8:8000::", bits: 33, inside: false },
    { ip: "::1", network: "0.0.0.0", bits: 0, inside: false },
    { ip: "::ffff:192.0.2.1", network: "192.0.2.1", bits: 32, inside: false },
  ];
  it.each(cases)("$ip in $network/$bits: $inside", ({ ip, network, bits, inside }) => {
    expect(isInPrefix(addressOf(ip), addressOf(network), bits)).toBe(inside);
  });
});

describe("names and kinds", () => {
  it("an IPv4-mapped address stands for its IPv4 address (RFC 4291 §2.5.5.2)", () => {
    expect(formatIp(unmapIp(addressOf("::ffff:192.0.2.1")))).toBe("192.0.2.1");
    expect(formatIp(unmapIp(addressOf("::fffe:c000:201")))).toBe("::fffe:c000:201");
  });

  it("reverse names follow RFC 1035 §3.5 and RFC 3596 §2.5", () => {
    expect(reverseName(addressOf("192.0.2.1"))).toBe("1.2.0.192.in-addr.arpa");
    expect(reverseName(addressOf("2001:db8::cb01"))).toBe(
      "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
    );
  });

  const classes = [
    { text: "8.8.8.8", is: "global" },
    { text: "10.1.2.3", is: "private" },
    { text: "172.31.255.255", is: "private" },
    { text: "172.32.0.0", is: "global" },
    { text: "127.0.0.1", is: "loopback" },
    { text: "169.254.169.254", is: "link-local" },
    { text: "100.64.0.1", is: "shared" },
    { text: "192.0.2.1", is: "documentation" },
    { text: "0.0.0.0", is: "unspecified" },
    { text: "255.255.255.255", is: "broadcast" },
    { text: "::ffff:127.0.0.1", is: "loopback" },
    { text: "::1", is: "loopback" },
    { text: "::", is: "unspecified" },
    { text: "fe80::1", is: "link-local" },
    { text: "fd00::1", is: "unique-local" },
    { text: "2001:db8::1", is: "documentation" },
    { text: "64:ff9b::7f00:1", is: "translated" },
    { text: "2606:4700::1111", is: "global" },
  ];
  it.each(classes)("$text is $is", ({ text, is }) => {
    expect(classifyIp(addressOf(text))).toBe(is);
  });
});
