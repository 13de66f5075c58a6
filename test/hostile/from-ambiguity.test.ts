import { describe, expect, it } from "vitest";
import {
  analyze,
  AnalysisReader,
  type AuthorDecision,
  type MessageReport,
  nodePlatform,
  type Resolver,
  resolveInputs,
  runSync,
  snapshotResolver,
} from "waxseal";
import { bytesOf } from "../../src/base/bytes.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { Random } from "../support/random.ts";
import { authorLine } from "./attack.ts";
import { DOMAINS, hostileHeader, ordinaryHeader } from "./from-grammar.ts";
import { FROM_READERS, strictDomains } from "./from-readers.ts";
import { NOW } from "./mail.ts";

/** Every domain authorizes every host and asks for rejection: whoever is the author, DMARC passes. */
const GENEROUS: Resolver = {
  resolve: (type, name) => {
    const text = name.startsWith("_dmarc.") ? "v=DMARC1; p=reject; psd=n" : "v=spf1 +all";
    return snapshotResolver({ [name]: { TXT: [text] } }).resolve(type, name);
  },
};

const PLATFORM = { ...nodePlatform(), dns: GENEROUS };

function analyzeFrom(header: string, mailFrom: string): MessageReport {
  const inputs = resolveInputs({ clientIp: "192.0.2.66", helo: "h.example", mailFrom }, { now: NOW });
  const reader = new AnalysisReader(inputs, nodeCrypto);
  reader.push(bytesOf(`${header}\r\nbody\r\n`));
  return runSync(analyze(reader.finish(), inputs), PLATFORM);
}

/** Every domain that a note on the author names. */
function namedDomains(author: AuthorDecision): ReadonlySet<string> {
  return new Set(
    author.notes.flatMap((note) =>
      "domains" in note ? note.domains : "domain" in note ? [note.domain] : [],
    ),
  );
}

/**
 * What readers show beside the author's domain, and no note names: neither itself nor as the beginning of a
 * longer name. In a field noted not to be UTF-8 only ASCII is certain.
 */
function unnamed(header: string, author: AuthorDecision, domain: string): readonly string[] {
  const named = [...namedDomains(author)];
  const guessed = author.notes.some(({ code }) => code === "not-utf-8");
  const isNamed = (shown: string): boolean =>
    named.some((each) => each === shown || each.startsWith(`${shown}.`)) ||
    (guessed && shown.includes("xn--"));
  return FROM_READERS.flatMap(({ name, read }) => {
    const shown = read(header);
    return shown === null || shown === domain || isNamed(shown) ? [] : [`${name}: ${shown}`];
  });
}

const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1);
const CASES_PER_SEED = 400;

describe("RFC 9989 §5.3.1: what readers of From may take for the author", () => {
  it.each(SEEDS)("never passes unless the other domain is named or the author ambiguous, seed %i", (seed) => {
    const random = new Random(seed);
    let passed = 0;
    for (let index = 0; index < CASES_PER_SEED; index++) {
      const header = hostileHeader(random);
      const { author, dmarc } = analyzeFrom(header, `x@${random.pick(DOMAINS)}`);
      // Who authenticates as the very author passes; nobody passes for an ambiguous one.
      const own =
        author.kind === "single" ? author.mailbox : author.kind === "multiple" ? author.mailboxes[0] : null;
      const best = own?.domain == null ? dmarc : analyzeFrom(header, `x@${own.domain}`).dmarc;
      expect({ header, ambiguous: author.kind === "ambiguous" && best.result === "pass" }).toStrictEqual({
        header,
        ambiguous: false,
      });
      if (best.result !== "pass") continue;
      passed++;
      const shown = unnamed(header, author, best.authorDomain);
      expect({ header, author: authorLine(author), shown }).toStrictEqual({
        header,
        author: authorLine(author),
        shown: [],
      });
    }
    expect(passed).toBeGreaterThan(CASES_PER_SEED / 4);
  });

  it.each(SEEDS)("finds the authors that the grammar finds, or is told why nobody can, seed %i", (seed) => {
    const random = new Random(100 + seed);
    let read = 0;
    for (let index = 0; index < CASES_PER_SEED; index++) {
      const header = hostileHeader(random);
      const domains = strictDomains(header);
      const { author } = analyzeFrom(header, "x@legit.example");
      if (domains === null || author.kind === "ambiguous") continue;
      read++;
      const mailboxes =
        author.kind === "single" ? [author.mailbox] : author.kind === "multiple" ? author.mailboxes : [];
      // What the grammar calls a domain need be none that the DNS could hold, and the model knows only host names of several labels.
      const own = mailboxes.map(({ domain }) => (domain?.includes(".") === true ? domain : null));
      expect({ header, domains: own }).toStrictEqual({ header, domains });
    }
    expect(read).toBeGreaterThan(CASES_PER_SEED / 4);
  });

  it("passes for a good part of what is generated, and finds the rest ambiguous, several or nobody", () => {
    const random = new Random(99);
    const kinds = new Map<string, number>();
    for (let index = 0; index < 500; index++) {
      const { author } = analyzeFrom(hostileHeader(random), "x@legit.example");
      kinds.set(author.kind, (kinds.get(author.kind) ?? 0) + 1);
    }
    for (const kind of ["single", "multiple", "ambiguous"]) expect(kinds.get(kind)).toBeGreaterThan(20);
  });

  it("ordinary mail is never ambiguous, and passes", () => {
    const random = new Random(7);
    for (let index = 0; index < 3000; index++) {
      const header = ordinaryHeader(random);
      const { author, dmarc } = analyzeFrom(header, "x@legit.example");
      expect({ header, kind: author.kind === "ambiguous", result: dmarc.result }).toStrictEqual({
        header,
        kind: false,
        result: "pass",
      });
    }
  });
});
