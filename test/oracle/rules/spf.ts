import { parseReversePath } from "../../../src/message/reverse-path.ts";
import type { Rule, SpfDisagreement } from "../disagreement.ts";
import { zoneTexts } from "./zone-text.ts";

/** The kinds of disagreement about SPF. The first rule that explains one is counted. */
export const SPF_RULES: readonly Rule<SpfDisagreement>[] = [
  {
    id: "spf.trailing-dot",
    rfc: "RFC 7208 §4.3",
    reason: "A domain with a trailing dot is the same domain; only an empty label elsewhere is malformed.",
    explains: (each) => identityDomain(each).endsWith(".") && each.theirs === "none",
  },
  {
    id: "spf.single-label",
    rfc: "RFC 7208 §4.3",
    reason: "A domain of a single label has no policy: the result is none, and no question is asked.",
    explains: (each) =>
      each.ours === "none" && code(each.own) === "no-domain" && !identityDomain(each).includes("."),
  },
  {
    id: "spf.mapped-address",
    rfc: "RFC 7208 §5",
    reason:
      "A client on an IPv4-mapped IPv6 address is an IPv4 client, for ip4 and ip6 terms and for address questions.",
    explains: ({ peer, observation: { each } }) =>
      peer === "Mail::SPF" && /^::ffff:/i.test(each.envelope.clientIp),
  },
  {
    id: "spf.ip6-for-ipv6",
    rfc: "RFC 7208 §5.6",
    reason: "An ip6 term is compared with IPv6 clients only.",
    explains: ({ peer, observation: { each } }) =>
      peer === "Mail::SPF" &&
      !each.envelope.clientIp.includes(":") &&
      /ip6:/i.test(zoneTexts(each.zone).join("\n")),
  },
  {
    id: "spf.ptr-error",
    rfc: "RFC 7208 §5.5, §7.3",
    reason:
      "A DNS error in a PTR question, or for a name that it gave, makes the ptr term pass over that name and %{p} unknown; it is no temperror.",
    explains: ({ peer, theirs, observation: { each } }) =>
      !peer.startsWith("mailauth") &&
      theirs === "temperror" &&
      /\bptr\b|%\{p/i.test(zoneTexts(each.zone).join("\n")),
  },
  {
    id: "spf.unreached-include",
    rfc: "RFC 7208 §4.6.2, §5.2",
    reason:
      "Terms are evaluated in order until one matches; an include behind that is not followed, whatever it names.",
    explains: ({ their }) => /trivial recursion/.test(their.detail),
  },
  {
    id: "spf.void-lookups-of-p-macro",
    rfc: "RFC 7208 §4.6.4",
    reason:
      "A void lookup is a term whose own question finds nothing; the PTR question behind %{p} is not the term's.",
    explains: ({ theirs, their, observation: { each } }) =>
      theirs === "permerror" && /void/i.test(their.detail) && /%\{p/i.test(zoneTexts(each.zone).join("\n")),
  },
  {
    id: "spf.void-lookups-of-hosts",
    rfc: "RFC 7208 §4.6.4",
    reason:
      "A void lookup is a term whose own question finds nothing; the addresses of MX and PTR hosts are not counted.",
    explains: ({ peer, theirs, their, observation: { each } }) =>
      !peer.startsWith("mailauth") &&
      theirs === "permerror" &&
      /void/i.test(their.detail) &&
      /\bmx\b|\bptr\b/i.test(zoneTexts(each.zone).join("\n")),
  },
  {
    id: "spf.sender-letter-case",
    rfc: "RFC 4343 §3",
    reason:
      "Letter case in domain names means nothing; macros expand the domain of the sender in lower case.",
    explains: ({ aspect, ours, theirs }) =>
      aspect === "explanation" && ours.toLowerCase() === theirs.toLowerCase(),
  },
  {
    id: "spf.macro-grammar",
    rfc: "RFC 7208 §7.1, RFC 5234 §2.3",
    reason:
      "Delimiters of a macro are any of . - + , / _ =, and its transformer r may be upper-case like every literal of the grammar.",
    explains: ({ peer, theirs, their }) =>
      peer === "Mail::SPF" && theirs === "permerror" && /domain-spec in|Junk encountered/.test(their.detail),
  },
  {
    id: "spf.quoted-local-part",
    rfc: "RFC 5321 §4.1.2",
    reason: "The quotes around a local-part are not part of it; macros expand what stands between them.",
    explains: ({ aspect, observation: { each } }) =>
      aspect !== "helo" && (each.envelope.mailFrom ?? "").startsWith('"'),
  },
  {
    id: "spf.reverse-path",
    rfc: "RFC 5321 §4.1.2, RFC 7208 §4.3",
    reason: "A MAIL FROM that is no reverse-path has no domain: the result is none.",
    explains: ({ aspect, ours, own, observation: { each } }) =>
      aspect === "mailfrom" &&
      ours === "none" &&
      code(own) === "no-domain" &&
      parseReversePath(each.envelope.mailFrom ?? "").kind === "issue",
  },
  {
    id: "spf.explanation-clock",
    rfc: "RFC 7208 §7.2",
    reason: "%{t} is the moment of evaluation as the caller gives it, not the time of day.",
    explains: ({ aspect, ours, theirs }) =>
      aspect === "explanation" && /^at \d+$/.test(ours) && /^at \d+$/.test(theirs),
  },
  {
    id: "spf.empty-explanation",
    rfc: "RFC 7208 §6.2",
    reason: "An explanation of no characters satisfies the grammar and is the explanation.",
    explains: ({ aspect, ours }) => aspect === "explanation" && ours === "",
  },
  {
    id: "spf.mx-limit",
    rfc: "RFC 7208 §4.6.4",
    reason:
      "An mx term with more than ten exchanges is permerror whatever their order, so that the result does not depend on how a server shuffles them.",
    explains: ({ own }) => code(own) === "mx-limit",
  },
  {
    id: "spf.syntax",
    rfc: "RFC 7208 §4.6",
    reason: "A syntax error anywhere in a record is permerror before any term is evaluated.",
    explains: ({ own }) => code(own) === "syntax",
  },
  {
    id: "spf.void-lookup-limit",
    rfc: "RFC 7208 §4.6.4",
    reason:
      "The question for the address type of the client alone decides whether a term is void; the third void term is permerror.",
    explains: ({ own }) => code(own) === "void-lookup-limit",
  },
  {
    id: "spf.record-selection",
    rfc: "RFC 7208 §4.5",
    reason: "A record begins with v=spf1 followed by a space or nothing; any other text is no SPF record.",
    explains: ({ own, observation: { each } }) =>
      (code(own) === "no-record" || code(own) === "include-none" || code(own) === "redirect-none") &&
      /^ v=spf1|v=spf1\t|v=spf10/m.test(zoneTexts(each.zone).join("\n")),
  },
  {
    id: "spf.unusual-target",
    rfc: "RFC 7208 §4.8, §5",
    reason:
      "A domain-spec that expands to a name that DNS cannot hold makes its mechanism not match; a name that is merely unusual is looked up.",
    explains: ({ theirs, their }) =>
      theirs === "permerror" && /Invalid (?:domain|redirect target|include target)/.test(their.detail),
  },
  {
    id: "spf.non-ascii-local-part",
    rfc: "RFC 8616 §4",
    reason:
      "A term whose domain-spec takes in a local-part that is not ASCII does not match, and an explanation with one is left out.",
    explains: ({ aspect, observation: { each } }) =>
      aspect !== "helo" && /[^\0-\x7f].*@/.test(each.envelope.mailFrom ?? ""),
  },
  {
    id: "spf.unused-redirect",
    rfc: "RFC 7208 §4.6.4, §6.1",
    reason: "A redirect beside an all mechanism is ignored and does not count as a term.",
    explains: ({ peer, theirs, their }) =>
      !peer.startsWith("mailauth") &&
      theirs === "permerror" &&
      /Too many DNS lookups|terms limit/.test(their.detail),
  },
  {
    id: "spf.term-limit",
    rfc: "RFC 7208 §4.6.4",
    reason: "A term counts by its kind, whether or not the name that it comes to can be asked for.",
    explains: ({ own, observation: { each } }) =>
      code(own) === "term-limit" && /[:=]\S*(?:[^.\s]{64}|\.\.|%\{)/.test(zoneTexts(each.zone).join("\n")),
  },
  {
    id: "spf.source-route",
    rfc: "RFC 5321 §4.1.2",
    reason: "The domain of a reverse-path with a source route is that of the mailbox behind the route.",
    explains: ({ observation: { each } }) => /^@[^:]+:/.test(each.envelope.mailFrom ?? ""),
  },
];

function code(own: SpfDisagreement["own"]): string | null {
  return "cause" in own ? own.cause.code : null;
}

function identityDomain({ aspect, observation: { each } }: SpfDisagreement): string {
  const { helo, mailFrom } = each.envelope;
  return aspect === "helo" || mailFrom === null || mailFrom === ""
    ? helo
    : mailFrom.slice(mailFrom.lastIndexOf("@") + 1);
}
