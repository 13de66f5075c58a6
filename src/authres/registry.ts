/** What is registered for one method: its result words and its properties as `ptype.property`. */
export interface RegisteredMethod {
  readonly results: readonly string[];
  readonly properties: readonly string[];
}

const SIGNATURE_RESULTS = ["none", "pass", "fail", "policy", "neutral", "temperror", "permerror"] as const;
const SENDER_RESULTS = [
  "none",
  "neutral",
  "pass",
  "fail",
  "softfail",
  "policy",
  "temperror",
  "permerror",
] as const;
const CHECK_RESULTS = ["none", "pass", "fail", "temperror", "permerror"] as const;

/**
 * The methods by their lower-case names, deprecated ones included since archives hold them.
 *
 * A map, because the names looked up come from other people's mail.
 *
 * RFC 8601 §2.7, §6.2, §6.6, RFC 8617 §10.1, §10.2
 */
export const REGISTERED_METHODS: ReadonlyMap<string, RegisteredMethod> = new Map<string, RegisteredMethod>([
  ["arc", { results: ["none", "pass", "fail"], properties: ["header.oldest-pass", "smtp.remote-ip"] }],
  ["auth", { results: CHECK_RESULTS, properties: ["smtp.auth", "smtp.mailfrom"] }],
  [
    "bimi",
    {
      results: ["pass", "none", "fail", "temperror", "declined", "skipped"],
      properties: ["header.d", "header.selector", "policy.authority", "policy.authority-uri"],
    },
  ],
  [
    "dkim",
    { results: SIGNATURE_RESULTS, properties: ["header.a", "header.b", "header.d", "header.i", "header.s"] },
  ],
  [
    "dkim-adsp",
    {
      results: ["none", "pass", "unknown", "fail", "discard", "nxdomain", "temperror", "permerror"],
      properties: ["header.from"],
    },
  ],
  ["dkim-atps", { results: CHECK_RESULTS, properties: ["header.from"] }],
  ["dmarc", { results: CHECK_RESULTS, properties: ["header.from", "policy.dmarc"] }],
  [
    "dnswl",
    {
      results: ["pass", "none", "temperror", "permerror"],
      properties: ["dns.sec", "dns.zone", "policy.ip", "policy.txt"],
    },
  ],
  ["domainkeys", { results: SIGNATURE_RESULTS, properties: ["header.d", "header.from", "header.sender"] }],
  ["iprev", { results: ["pass", "fail", "temperror", "permerror"], properties: ["policy.iprev"] }],
  [
    "rrvs",
    { results: ["none", "unknown", "temperror", "permerror", "pass", "fail"], properties: ["smtp.rcptto"] },
  ],
  ["sender-id", { results: SENDER_RESULTS, properties: ["header.from", "header.sender"] }],
  [
    "smime",
    {
      results: SIGNATURE_RESULTS,
      properties: ["body.smime-identifier", "body.smime-issuer", "body.smime-part", "body.smime-serial"],
    },
  ],
  ["spf", { results: SENDER_RESULTS, properties: ["smtp.helo", "smtp.mailfrom"] }],
  ["vbr", { results: CHECK_RESULTS, properties: ["header.md", "header.mv"] }],
]);

/** RFC 8601 §2.3, §6.2 */
export const REGISTERED_PTYPES: readonly string[] = ["smtp", "header", "body", "policy", "dns"];

/**
 * Words in use for results that have another registered name, by `method=word`.
 *
 * Each leads to a word that claims no more than the writer did. `bestguesspass` means that the domain
 * publishes no DMARC record, so it is `none`; it never becomes `pass`.
 */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ["spf=hardfail", "fail"],
  ["sender-id=hardfail", "fail"],
  ["dkim=hardfail", "fail"],
  ["domainkeys=hardfail", "fail"],
  ["spf=error", "temperror"],
  ["spf=unknown", "permerror"],
  ["dkim=timeout", "temperror"],
  ["dmarc=bestguesspass", "none"],
]);

/** What the words of a method result stand for. */
export type RegisteredResult =
  /** A word of the method, lower case; `synonym` when another word was written for it. */
  | {
      readonly kind: "registered";
      readonly method: string;
      readonly result: string;
      readonly synonym: boolean;
    }
  | { readonly kind: "unknown-result"; readonly method: string }
  /** Not in the registry; `experimental` for names that begin with `x-`. RFC 8601 §2.7.6 */
  | { readonly kind: "unknown-method"; readonly method: string; readonly experimental: boolean };

/**
 * Brings the method and result words of a field to their registered form.
 *
 * Words are compared without case. A result that is not registered for its method is unknown, and an
 * unknown result of any kind is never `pass`: consumers treat it as if the method had not been run.
 *
 * RFC 8601 §2.7.7
 */
export function registeredResult(written: {
  readonly method: string;
  readonly result: string;
}): RegisteredResult {
  const method = written.method.toLowerCase();
  const registered = REGISTERED_METHODS.get(method);
  if (registered === undefined) {
    return { kind: "unknown-method", method, experimental: method.startsWith("x-") };
  }
  const word = written.result.toLowerCase();
  if (registered.results.includes(word)) return { kind: "registered", method, result: word, synonym: false };
  const synonym = SYNONYMS.get(`${method}=${word}`);
  return synonym === undefined
    ? { kind: "unknown-result", method }
    : { kind: "registered", method, result: synonym, synonym: true };
}

/** Whether the property is registered for the method, names compared without case. RFC 8601 §2.3 */
export function isRegisteredProperty(
  method: string,
  property: { readonly ptype: string; readonly property: string },
): boolean {
  const name = `${property.ptype}.${property.property}`.toLowerCase();
  return REGISTERED_METHODS.get(method.toLowerCase())?.properties.includes(name) ?? false;
}
