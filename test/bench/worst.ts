import { authenticate, snapshotResolver } from "../../src/index.ts";
import { WORST_SHAPES, type WorstMail } from "../hostile/worst-inputs.ts";
import { Random } from "../support/random.ts";
import { makeBody } from "./bodies.ts";
import { CORPUS_NOW } from "./corpus.ts";
import { makeHeader } from "./headers.ts";

/** What mail made to be slow costs. */
export interface WorstCase {
  readonly shape: string;
  readonly kilobytes: number;
  readonly milliseconds: number;
  /** The time of twice the size. */
  readonly doubling: number;
  /** The time against an ordinary message of as many bytes. */
  readonly benign: number;
}

const PEOPLE = { from: "a@b.example", to: "bob@receiver.example", authorDomain: "b.example" };
/** Fields of which a message has one. */
const SINGLE = new Set(["From", "To", "Cc", "Sender", "Reply-To"]);

/**
 * Each shape at a size below the limits, at twice that size, and beside an ordinary message: header fields for the bytes
 * of its header and of the DNS records, text for those of its body.
 */
export async function worstCases(rounds: number): Promise<readonly WorstCase[]> {
  const warm = benignMail(200_000, 200_000);
  await processorTime(() => warm, 40);
  const cases: WorstCase[] = [];
  for (const { name, usual, mail } of WORST_SHAPES) {
    const once = await processorTime((round) => mail(usual, round), rounds);
    const twice = await processorTime((round) => mail(2 * usual, round), rounds);
    const { header, body } = sizeOf(mail(usual));
    const benign = benignMail(header, body);
    const ordinary = await processorTime(() => benign, rounds);
    cases.push({
      shape: name,
      kilobytes: (header + body) / 1000,
      milliseconds: once,
      doubling: twice / once,
      benign: once / ordinary,
    });
  }
  return cases;
}

/** The least time of some rounds, in milliseconds: what disturbs only adds to it. */
async function processorTime(mailOf: (round: number) => WorstMail, rounds: number): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const { message, envelope = {}, zone = {} } = mailOf(round);
    const bytes = Buffer.from(message, "latin1");
    const resolver = snapshotResolver(zone);
    const start = process.cpuUsage();
    await authenticate(bytes, envelope, { resolver, now: CORPUS_NOW });
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

function sizeOf({ message, envelope, zone = {} }: WorstMail): {
  readonly header: number;
  readonly body: number;
} {
  const header = message.indexOf("\r\n\r\n") + 4;
  const session = envelope === undefined ? 0 : Object.values(envelope).join("").length;
  return { header: header + session + JSON.stringify(zone).length, body: message.length - header };
}

/** An ordinary message with so many bytes of header and body. */
function benignMail(header: number, body: number): WorstMail {
  const random = new Random(1);
  let fields = "From: a@b.example\r\n";
  while (fields.length < header) {
    for (const { name, value } of makeHeader(random, PEOPLE)) {
      if (!SINGLE.has(name)) fields += `${name}: ${value}\r\n`;
    }
  }
  const end = fields.indexOf("\r\n", Math.min(header, fields.length - 2));
  const whole = `${fields.slice(0, end)}\r\n`;
  return { message: `${whole}\r\n${makeBody(random, "text", Math.max(2, body))}` };
}
