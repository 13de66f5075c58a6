import { type Ip, reverseName } from "../base/ip.ts";
import type { Limits } from "../base/limits.ts";
import { TraceRecorder } from "../base/trace.ts";
import type { DnsAnswer, RecordData, RecordType } from "../dns/answer.ts";
import { confirmReverseNames, type ReverseNames } from "../dns/reverse-names.ts";
import { lookup, type Task } from "../task/task.ts";
import type { SpfNote } from "./notes.ts";
import type { Sender } from "./sender.ts";
import type { SpfEvent } from "./trace.ts";

/** What stays the same through all includes and redirects of a check. RFC 7208 §4.1 */
export interface CheckFacts {
  readonly ip: Ip;
  readonly sender: Sender;
  readonly helo: string;
  /** `%{r}` */
  readonly receiver: string;
  /** `%{t}`, seconds since 1970; null when the caller gave no clock. */
  readonly now: number | null;
  readonly limits: Limits;
}

/**
 * The one account of a check: what was counted, asked and noticed, shared by all records it visits.
 *
 * RFC 7208 §4.6.4: the limits hold for the whole evaluation, not for each record.
 */
export class CheckState {
  readonly facts: CheckFacts;
  readonly trace: TraceRecorder<SpfEvent> = new TraceRecorder<SpfEvent>();
  readonly notes: SpfNote[] = [];
  readonly #noted = new Set<string>();
  #terms = 0;
  #voidLookups = 0;
  #textBytes = 0;
  #reverseNames: ReverseNames | null = null;

  constructor(facts: CheckFacts) {
    this.facts = facts;
  }

  get terms(): number {
    return this.#terms;
  }

  get voidLookups(): number {
    return this.#voidLookups;
  }

  /** Counts a term that causes questions; false when it is one too many. RFC 7208 §4.6.4 */
  countTerm(domain: string, term: string): boolean {
    const limit = this.facts.limits.spfTerms;
    const count = ++this.#terms;
    this.trace.record({ code: "spf.term-counted", domain, term, count, limit, rfc: "RFC 7208 §4.6.4" });
    return count <= limit;
  }

  /** Counts a term whose own question found nothing; false when it is one too many. RFC 7208 §4.6.4 */
  countVoidLookup(type: RecordType, name: string): boolean {
    const limit = this.facts.limits.spfVoidLookups;
    const count = ++this.#voidLookups;
    this.trace.record({ code: "spf.void-lookup", type, name, count, limit, rfc: "RFC 7208 §4.6.4" });
    return count <= limit;
  }

  /** Counts the text in which a record is sought; false when it is too much. */
  countText(records: readonly (readonly string[])[]): boolean {
    for (const strings of records) for (const string of strings) this.#textBytes += string.length;
    return this.#textBytes <= this.facts.limits.spfTextBytes;
  }

  /** Keeps the notes on a domain's record the first time the check comes upon it. */
  noteOnce(domain: string, notes: () => readonly SpfNote[]): void {
    if (this.#noted.has(domain)) return;
    this.#noted.add(domain);
    this.notes.push(...notes());
  }

  *ask<Type extends RecordType>(type: Type, name: string): Task<DnsAnswer<RecordData[Type]>> {
    const answer = yield* lookup(type, name);
    this.recordAnswer(type, name, answer);
    return answer;
  }

  recordAnswer(type: RecordType, name: string, answer: DnsAnswer<RecordData[RecordType]>): void {
    const kind = answer.kind === "failure" ? answer.reason : answer.kind;
    this.trace.record({ code: "spf.asked", type, name, answer: kind, rfc: null });
  }

  /** The names the client's address points to, looked up once a check. RFC 7208 §5.5 */
  *reverseNames(): Task<ReverseNames> {
    if (this.#reverseNames !== null) return this.#reverseNames;
    const limit = this.facts.limits.spfPtrNames;
    const found = yield* confirmReverseNames(this.facts.ip, limit);
    this.#reverseNames = found;
    const answer = found.kind === "failure" ? found.reason : found.kind === "names" ? "records" : found.kind;
    this.trace.record({
      code: "spf.asked",
      type: "PTR",
      name: reverseName(this.facts.ip),
      answer,
      rfc: null,
    });
    if (found.kind !== "names") return found;
    for (const { name, outcome } of found.names) {
      const validated = outcome === "confirmed";
      this.trace.record({ code: "spf.name-validated", name, validated, rfc: "RFC 7208 §5.5" });
    }
    if (found.ignored > 0) {
      this.trace.record({ code: "spf.names-ignored", count: found.ignored, limit, rfc: "RFC 7208 §4.6.4" });
    }
    return found;
  }
}
