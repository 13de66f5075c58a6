import { isPromise } from "../base/promise.ts";
import type { DnsAnswer } from "./answer.ts";
import { canonicalName } from "./question.ts";
import type { Resolver } from "./resolver.ts";
import { ZoneNames } from "./zone-names.ts";
import type { Zone } from "./zone.ts";

/**
 * Answers "what if": the types that a name has in the zone come from the zone, an empty list there
 * standing for no records; every other question goes to the resolver. An alias in the zone may lead
 * out of it. A name of the zone exists, whatever the resolver says of it.
 */
export function overlayResolver(zone: Zone, resolver: Resolver): Resolver {
  const names = new ZoneNames(zone);
  return {
    resolve: (type, name, cancellation) => {
      const found = names.find(type, canonicalName(name));
      if (found.answer !== null) return found.answer;
      const asked = found.name === canonicalName(name) ? name : found.name;
      const answer = resolver.resolve(type, asked, cancellation);
      if (!found.exists) return answer;
      return isPromise(answer) ? answer.then(existing) : existing(answer);
    },
  };
}

/** The answer for a name that exists by the zone. */
function existing<Data>(answer: DnsAnswer<Data>): DnsAnswer<Data> {
  return answer.kind === "nxdomain" ? { ...answer, kind: "nodata" } : answer;
}
