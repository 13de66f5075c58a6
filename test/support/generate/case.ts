import type { Zone, ZoneName } from "../../../src/dns/zone.ts";

type ZoneFailure = Extract<Zone[string], string>;
type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Everything one analysis depends on, made from a seed. */
export interface GeneratedCase {
  /** `family/seed/index`: enough to make the same case again. */
  readonly id: string;
  readonly family: Family;
  readonly message: Uint8Array;
  readonly envelope: GeneratedEnvelope;
  readonly zone: Zone;
  /** Seconds since 1970. */
  readonly now: number;
  /** Names of what was done beyond the ordinary, in order. */
  readonly mutators: readonly string[];
}

/** What a case is about; the other protocols then see ordinary data. */
export type Family = "message" | "spf" | "dmarc";

export interface GeneratedEnvelope {
  readonly clientIp: string;
  readonly helo: string;
  readonly mailFrom: string | null;
}

/** The moment at which generated messages are judged. */
export const NOW = 1_760_000_000;

/** Collects DNS data from several makers; a name that fails stays failing. */
export class ZoneBuilder {
  readonly #names = new Map<string, Mutable<ZoneName> | ZoneFailure>();

  /** Adds records; a name that DNS cannot hold stays out. RFC 1035 §2.3.4 */
  add(name: string, records: ZoneName): void {
    if (!fitsDns(name)) return;
    const known = this.#names.get(name.toLowerCase());
    if (typeof known === "string") return;
    const merged: Mutable<ZoneName> = { ...known, ...records };
    // RFC 2181 §10.1: an alias stands alone.
    const lone = known === undefined || known.CNAME === undefined;
    if (merged.CNAME !== undefined && Object.keys(merged).length > 1) {
      if (!lone) return;
      delete merged.CNAME;
    }
    this.#names.set(name.toLowerCase(), merged);
  }

  fail(name: string, failure: ZoneFailure): void {
    if (fitsDns(name)) this.#names.set(name.toLowerCase(), failure);
  }

  has(name: string): boolean {
    return this.#names.has(name.toLowerCase());
  }

  build(): Zone {
    return Object.fromEntries(this.#names);
  }
}

/** RFC 1035 §2.3.4 */
export function fitsDns(name: string): boolean {
  return name.length <= 253 && name.split(".").every((label) => label !== "" && label.length <= 63);
}
