import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/**
 * DKIM signing for tests, independent of the sources under test: messages are strings with one
 * character per byte, canonicalization is regular expressions, cryptography is node:crypto.
 *
 * RFC 6376 §3.4, §3.7, §5
 */

export type SigningAlgorithm = "rsa-sha256" | "rsa-sha1" | "ed25519-sha256";

/** A key pair with its `k=` and `p=`. */
export interface SigningKey {
  readonly type: "rsa" | "ed25519";
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const minted = new Map<string, SigningKey>();

/** An RSA key; the same `name` and size give the same key within a test run. */
export function rsaKey(bits = 1024, name = "default"): SigningKey {
  return mint(`rsa ${bits} ${name}`, () => ({
    type: "rsa",
    ...generateKeyPairSync("rsa", { modulusLength: bits }),
  }));
}

export function ed25519Key(name = "default"): SigningKey {
  return mint(`ed25519 ${name}`, () => ({ type: "ed25519", ...generateKeyPairSync("ed25519") }));
}

function mint(id: string, make: () => SigningKey): SigningKey {
  const key = minted.get(id) ?? make();
  minted.set(id, key);
  return key;
}

/** The `p=` of a key: RSA as SubjectPublicKeyInfo unless said otherwise, Ed25519 bare. */
export function keyData({ type, publicKey }: SigningKey, wrapping: "spki" | "pkcs1" = "spki"): string {
  if (type === "rsa") return publicKey.export({ type: wrapping, format: "der" }).toString("base64");
  return publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
}

/** A whole key record, further tags in front of `p=`. */
export function keyRecord(key: SigningKey, tags = ""): string {
  return `v=DKIM1; k=${key.type}; ${tags}p=${keyData(key)}`;
}

/** Tags of the field by name, in order; null leaves a default tag out. */
export type FieldTags = Readonly<Record<string, string | null>>;

export interface SigningOptions {
  readonly key?: SigningKey;
  /** Tags that differ from the defaults, or are added behind them but before `bh=` and `b=`. */
  readonly tags?: FieldTags;
  /** What is really done, where it is not what the tags say. */
  readonly algorithm?: SigningAlgorithm;
  readonly canonicalization?: string;
  readonly signedFields?: readonly string[];
  readonly bodyLength?: number;
  /** How the field is laid out once all its tags but the value of `b=` are known. */
  readonly layout?: (tags: readonly (readonly [string, string])[]) => string;
  /** How the base64 of the signature is written. */
  readonly writeSignature?: (base64: string) => string;
  /** The field's name and colon. */
  readonly fieldName?: string;
}

/** Stands for the value of `b=` until it is known. */
const B_VALUE = "{signature}";

/** What a signature consists of: its field, and the very bytes that were hashed and signed. */
export interface SignedParts {
  readonly field: string;
  /** The header hash input. RFC 6376 §3.7 */
  readonly headerInput: Buffer;
  readonly bodyInput: Buffer;
  readonly signature: Buffer;
}

/** The message with a DKIM-Signature field on top. */
export function signMessage(message: string, options: SigningOptions = {}): string {
  return signParts(message, options).field + message;
}

/** The DKIM-Signature field for the message, with what went into it. */
export function signParts(message: string, options: SigningOptions = {}): SignedParts {
  const { key = rsaKey(), writeSignature = (base64: string) => base64 } = options;
  const { fields, body } = splitMessage(message);
  const tags = completeTags(options, key);
  const plan = signingPlan(tags, options);
  const bodyInput = Buffer.from(signedBody(body, plan), "latin1");
  const bodyHash = createHash(plan.hash).update(bodyInput);
  const layout = options.layout ?? foldTags;
  const text = layout([
    ...tags.map(([name, value]): readonly [string, string] =>
      name === "bh" && value === "" ? [name, bodyHash.digest("base64")] : [name, value],
    ),
    ["b", B_VALUE],
  ]);
  const field = `${options.fieldName ?? "DKIM-Signature:"} ${text}\r\n`;
  const canonical = plan.header === "relaxed" ? relaxedField : (raw: string) => raw;
  const selected = selectFields(fields, plan.signedFields).map(canonical);
  // RFC 6376 §3.7: the value of b= goes with all white space around it.
  const ownField = canonical(field.replace(/[ \t\r\n]*\{signature\}[ \t\r\n]*(?=;|\r\n$)/, ""));
  const input = Buffer.from(selected.join("") + ownField.replace(/\r\n$/, ""), "latin1");
  const signature = signBytes(input, plan.algorithm, key);
  return {
    field: field.replace(B_VALUE, () => writeSignature(signature.toString("base64"))),
    headerInput: input,
    bodyInput,
    signature,
  };
}

function signBytes(input: Buffer, algorithm: SigningAlgorithm, { privateKey }: SigningKey): Buffer {
  if (algorithm === "ed25519-sha256") {
    return sign(null, createHash("sha256").update(input).digest(), privateKey);
  }
  return sign(algorithm === "rsa-sha1" ? "sha1" : "sha256", input, privateKey);
}

function completeTags(
  { tags = {} }: SigningOptions,
  key: SigningKey,
): readonly (readonly [string, string])[] {
  const all: FieldTags = {
    v: "1",
    a: `${key.type}-sha256`,
    c: "relaxed/relaxed",
    d: "example.com",
    s: "sel",
    h: "From:To:Subject:Date",
    ...tags,
    ...(tags["bh"] === undefined ? { bh: "" } : {}),
  };
  return Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

interface SigningPlan {
  readonly algorithm: SigningAlgorithm;
  readonly hash: "sha1" | "sha256";
  readonly header: string;
  readonly body: string;
  readonly signedFields: readonly string[];
  readonly bodyLength: number | null;
}

function signingPlan(tags: readonly (readonly [string, string])[], options: SigningOptions): SigningPlan {
  const stated = new Map(tags);
  const algorithm = options.algorithm ?? (stated.get("a") as SigningAlgorithm);
  const [header = "simple", body = "simple"] = (
    options.canonicalization ??
    stated.get("c") ??
    "simple"
  ).split("/");
  const length = stated.get("l");
  return {
    algorithm,
    hash: algorithm === "rsa-sha1" ? "sha1" : "sha256",
    header,
    body,
    signedFields: options.signedFields ?? (stated.get("h") ?? "").split(":").map((name) => name.trim()),
    bodyLength: options.bodyLength ?? (length === undefined ? null : Number(length)),
  };
}

function foldTags(tags: readonly (readonly [string, string])[]): string {
  return tags.map(([name, value]) => `${name}=${value}`).join(";\r\n\t");
}

/** Raw fields with their line ends, top first, and the body. */
export function splitMessage(message: string): { fields: readonly string[]; body: string } {
  const end = message.startsWith("\r\n") ? 0 : message.indexOf("\r\n\r\n") + 2;
  const header = message.slice(0, end);
  return { fields: header.match(/[^\r\n][^]*?\r\n(?![ \t])/g) ?? [], body: message.slice(end + 2) };
}

/** Per name from the bottom up; names without a field left are passed over. RFC 6376 §5.4.2 */
function selectFields(fields: readonly string[], names: readonly string[]): readonly string[] {
  const left = [...fields];
  return names.flatMap((name) => {
    const index = left.findLastIndex((field) => fieldName(field) === name.toLowerCase());
    return index === -1 ? [] : left.splice(index, 1);
  });
}

function fieldName(field: string): string {
  return field.slice(0, field.indexOf(":")).trimEnd().toLowerCase();
}

/** RFC 6376 §3.4.2 */
export function relaxedField(field: string): string {
  const value = field
    .slice(field.indexOf(":") + 1)
    .replace(/\r\n(?=[ \t])/g, "")
    .replace(/\r\n$/, "")
    .replace(/[ \t]+/g, " ")
    .replace(/^ | $/g, "");
  return `${fieldName(field)}:${value}\r\n`;
}

/** RFC 6376 §3.4.3, §3.4.4 */
export function canonicalBody(body: string, algorithm: string): string {
  const lines = body.split("\r\n");
  const reduced =
    algorithm === "relaxed" ? lines.map((line) => line.replace(/[ \t]+/g, " ").replace(/ $/, "")) : lines;
  while (reduced.at(-1) === "") reduced.pop();
  const text = reduced.map((line) => `${line}\r\n`).join("");
  return text === "" && algorithm === "simple" ? "\r\n" : text;
}

function signedBody(body: string, plan: SigningPlan): string {
  const canonical = canonicalBody(body, plan.body);
  return plan.bodyLength === null ? canonical : canonical.slice(0, plan.bodyLength);
}
