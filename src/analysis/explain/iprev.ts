import type { IprevReport } from "../report.ts";
import { Explainer, failureWords, type Statement } from "./statement.ts";

/** Explains the reverse-DNS check of the client. */
export function explainIprev(iprev: IprevReport): readonly Statement[] {
  const explainer = new Explainer("iprev");
  explainer.result(iprevWords(iprev), iprev.result === "not-evaluated" ? null : "RFC 8601 §2.7.3");
  return explainer.statements;
}

function iprevWords(iprev: IprevReport): string {
  switch (iprev.result) {
    case "not-evaluated":
      return "The reverse DNS of the client was not checked: its address is not known.";
    case "pass":
      return `iprev is pass: ${iprev.clientIp} is named ${iprev.name}, and that name has the address.`;
    case "fail":
      return `iprev is fail: no name of ${iprev.clientIp} has that address.`;
    case "temperror":
      return `iprev is temperror: the question for ${iprev.cause.type} of ${iprev.cause.name} ${failureWords(iprev.cause.reason)}.`;
    case "permerror":
      return `iprev is permerror: ${iprev.clientIp} has no name.`;
  }
}
