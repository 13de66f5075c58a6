import { describe, expect, test } from "vitest";
import { addressDomains, bareDomains } from "../../src/message/deception.ts";
import { NameBudget } from "../../src/message/name-budget.ts";

const names = (): NameBudget => new NameBudget(100);

describe("what reads like an address", () => {
  const cases = [
    { text: "no address", domains: [] },
    { text: "a@legit.example", domains: ["legit.example"] },
    {
      text: "x a@Legit.example, b@legit.example; c@other.example!",
      domains: ["legit.example", "other.example"],
    },
    { text: "a@legit.example.", domains: ["legit.example"] },
    { text: "a@.-\u3002legit.example-.", domains: ["legit.example"] },
    { text: "a@b", domains: ["b"] },
    { text: "a@", domains: [] },
    { text: "a@...", domains: [] },
    { text: "a@ legit.example", domains: [] },
    { text: "@legit.example", domains: ["legit.example"] },
    { text: "see @legit.example", domains: ["legit.example"] },
    { text: "@account", domains: [] },
    { text: "see\t@account and @v2.0", domains: [] },
    { text: "(@account)", domains: ["account"] },
    { text: "@\u4f8b.example", domains: ["xn--fsq.example"] },
    { text: "a\uff20legit.example b\ufe6bother.example", domains: ["legit.example", "other.example"] },
    { text: "a@legit\u3002example", domains: ["legit.example"] },
    { text: "a@legit..example", domains: ["legit..example"] },
    { text: "a@[192.0.2.1]", domains: ["[192.0.2.1]"] },
    { text: "a@[192.0.2 .1]", domains: [] },
    { text: "=?utf-8?Q?a=40legit.example?=", domains: ["legit.example"] },
    { text: "a@own.example b@x.own.example", domains: ["x.own.example"] },
    { text: "a@b@c", domains: ["b", "c"] },
  ];
  test.each(cases)("$text: $domains", ({ text, domains }) => {
    expect(addressDomains(text, names(), "own.example")).toStrictEqual(domains);
  });

  test("an own domain that is null takes nothing away", () => {
    expect(addressDomains("a@own.example", names())).toStrictEqual(["own.example"]);
  });
});

describe("what reads like a domain", () => {
  const cases = [
    { text: "nothing here", domains: [] },
    { text: "Legit.example", domains: ["legit.example"] },
    {
      text: "at legit.example, b.legit.example: legit.example",
      domains: ["legit.example", "b.legit.example"],
    },
    { text: "-.legit.example.-", domains: ["legit.example"] },
    { text: "v2.0 1.50 3.a a.b2 J. Doe 1.2com", domains: [] },
    { text: "a.bc", domains: ["a.bc"] },
    { text: "legit\uff0eexample", domains: ["legit.example"] },
    { text: "b\u00fccher.example", domains: ["xn--bcher-kva.example"] },
    { text: "x.\u0440\u0444", domains: ["x.xn--p1ai"] },
    { text: "a@legit.example legit.example@b legit.example\uff20c", domains: [] },
    { text: "a..example", domains: [] },
    { text: "own.example x.own.example mail.own.example", domains: ["x.own.example"] },
    { text: "=?utf-8?Q?legit.example?=", domains: ["legit.example"] },
  ];
  test.each(cases)("$text: $domains", ({ text, domains }) => {
    expect(bareDomains(text, names(), "mail.own.example")).toStrictEqual(domains);
  });

  test("without an own domain every one counts", () => {
    expect(bareDomains("own.example", names(), null)).toStrictEqual(["own.example"]);
  });
});
