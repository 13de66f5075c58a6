import { readdirSync, readFileSync } from "node:fs";
import { adviseDisposition } from "../../src/analysis/advice.ts";
import { analyze } from "../../src/analysis/analyze.ts";
import { toAuthenticationResults } from "../../src/analysis/authentication-results.ts";
import { explain } from "../../src/analysis/explain/explain.ts";
import { type Envelope, resolveInputs } from "../../src/analysis/inputs.ts";
import { AnalysisReader } from "../../src/analysis/read.ts";
import { recoverEnvelope } from "../../src/analysis/recover-envelope.ts";
import type { MessageReport } from "../../src/analysis/report.ts";
import { formatAuthenticationResults } from "../../src/authres/format.ts";
import { assessTrust } from "../../src/authres/trust.ts";
import { byteText, bytesOf } from "../../src/base/bytes.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { transcriptResolver } from "../../src/dns/transcript.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { expectSame, type FuzzTarget } from "./target.ts";

const NAMES = readdirSync("fixtures/messages")
  .filter((file) => file.endsWith(".eml"))
  .map((file) => file.replace(".eml", ""));

const MESSAGES = NAMES.map((name) => byteText(readFileSync(`fixtures/messages/${name}.eml`)));

/** What the shipped messages find in the DNS, the first answer for each name, and a domain that anybody may use. */
const ANSWERS: Zone = NAMES.map(
  (name) => JSON.parse(readFileSync(`fixtures/zones/${name}.json`, "utf8")) as Zone,
)
  .toReversed()
  .reduce((all, zone) => ({ ...all, ...zone }), {
    "_dmarc.b.example": { TXT: ["v=DMARC1; p=reject"] },
    "b.example": { TXT: ["v=spf1 ip4:192.0.2.1 -all"] },
  });

const DICTIONARY = [
  "\r\n",
  "\r",
  "\n",
  "\r\n ",
  "\0",
  "From: ",
  "from :",
  "a@b.example",
  "<a@b.example>",
  "DKIM-Signature: v=1; a=rsa-sha256; d=b.example; s=s; h=from; bh=; b=",
  "ARC-Seal: i=1; ",
  "Received: from ",
  "Authentication-Results: ",
  "BIMI-Selector: v=BIMI1; s=",
  "; ",
  "=",
  ":",
  "\u00c3\u00bc",
  "\u00ff",
  "xn--bcher-kva",
];

/** Sessions in which a message may have come; its length decides. */
const ENVELOPES: readonly Envelope[] = [
  { clientIp: "192.0.2.1", helo: "h.example", mailFrom: "x@b.example" },
  { clientIp: "192.0.2.1", helo: "b.example", mailFrom: null, recipients: ["bob@receiver.example"] },
  { clientIp: "2001:db8::1", helo: "b\u00fccher.example", mailFrom: "j\u00f6rg@b\u00fccher.example" },
  { clientIp: "192.0.2.1" },
  { helo: "[192.0.2.1]", mailFrom: '"a b"@b.example' },
  {},
];

/** Analyses the text and holds the report to what every report promises. */
function analyzeText(text: string, dns: Resolver): MessageReport {
  const inputs = resolveInputs(ENVELOPES[text.length % ENVELOPES.length] ?? {}, {
    now: 1_793_525_400,
    policy: { arc: { trustedSealers: ["list.example", "b.example"] } },
  });
  const read = (): ReturnType<AnalysisReader["finish"]> => {
    const reader = new AnalysisReader(inputs, nodeCrypto);
    reader.push(bytesOf(text));
    return reader.finish();
  };
  const whole = read();
  const report = runSync(analyze(whole, inputs), { dns, crypto: nodeCrypto });
  const replayed = runSync(analyze(read(), inputs), {
    dns: transcriptResolver(report.dns ?? []),
    crypto: nodeCrypto,
  });
  expectSame("a report from its own transcript", report, replayed);
  formatAuthenticationResults(toAuthenticationResults(report, "mx.example"));
  explain(report);
  adviseDisposition(report);
  recoverEnvelope(whole.message.fields, 1);
  assessTrust(whole.message.fields, { authservIds: ["mx.example"], boundary: 1 });
  return report;
}

/** Whole messages, and DNS answers that an attacker wrote. */
export const MESSAGE_TARGETS: readonly FuzzTarget[] = [
  {
    name: "analyze-message",
    dictionary: DICTIONARY,
    seeds: MESSAGES,
    slow: true,
    feed: (text) => {
      const { author, dmarc } = analyzeText(text, snapshotResolver(ANSWERS));
      if (author.kind === "ambiguous")
        expectSame("an ambiguous author never passes", dmarc.result === "pass", false);
    },
  },
  {
    name: "analyze-answers",
    dictionary: [
      "v=spf1 ",
      "include:b.example",
      "redirect=",
      "%{i}",
      "v=DMARC1; p=",
      "psd=n",
      "v=DKIM1; p=",
      "v=BIMI1; l=",
      "\n",
    ],
    seeds: [
      "v=spf1 include:b.example exists:%{l}.e.example -all\nv=DMARC1; p=reject\nv=DKIM1; p=AAAA\nv=BIMI1; l=;",
    ],
    slow: true,
    feed: (text) => {
      const texts = text.split("\n");
      const dns: Resolver = {
        resolve: (type, name) => {
          const records = [
            texts[name.length % texts.length] ?? "",
            texts[(name.length + 1) % texts.length] ?? "",
          ];
          return snapshotResolver({ [name]: { TXT: records } }).resolve(type, name);
        },
      };
      analyzeText(MESSAGES[text.length % MESSAGES.length] ?? "", dns);
    },
  },
];
