import type { DomainName } from "../base/domain.ts";
import type { DnsFailureReason, RecordType } from "../dns/answer.ts";
import { lookup, type Task } from "../task/task.ts";

/** Whether a domain exists in the DNS, with any record or with a name below it. */
export type DomainExistence =
  | { readonly outcome: "exists" | "non-existent" }
  | {
      readonly outcome: "failure";
      readonly type: RecordType;
      readonly name: string;
      readonly reason: DnsFailureReason;
    };

/**
 * Asks whether a domain exists: only NXDOMAIN for the name itself says that it does not.
 *
 * A resolver follows aliases and reports the end of the chain, so NXDOMAIN may belong to the target of an
 * alias; the question for CNAME is answered for the name itself.
 *
 * RFC 9989 §3.2.13, Appendix A.4
 */
export function* domainExists(domain: DomainName): Task<DomainExistence> {
  const address = yield* lookup("A", domain);
  if (address.kind === "failure")
    return { outcome: "failure", type: "A", name: domain, reason: address.reason };
  if (address.kind !== "nxdomain") return { outcome: "exists" };
  const alias = yield* lookup("CNAME", domain);
  if (alias.kind === "failure")
    return { outcome: "failure", type: "CNAME", name: domain, reason: alias.reason };
  return { outcome: alias.kind === "nxdomain" ? "non-existent" : "exists" };
}
