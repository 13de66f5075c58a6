import { describe, expect, it } from "vitest";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { all, lookup, type Task } from "../../src/task/task.ts";

describe("runSync", () => {
  it("gives the answers of a snapshot in the order of the tasks", () => {
    function* task(): Task<unknown> {
      const [first, second] = yield* all([lookup("TXT", "Example.com."), lookup("MX", "a.w.example.com")]);
      return [first, second, yield* lookup("A", "alias.example.com")];
    }
    const dns = snapshotResolver({
      "example.com": { TXT: ["v=spf1 -all", ["a", "b"]] },
      "*.w.example.com": { MX: [{ exchange: "m.example", priority: 1 }] },
      "alias.example.com": { CNAME: ["H.example.com."] },
      "h.example.com": { A: ["192.0.2.1"] },
    });
    expect(runSync(task(), { dns })).toStrictEqual([
      { kind: "records", records: [["v=spf1 -all"], ["a", "b"]] },
      { kind: "records", records: [{ exchange: "m.example", priority: 1 }] },
      { kind: "records", records: ["192.0.2.1"] },
    ]);
  });
});
