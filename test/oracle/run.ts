import { programOptions } from "../support/program-options.ts";
import { runDifferential } from "./differential.ts";
import { mailauthPeer } from "./mailauth-peer.ts";
import { hasOpendkim, opendkimPeer } from "./opendkim-peer.ts";
import { isPresent, PEER_PROGRAMS, processPeer } from "./process-peer.ts";
import { compareSigning } from "./signing.ts";
import { REACHABLE } from "./reach.ts";
import { formatTally } from "./tally-text.ts";

/** The long differential run. */
const values = programOptions(
  "oracle",
  "Compares verdicts on generated mail with those of other implementations.",
  {
    cases: { default: "20000", help: "how many" },
    seed: { default: "1", help: "of the generator" },
    signed: { default: "500", help: "messages signed and sealed here that the others verify" },
    only: { default: "", help: "only the implementation of this name" },
    show: { default: "40", help: "disagreements printed that no rule explains" },
  },
);

const programs = PEER_PROGRAMS.filter(isPresent);
for (const { name } of PEER_PROGRAMS.filter((program) => !programs.includes(program))) {
  console.log(`skipped: ${name} is not installed`);
}
const opendkim = hasOpendkim() ? [opendkimPeer()] : [];
if (opendkim.length === 0) console.log("skipped: opendkim is not installed");
const peers = [mailauthPeer(true), mailauthPeer(false), ...programs.map(processPeer), ...opendkim].filter(
  ({ name }) => name.includes(values.only),
);
const started = performance.now();
const tally = await runDifferential({
  seed: Number(values.seed),
  cases: Number(values.cases),
  peers,
  onProgress: (done) => process.stderr.write(`\r${done} cases`),
});
for (const peer of peers) peer.close?.();
process.stderr.write("\n");

console.log(
  formatTally(
    tally,
    peers.map(({ name }) => name),
  ),
);
console.log(`seed ${values.seed}, ${Math.round((performance.now() - started) / 1000)} s`);
const missing = REACHABLE.filter((word) => !tally.reached.has(word));
if (missing.length > 0) console.log(`not reached: ${missing.join(", ")}`);
for (const { summary } of tally.unclassified.slice(0, Number(values.show))) console.log(summary);
console.log(`${tally.unclassified.length} disagreements without a rule`);

const signing = await compareSigning(Number(values.signed), Number(values.seed));
for (const disagreement of signing.disagreements.slice(0, Number(values.show))) console.log(disagreement);
console.log(
  `${values.signed} messages signed and sealed here: ${signing.disagreements.length} that ${signing.verifiers.join(", ")} do not pass`,
);
const open = [tally.unclassified, missing, signing.disagreements];
process.exitCode = open.some((list) => list.length > 0) ? 1 : 0;
