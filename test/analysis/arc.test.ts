import { describe, expect, test } from "vitest";
import { adviseDisposition } from "../../src/analysis/advice.ts";
import { analyze } from "../../src/analysis/analyze.ts";
import { toAuthenticationResults } from "../../src/analysis/authentication-results.ts";
import { makeBundle, replayBundle } from "../../src/analysis/bundle.ts";
import { explain } from "../../src/analysis/explain/explain.ts";
import { resolveInputs, type PolicyOptions } from "../../src/analysis/inputs.ts";
import { AnalysisReader } from "../../src/analysis/read.ts";
import type { MessageReport } from "../../src/analysis/report.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { keyRecord, rsaKey, signMessage } from "../support/dkim-signer.ts";
import { sealerZone, sealMessage } from "../support/arc-sealer.ts";

const NOW = 1_760_000_000;

const zone: Zone = {
  ...sealerZone(["list.example", "relay.example"]),
  "sel._domainkey.example.com": { TXT: [keyRecord(rsaKey())] },
  "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject"] },
  "list.example": { TXT: ["v=spf1 ip4:192.0.2.1 -all"] },
};

/** A signed message that a list gave a footer, so that its author's signature broke. */
const listed = `${signMessage(
  [
    "From: Author <author@example.com>",
    "To: list@list.example",
    "Subject: Hello",
    "Date: Thu, 9 Oct 2025 08:53:20 +0000",
    "",
    "Hi.",
    "",
  ].join("\r\n"),
)}-- \r\nThe list\r\n`;

const report = (results: string): string =>
  sealMessage(listed, { instance: 1, domain: "list.example", results: `mx.list.example; ${results}` });

const honest = report("spf=pass smtp.mailfrom=author@example.com; dmarc=pass header.from=example.com");

function analyzed(message: string, policy: PolicyOptions = {}): MessageReport {
  const envelope = { clientIp: "192.0.2.1", helo: "out.list.example", mailFrom: "bounce@list.example" };
  const inputs = resolveInputs(envelope, { now: NOW, policy });
  const reader = new AnalysisReader(inputs, nodeCrypto);
  reader.push(Buffer.from(message, "latin1"));
  return runSync(analyze(reader.finish(), inputs), { dns: snapshotResolver(zone), crypto: nodeCrypto });
}

const trusting: PolicyOptions = { arc: { trustedSealers: ["List.Example."] } };

describe("a trusted report of DMARC pass is a reason for local policy (RFC 8617 §7.2.1)", () => {
  test("and the DMARC result stays fail", () => {
    const { arc, dmarc, inputs } = analyzed(honest, trusting);
    expect([arc.result, arc.trusted, dmarc.result]).toStrictEqual(["pass", true, "fail"]);
    expect(arc.override).toStrictEqual({ instance: 1, sealer: "list.example", authorDomain: "example.com" });
    expect(inputs.policy.arc).toStrictEqual({ trustedSealers: ["list.example"] });
  });

  test("on which the message is accepted, unless local policy ignores it", () => {
    const accepted = analyzed(honest, trusting);
    expect(adviseDisposition(accepted)).toStrictEqual({
      action: "accept",
      causes: ["arc-override"],
      reply: null,
    });
    expect(adviseDisposition(accepted, { spfFail: "reject" }).causes).toStrictEqual(["arc-override"]);
    expect(adviseDisposition(accepted, { arcOverride: "ignore" })).toStrictEqual(
      adviseDisposition(analyzed(honest)),
    );
    expect(adviseDisposition(analyzed(honest)).causes).toStrictEqual(["dmarc-policy"]);
  });

  const cases = [
    { name: "a sealer nobody trusts gives none", message: honest, policy: {} },
    { name: "a report without DMARC gives none", message: report("spf=pass; dkim=pass"), policy: trusting },
    {
      name: "a report of DMARC fail gives none",
      message: report("dmarc=fail header.from=example.com"),
      policy: trusting,
    },
    {
      name: "a report about another author gives none",
      message: report("dmarc=pass header.from=example.org"),
      policy: trusting,
    },
    { name: "a report that names no author gives none", message: report("dmarc=pass"), policy: trusting },
    {
      name: "a report that says both gives none",
      message: report("dmarc=pass header.from=example.com; dmarc=fail header.from=example.com"),
      policy: trusting,
    },
    {
      name: "a word that only stands for another gives none",
      message: report("dmarc=bestguesspass header.from=example.com"),
      policy: trusting,
    },
    {
      name: "a report with skipped text gives none",
      message: report("dmarc=pass header.from=example.com; ((("),
      policy: trusting,
    },
    { name: "a chain that fails gives none", message: `${honest}PS\r\n`, policy: trusting },
    { name: "no chain gives none", message: listed, policy: trusting },
  ] as const;
  test.each(cases)("$name", ({ message, policy }) => {
    const { arc, dmarc } = analyzed(message, policy);
    expect([arc.override, dmarc.result]).toStrictEqual([null, "fail"]);
  });

  test("what a tolerant reading passes over does not take a report away", () => {
    const message = report("dmarc=pass action=none header.from=example.com");
    expect(analyzed(message, trusting).arc.override).toStrictEqual({
      instance: 1,
      sealer: "list.example",
      authorDomain: "example.com",
    });
  });

  test("a message that passes DMARC needs none", () => {
    const unchanged = listed.replace("-- \r\nThe list\r\n", "");
    const message = sealMessage(unchanged, {
      instance: 1,
      domain: "list.example",
      results: "mx.list.example; dmarc=pass header.from=example.com",
    });
    const { arc, dmarc } = analyzed(message, trusting);
    expect([dmarc.result, arc.result, arc.override]).toStrictEqual(["pass", "pass", null]);
  });
});

const arcOf = (message: string): unknown =>
  toAuthenticationResults(analyzed(message), "mx.example.net").results.find(({ method }) => method === "arc");

describe("the Authentication-Results of a chain (RFC 8617 §6)", () => {
  const base = { method: "arc", methodVersion: null, comments: [] };
  const remoteIp = { ptype: "smtp", property: "remote-ip", pvalue: "192.0.2.1" };

  test("state pass with oldest-pass and the client", () => {
    const changed = sealMessage(`${honest}PS\r\n`, { instance: 2, domain: "relay.example" });
    const oldestPass = { ptype: "header", property: "oldest-pass", pvalue: "2" };
    expect(arcOf(changed)).toStrictEqual({
      ...base,
      result: "pass",
      reason: null,
      properties: [oldestPass, remoteIp],
    });
  });

  test("state fail with the code of the cause", () => {
    expect(arcOf(`${honest}PS\r\n`)).toStrictEqual({
      ...base,
      result: "fail",
      reason: "message-signature-invalid",
      properties: [remoteIp],
    });
  });

  test("state none (RFC 8617 §5.2)", () => {
    expect(arcOf(listed)).toStrictEqual({ ...base, result: "none", reason: null, properties: [] });
  });
});

describe("the report", () => {
  test("is repeated from its evidence, chain and trust included", () => {
    const first = analyzed(honest, trusting);
    const bundle = makeBundle(first, Buffer.from(honest, "latin1"), nodeCrypto);
    expect(replayBundle(JSON.parse(JSON.stringify(bundle)) as typeof bundle, nodeCrypto)).toStrictEqual(
      first,
    );
  });

  test("is explained: who sealed, what still verifies, where it changed, who is believed", () => {
    const changed = sealMessage(honest.replace("The list", "The relay"), {
      instance: 2,
      domain: "relay.example",
    });
    const statements = explain(analyzed(changed, trusting)).filter(({ topic }) => topic === "arc");
    expect(statements.map(({ kind, text }) => `${kind}: ${text}`)).toStrictEqual([
      "result: ARC is pass: 2 sets, and the message signatures verify from set 2 on.",
      "reason: Set 1, sealed by list.example: the seal verifies; the message signature no longer verifies, the header is as signed, the body is not; mx.list.example reports spf=pass and dmarc=pass.",
      "reason: Set 2, sealed by relay.example: the seal verifies; the message signature still verifies; mx.relay.example reports nothing checked.",
      "reason: Between list.example (set 1) and relay.example (set 2), the body was changed.",
      "reason: Not every sealer is trusted here: relay.example.",
    ]);
  });

  test("quotes the place that broke a field", () => {
    const message = honest.replace("cv=none", "cv=maybe");
    const [statement] = explain(analyzed(message)).filter(({ topic }) => topic === "arc");
    expect(statement?.text).toBe(
      "ARC is fail: the seal of set 1 cannot be read: cv=maybe is neither none, pass nor fail.",
    );
    const { text = "", at = null } = statement?.quote ?? {};
    expect(at && text.slice(at.start, at.end)).toBe("maybe");
  });

  test("refuses trusted sealers that are no domain names", () => {
    expect(() =>
      resolveInputs({}, { now: NOW, policy: { arc: { trustedSealers: ["not a domain"] } } }),
    ).toThrow(
      new TypeError("options.policy.arc.trustedSealers: expected an array of domain names, got an array"),
    );
  });
});
