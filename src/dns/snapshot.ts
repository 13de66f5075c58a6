import { canonicalName } from "./question.ts";
import type { Resolver } from "./resolver.ts";
import { ZoneNames } from "./zone-names.ts";
import type { Zone } from "./zone.ts";

/**
 * Answers from a zone given as data, at once and always the same: aliases are followed, wildcards
 * answer, and a name that only others lie below exists without records.
 *
 * Choice: a name that fails says nothing of the names below it; a zone writes them out.
 */
export function snapshotResolver(zone: Zone): Resolver {
  const names = new ZoneNames(zone);
  return {
    resolve: (type, name) => {
      const found = names.find(type, canonicalName(name));
      return found.answer ?? (found.exists ? { kind: "nodata" } : { kind: "nxdomain" });
    },
  };
}
