import type { DnsAnswer, RecordData, RecordType } from "./answer.ts";
import { canonicalName } from "./question.ts";
import { readZone, type Zone, type ZoneEntry } from "./zone.ts";

/** Aliases followed for one question; resolvers in the field stop at about as many. RFC 1034 §3.6.2 leaves the number open */
export const ALIAS_LIMIT = 16;

/** Where the aliases of a name lead in a zone, and what the zone says there; null when it says nothing of the type. */
export interface ZoneFinding<Type extends RecordType> {
  readonly name: string;
  /** Whether the name, or one below it, stands in the zone: an empty non-terminal exists. RFC 4592 §2.2.2 */
  readonly exists: boolean;
  readonly answer: DnsAnswer<RecordData[Type]> | null;
}

/** The names of a zone as a resolver sees them. Names are given in canonical form. */
export class ZoneNames {
  readonly #entries: ReadonlyMap<string, ZoneEntry>;
  readonly #existing = new Set([""]);

  constructor(zone: Zone) {
    this.#entries = readZone(zone);
    for (const name of this.#entries.keys()) {
      for (let each = name; each !== ""; each = parentName(each)) this.#existing.add(each);
    }
  }

  /** Follows aliases as far as the zone knows them; a loop, or too long a chain, fails. RFC 1034 §3.6.2 */
  find<Type extends RecordType>(type: Type, name: string): ZoneFinding<Type> {
    let current = name;
    for (let followed = 0; followed <= ALIAS_LIMIT; followed++) {
      const entry = this.#entryAt(current);
      if (entry === null) return { name: current, exists: this.#existing.has(current), answer: null };
      if (entry.kind === "failure") return { name: current, exists: true, answer: entry };
      const alias = entry.answers.CNAME;
      if (type === "CNAME" || alias?.kind !== "records")
        return { name: current, exists: true, answer: entry.answers[type] };
      current = canonicalName(alias.records[0]);
    }
    return { name: current, exists: true, answer: { kind: "failure", reason: "servfail" } };
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
