import { describe, expect, it } from "vitest";
import { recognizeSenderTag } from "../../src/spf/sender-tag.ts";

describe("recognizeSenderTag", () => {
  const cases = [
    { text: "prvs=4321abcdef=user", is: { tag: "batv", original: "user" } },
    { text: "PRVS=4321ABCDEF=user", is: { tag: "batv", original: "user" } },
    { text: "prvs=user=4321abcdef", is: { tag: "batv", original: "user" } },
    { text: "prvs=short=user", is: null },
    { text: "prvs=4321abcdef=user=more", is: null },
    { text: "brvs=4321abcdef=user", is: null },
    { text: "prvs=x4321abcdef=user", is: null },
    { text: "prvs=4321abcdef0=user", is: null },
    { text: "prvs=user=x4321abcdef", is: null },
    { text: "prvs=user=4321abcdef0", is: null },
    { text: "SRS0=HHH=TT=example.com=user", is: { tag: "srs0", original: "user@example.com" } },
    { text: "srs0+HHH=TT=example.com=a=b", is: { tag: "srs0", original: "a=b@example.com" } },
    { text: "SRS0=HHH=TT=example.com", is: null },
    { text: "SRS0=HHH==example.com=user", is: null },
    { text: "SRS0==TT=example.com=user", is: null },
    { text: "SRS0=HHH=TT==user", is: null },
    { text: "xSRS0=HHH=TT=example.com=user", is: null },
    { text: "xxSRS0=HHH=TT=example.com=user", is: null },
    { text: "abcdef=TT=example.com=user", is: null },
    { text: "xxSRS1=GGG=example.org==HHH=TT=example.com=user", is: null },
    { text: "SRS0-H=T=example.com=user", is: { tag: "srs0", original: "user@example.com" } },
    {
      text: "SRS1=GGG=example.org==HHH=TT=example.com=user",
      is: { tag: "srs1", original: "SRS0=HHH=TT=example.com=user@example.org" },
    },
    { text: "SRS1=G=example.org==x", is: { tag: "srs1", original: "SRS0=x@example.org" } },
    { text: "xSRS1=GGG=example.org==HHH=TT=example.com=user", is: null },
    { text: "SRS1=GGG=example.org=x", is: null },
    { text: "SRS1==example.org==HHH=TT=example.com=user", is: null },
    { text: "SRS1=GGG===HHH=TT=example.com=user", is: null },
    { text: "SRS1=GGG=example.org", is: null },
    { text: "announce+user=example.com", is: { tag: "verp", original: "user@example.com" } },
    { text: "list-bounces-user=example.com", is: { tag: "verp", original: "user@example.com" } },
    { text: "list+user=example", is: null },
    { text: "user=example.com", is: null },
    { text: "+user=example.com", is: null },
    { text: "list+=example.com", is: null },
    { text: "a+user=example.com", is: { tag: "verp", original: "user@example.com" } },
    { text: "user+tag", is: null },
    { text: "user", is: null },
    { text: "", is: null },
  ];
  it.each(cases)("$text", ({ text, is }) => {
    expect(recognizeSenderTag(text)).toStrictEqual(is);
  });
});
