import { describe, expect, it } from "vitest";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { cachingResolver } from "../../src/node/caching-resolver.ts";
import { nodePlatform } from "../../src/node/platform.ts";
import { schedule } from "../../src/node/schedule.ts";
import { run } from "../../src/task/run.ts";
import { lookup } from "../../src/task/task.ts";
import { responseTo } from "../support/dns-server.ts";
import { address, answered, serve } from "./wire.ts";
import { wireResolver } from "../../src/node/wire-resolver.ts";

describe("nodePlatform", () => {
  it("asks the resolver it is given", async () => {
    const { server } = await serve((query) => [responseTo(query, [address])]);
    const platform = nodePlatform({ resolver: wireResolver({ servers: [server] }) });
    expect(await run(lookup("A", "a.example"), platform)).toStrictEqual(answered);
  });

  it("ends a run at its deadline though no answer comes", async () => {
    const { server } = await serve(() => []);
    const platform = nodePlatform({ resolver: wireResolver({ servers: [server], timeoutMs: 60_000 }) });
    expect(await run(lookup("A", "a.example"), platform, { deadlineMs: 30 })).toStrictEqual({
      kind: "failure",
      reason: "timeout",
    });
  });
});

describe("schedule", () => {
  it("calls back, unless it is cancelled", async () => {
    const called: string[] = [];
    const cancel = schedule(5, () => called.push("cancelled"));
    cancel();
    await new Promise<void>((resolve) => {
      schedule(10, () => {
        called.push("kept");
        resolve();
      });
    });
    expect(called).toStrictEqual(["kept"]);
  });
});

describe("cachingResolver of Node", () => {
  it("has a clock of its own", async () => {
    const behind = snapshotResolver({ "a.example": { A: ["192.0.2.1"] } });
    let asked = 0;
    const caching = cachingResolver(
      {
        resolve: (type, name) => {
          asked++;
          return behind.resolve(type, name);
        },
      },
      { positive: { unknown: 0.02 } },
    );
    void caching.resolve("A", "a.example");
    void caching.resolve("A", "a.example");
    expect(asked).toBe(1);
    await new Promise((resolve) => {
      setTimeout(resolve, 40);
    });
    void caching.resolve("A", "a.example");
    expect(asked).toBe(2);
  });
});
