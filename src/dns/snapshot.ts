import type { DnsAnswer, RecordData, RecordType } from "./answer.ts";
import { canonicalName } from "./question.ts";
import type { Resolver } from "./resolver.ts";
import { readZone, type Zone, type ZoneEntry } from "./zone.ts";

/** Aliases followed for one question; resolvers in the field stop at about as many. RFC 1034 §3.6.2 leaves the number open */
const ALIAS_LIMIT = 16;

/**
 * Answers from a zone given as data, at once and always the same.
 *
 * Choice: a name that fails says nothing of the names below it; a zone writes them out.
 */
export function snapshotResolver(zone: Zone): Resolver {
  const names = new ZoneNames(readZone(zone));
  return { resolve: (type, name) => names.answer(type, canonicalName(name)) };
}

/** The names of a zone as a resolver sees them: with aliases, wildcards and empty non-terminals. */
class ZoneNames {
  readonly #entries: ReadonlyMap<string, ZoneEntry>;
  readonly #existing: Set<string>;

  constructor(entries: ReadonlyMap<string, ZoneEntry>) {
    this.#entries = entries;
    this.#existing = new Set([""]);
    for (const name of entries.keys()) {
      for (let each = name; each !== ""; each = parentName(each)) this.#existing.add(each);
    }
  }

  /** Follows aliases to the answer; a loop, or a chain too long, fails as it does in resolvers. RFC 1034 §3.6.2 */
  answer<Type extends RecordType>(type: Type, name: string): DnsAnswer<RecordData[Type]> {
    let current = name;
    for (let followed = 0; followed <= ALIAS_LIMIT; followed++) {
      const entry = this.#entryAt(current);
      if (entry === null) return this.#existing.has(current) ? { kind: "nodata" } : { kind: "nxdomain" };
      if (entry.kind === "failure") return entry;
      const alias = entry.answers.CNAME;
      if (type === "CNAME" || alias?.kind !== "records") return entry.answers[type] ?? { kind: "nodata" };
      current = canonicalName(alias.records[0]);
    }
    return { kind: "failure", reason: "servfail" };
  }

  /**
   * What stands at the name, else what the wildcard at its closest encloser gives. A name that
   * exists, if only because others lie below it, is never covered by a wildcard.
   *
   * RFC 4592 §3.3.1
   */
  #entryAt(name: string): ZoneEntry | null {
    const entry = this.#entries.get(name);
    if (entry !== undefined) return entry;
    if (this.#existing.has(name)) return null;
    let encloser = parentName(name);
    while (!this.#existing.has(encloser)) encloser = parentName(encloser);
    return this.#entries.get(encloser === "" ? "*" : `*.${encloser}`) ?? null;
  }
}

/** The name without its leftmost label; the root is the empty name. */
function parentName(name: string): string {
  const dot = name.indexOf(".");
  return dot === -1 ? "" : name.slice(dot + 1);
}
