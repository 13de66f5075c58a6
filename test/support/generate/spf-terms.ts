import type { Random } from "../random.ts";
import { mixedCase, times, weighted } from "./choice.ts";

/** Names that generated SPF zones give records to, and some that they never do. */
export const SPF_NAMES: readonly string[] = [
  "n0.example",
  "n1.example",
  "n2.example",
  "n3.example",
  "n4.example",
  "sub.n0.example",
  "a.b.n1.example",
  "n5.example.co.uk",
];

const ABSENT: readonly string[] = ["absent.example", "gone.n0.example", "void.n3.example"];

export const CLIENTS: readonly string[] = [
  "192.0.2.1",
  "192.0.2.1",
  "198.51.100.77",
  "2001:db8::1",
  "2001:db8::1",
  "2001:db8:0:1:a:b:c:d",
  "::ffff:192.0.2.1",
  "::ffff:c000:201",
];

/** A term, by the kind that names it in the counts. */
export type TermMaker = (random: Random) => string;

export const TERMS: Readonly<Record<string, TermMaker>> = {
  "spf-all": () => "all",
  "spf-ip4": (random) =>
    `ip4:${random.pick(["192.0.2.1", "192.0.2.0", "198.51.100.7", "203.0.113.9"])}${random.pick(["", "", "/24", "/32", "/0", "/31", "/8"])}`,
  "spf-ip6": (random) =>
    `ip6:${random.pick(["2001:db8::1", "2001:DB8:0:1::", "::1", "2001:db8::192.0.2.1", "::ffff:192.0.2.1"])}${random.pick(["", "", "/64", "/128", "/0", "/96", "/127"])}`,
  "spf-a": (random) => `a${target(random)}${cidr(random)}`,
  "spf-mx": (random) => `mx${target(random)}${cidr(random)}`,
  "spf-ptr": (random) => `ptr${target(random)}`,
  "spf-exists": (random) => `exists:${domainSpec(random)}`,
  "spf-include": (random) => `include:${name(random)}`,
  "spf-include-macro": (random) => `include:${random.pick(["%{d}", "%{o}", "%{d2}", "sub.%{d}", "%{h}"])}`,
  "spf-bad-address": (random) =>
    `ip4:${random.pick(["1.2.3", "1.2.3.4.5", "256.1.1.1", "192.0.2.1/33", "192.0.2.1/00", "192.0.2.1/08", "192.0.2.1/", "2001:db8::1", "01.2.3.4", ""])}`,
  "spf-bad-address-6": (random) =>
    `ip6:${random.pick(["2001:db8::1/129", "192.0.2.1", "::1//64", "1:2:3", "2001:db8::g", "::1%eth0", "", "::1/064"])}`,
  "spf-bad-mechanism": (random) =>
    random.pick([
      "foo",
      "foo:bar",
      "all:x",
      "all/24",
      "include",
      "include:",
      "exists",
      "a:",
      "mx/33",
      "a//129",
      "a/24/64",
      "ptr/24",
      "ip5:x",
      "-",
      "+",
      "1a",
      "a:n0.example/",
      "mx:n0.example//",
      "a:n0",
      "exists:n0.example/24",
      "include:n0.example/24",
      "a/-1",
      "a:/24",
    ]),
  "spf-bad-macro": (random) =>
    `exists:${random.pick(["%{x}.n0.example", "%{d0}.example", "%", "%%%(", "%{d", "%{}.example", "%{dr2}.example", "%{c}.n0.example", "%{t}.n0.example", "%a.n0.example", "%{d2147483648}.example", "%{i-+z}.example"])}`,
  "spf-odd-target": (random) =>
    `a:${random.pick(["localhost", "n0.example.", "-n0.example", "n0_x.example", "a..example", ".n0.example", "n0.123", "n0.e-x", "n0.example-", `${"l".repeat(64)}.example`, "192.0.2.1", "%{d}.", "a%20b.example", "n0.%{d1}", "!$.example"])}`,
  "spf-character": (random) =>
    random.pick(["a:n0\x80.example", "all\x00", "a:n0\t.example", "\xc3\xa4ll", "a,mx"]),
};

/** `:target`, `:macro` or nothing. */
function target(random: Random): string {
  return weighted(random, [
    [3, ""],
    [6, `:${name(random)}`],
    [2, `:${domainSpec(random)}`],
  ]);
}

function cidr(random: Random): string {
  return weighted(random, [
    [6, ""],
    [1, "/24"],
    [1, "//64"],
    [1, "/24//64"],
    [1, "/0"],
    [1, "/32//128"],
  ]);
}

/** A name of the zone, or one that does not exist. */
export function name(random: Random): string {
  const plain = random.chance(0.15) ? random.pick(ABSENT) : random.pick(SPF_NAMES);
  return random.chance(0.05) ? mixedCase(random, plain) : plain;
}

/** A domain-spec with macros of every kind. */
function domainSpec(random: Random): string {
  return `${times(random.between(1, 2), () => macro(random)).join(".")}${random.pick([".w.example", ".n0.example", ".%{d}", ".wild.%{o}"])}`;
}

function macro(random: Random): string {
  const letter = random.pick("slodipvhSLODIPVH".split(""));
  const digits = random.pick(["", "", "", "1", "2", "3", "10", "128"]);
  const reverse = random.pick(["", "", "r", "R"]);
  const delimiters = random.pick(["", "", "", "-", ".-", "+", "=_", "/,"]);
  return weighted(random, [
    [8, `%{${letter}${digits}${reverse}${delimiters}}`],
    [1, "%%"],
    [1, "%_"],
    [1, "%-"],
    [2, "%{ir}.%{v}._spf"],
    [1, "lit"],
  ]);
}

export const MODIFIERS: Readonly<Record<string, TermMaker>> = {
  "spf-redirect": (random) => `redirect=${name(random)}`,
  "spf-redirect-macro": (random) =>
    `redirect=${random.pick(["%{d}", "%{o}", "sub.%{d}", "%{l}.n0.example"])}`,
  "spf-explanation": (random) =>
    `exp=${random.pick(["exp.n0.example", "exp2.n0.example", "exp.%{d}", "absent.example", "n1.example"])}`,
  "spf-unknown-modifier": (random) =>
    random.pick(["x=y", "foo=%{i}", "include=n0.example", "op=", "a-b_c.d=1", "Redirect2=x"]),
  "spf-bad-modifier": (random) =>
    random.pick([
      "redirect=",
      "exp=",
      "x=%{",
      "=x",
      "1x=y",
      "redirect=n0",
      "foo=%{z}",
      "redirect=%{c}.n0.example",
      "x=a%b",
      "exp=n0.example exp=n0.example",
      "redirect=n0.example redirect=n1.example",
      "redirect=.",
      "exp=%{t}.example",
      "redirect:n0.example",
    ]),
};
