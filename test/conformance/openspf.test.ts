import { describe, expect, it } from "vitest";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { checkHost } from "../../src/spf/check-host.ts";
import type { SpfResult } from "../../src/spf/result.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { readOpenspfSuite, type OpenspfCase } from "../support/openspf.ts";

function check({ helo, host, mailFrom, zone }: OpenspfCase): SpfResult {
  const sender = mailFrom === "" ? `postmaster@${helo}` : mailFrom;
  const domain = sender.slice(sender.lastIndexOf("@") + 1);
  const task = checkHost({ clientIp: host, helo, sender, domain, substituted: mailFrom === "" });
  return runSync(task, { dns: snapshotResolver(zone) });
}

/**
 * The RFC 4408 suite names every result that was in dispute, and those of RFC 7208 are among them: no
 * case of it needs an exception.
 */
const suites = [
  { file: "openspf-rfc7208-tests.yml", count: 200 },
  { file: "openspf-rfc4408-tests.yml", count: 191 },
];

describe.each(suites)("$file", ({ file, count }) => {
  const cases = readOpenspfSuite(file);
  if (cases === null) {
    it.skipIf(process.env["CI"] === undefined)("stands at ../shared/suites (skipped: it does not)", () => {
      expect.fail(`${file} is missing`);
    });
    return;
  }

  it(`holds ${count} cases`, () => {
    expect(cases).toHaveLength(count);
  });

  it.each(cases)("$section: $name", (test) => {
    const result = check(test);
    expect(test.results).toContain(result.result);
    if (test.explanation === undefined || result.result !== "fail") return;
    // Letter case apart: the suite writes the nibbles of %{ir} in capitals, RFC 7208 §7.4 in small letters.
    expect(result.explanation?.toLowerCase() ?? null).toBe(test.explanation?.toLowerCase() ?? null);
  });
});
