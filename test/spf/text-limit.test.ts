import { describe, expect, it } from "vitest";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { checkHost } from "../../src/spf/check-host.ts";
import { runSync } from "../../src/task/run-sync.ts";

const filled = (bytes: number, rest: string): string =>
  `v=spf1 x=${"y".repeat(bytes - rest.length - 10)} ${rest}`;

/** A chain of three records of so many bytes each. */
const check = (
  bytes: number,
  spfTextBytes: number,
  other: readonly string[] = [],
): ReturnType<typeof runSync<unknown>> => {
  const zone = {
    "a.example": { TXT: [filled(bytes, "include:b.example -all"), ...other] },
    "b.example": { TXT: [filled(bytes, "redirect=c.example")] },
    "c.example": { TXT: [filled(bytes, "ip4:192.0.2.1 -all")] },
  };
  const { result, ...rest } = runSync(
    checkHost({
      clientIp: "192.0.2.1",
      domain: "a.example",
      sender: "x@a.example",
      helo: "h.example",
      limits: { spfTextBytes },
    }),
    { dns: snapshotResolver(zone) },
  );
  return { result, cause: "cause" in rest ? rest.cause : null };
};

describe("text that one check reads", () => {
  it("may be as much as the limit, all records of the chain together", () => {
    expect(check(100, 300)).toStrictEqual({ result: "pass", cause: null });
  });

  it("is permerror beyond it, at the domain that went too far", () => {
    const cause = { code: "text-limit", domain: "c.example", limit: 299 };
    expect(check(100, 299)).toStrictEqual({ result: "permerror", cause });
  });

  it("counts the other TXT records of a domain too", () => {
    const cause = { code: "text-limit", domain: "a.example", limit: 300 };
    expect(check(100, 300, ["z".repeat(201)])).toStrictEqual({ result: "permerror", cause });
  });

  it("draws a hundred notes on what is almost a record, no more", () => {
    const zone = { "a.example": { TXT: ["v=spf1 -all", ...Array.from({ length: 500 }, () => "v=spf1x")] } };
    const input = { clientIp: "192.0.2.1", domain: "a.example", sender: "x@a.example", helo: "h.example" };
    const { notes } = runSync(checkHost(input), { dns: snapshotResolver(zone) });
    expect(notes.filter(({ code }) => code === "spf.almost-a-record")).toHaveLength(100);
  });
});
