import { describe, expect, it } from "vitest";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { evaluateIprev } from "../../src/iprev/evaluate.ts";
import { runSync } from "../../src/task/run-sync.ts";

const reverse = "1.2.0.192.in-addr.arpa";
const check = (zone: Zone, clientIp = "192.0.2.1"): unknown => {
  const { trace, ...rest } = runSync(evaluateIprev({ clientIp }), { dns: snapshotResolver(zone) });
  expect(trace.length).toBeGreaterThan(0);
  return rest;
};

describe("evaluateIprev", () => {
  const clientIp = "192.0.2.1";
  const cases: readonly { readonly name: string; readonly zone: Zone; readonly is: object }[] = [
    {
      name: "a name that points back passes",
      zone: { [reverse]: { PTR: ["Mail.Example.com."] }, "mail.example.com": { A: ["192.0.2.1"] } },
      is: { result: "pass", name: "mail.example.com", confirmedNames: ["mail.example.com"] },
    },
    {
      name: "one of several names is enough, even where another fails",
      zone: {
        [reverse]: { PTR: ["slow.example", "a.example", "b.example", "c.example"] },
        "slow.example": "timeout",
        "a.example": { A: ["198.51.100.1"] },
        "b.example": { A: ["198.51.100.1", "192.0.2.1"] },
        "c.example": { A: ["192.0.2.1"] },
      },
      is: { result: "pass", name: "b.example", confirmedNames: ["b.example", "c.example"] },
    },
    {
      name: "names that point elsewhere fail",
      zone: { [reverse]: { PTR: ["a.example", "b.example"] }, "a.example": { A: ["198.51.100.1"] } },
      is: { result: "fail", cause: { code: "not-confirmed", names: ["a.example", "b.example"] } },
    },
    {
      name: "no PTR record is a permanent error",
      zone: { [reverse]: { TXT: ["x"] } },
      is: { result: "permerror", cause: { code: "no-name", answer: "nodata" } },
    },
    {
      name: "no reverse name is a permanent error",
      zone: {},
      is: { result: "permerror", cause: { code: "no-name", answer: "nxdomain" } },
    },
    {
      name: "a failed reverse lookup is a temporary error",
      zone: { [reverse]: "servfail" },
      is: { result: "temperror", cause: { code: "dns", type: "PTR", name: reverse, reason: "servfail" } },
    },
    {
      name: "a failed address lookup leaves it open",
      zone: {
        [reverse]: { PTR: ["a.example", "slow.example"] },
        "a.example": { A: ["198.51.100.1"] },
        "slow.example": "timeout",
      },
      is: { result: "temperror", cause: { code: "dns", type: "A", name: "slow.example", reason: "timeout" } },
    },
    {
      name: "a name beyond the tenth is not looked at",
      zone: {
        [reverse]: { PTR: [...Array.from({ length: 10 }, (_, index) => `n${index}.example`), "a.example"] },
        "a.example": { A: ["192.0.2.1"] },
      },
      is: {
        result: "fail",
        cause: {
          code: "not-confirmed",
          names: Array.from({ length: 10 }, (_, index) => `n${index}.example`),
        },
      },
    },
  ];
  it.each(cases)("$name (RFC 8601 §2.7.3)", ({ zone, is }) => {
    expect(check(zone)).toStrictEqual({ clientIp, ...is });
  });

  it("takes an IPv4-mapped client for the IPv4 client it is", () => {
    const zone = { [reverse]: { PTR: ["a.example"] }, "a.example": { A: ["192.0.2.1"] } };
    expect(check(zone, "::ffff:192.0.2.1")).toStrictEqual({
      clientIp,
      result: "pass",
      name: "a.example",
      confirmedNames: ["a.example"],
    });
  });

  it("records what it looked at", () => {
    const zone = { [reverse]: { PTR: ["a.example", ".."] }, "a.example": { A: ["198.51.100.1"] } };
    expect(runSync(evaluateIprev({ clientIp }), { dns: snapshotResolver(zone) }).trace).toStrictEqual([
      { code: "iprev.reverse-lookup", name: reverse, answer: "names", rfc: "RFC 8601 §2.7.3" },
      { code: "iprev.name-checked", name: "a.example", outcome: "other-addresses", rfc: "RFC 8601 §2.7.3" },
      { code: "iprev.name-checked", name: ".", outcome: "not-a-name", rfc: "RFC 8601 §2.7.3" },
    ]);
  });

  it("is a TypeError at once for what is no address", () => {
    expect(() => evaluateIprev({ clientIp: "localhost" })).toThrow(TypeError);
  });
});
