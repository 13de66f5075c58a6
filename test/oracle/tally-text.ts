import { RULES } from "./rules.ts";
import type { Tally } from "./tally.ts";

/** The counts of a run as Markdown tables: verdicts compared, disagreements by rule, cases by mutator. */
export function formatTally(tally: Tally, peers: readonly string[]): string {
  return [
    `${tally.cases} cases: ${[...tally.families].map(([family, count]) => `${count} ${family}`).join(", ")}`,
    "",
    ...table(["verdicts compared", ...peers], protocolRows(tally, peers)),
    "",
    ...table(["kind", "what waxseal does", "decided by", ...peers], ruleRows(tally, peers)),
    "",
    ...table(["mutator", "cases"], countRows(tally.mutators)),
    "",
    ...table(["reached", "times"], countRows(tally.reached)),
  ].join("\n");
}

type Row = readonly [string, ...(string | number)[]];

function protocolRows({ compared }: Tally, peers: readonly string[]): readonly Row[] {
  return ["spf", "dkim", "dmarc"].map((protocol) => [
    protocol,
    ...peers.map((peer) => compared.get(`${peer} ${protocol}`) ?? 0),
  ]);
}

function ruleRows({ rules }: Tally, peers: readonly string[]): readonly Row[] {
  return RULES.map((rule): Row => {
    const counts = rules.get(rule.id);
    return [...ruleCells(rule), ...peers.map((peer) => counts?.get(peer) ?? 0)];
  });
}

/** What the documentation says of a rule, beside the counts. */
export function ruleCells({ id, reason, rfc }: (typeof RULES)[number]): readonly [string, string, string] {
  return [`\`${id}\``, reason, rfc];
}

function countRows(counts: ReadonlyMap<string, number>): readonly Row[] {
  return [...counts].toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function table(head: readonly string[], rows: readonly Row[]): readonly string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
