import type { ReplayIndicator } from "../../../src/analysis/replay-indicators.ts";
import type { AuthorAmbiguity, AuthorNote } from "../../../src/message/author-decision.ts";
import type { MessageNote } from "../../../src/message/message.ts";
import type { ReceivedNote } from "../../../src/message/received-chain.ts";
import { HOSTILE } from "./hostile.ts";
import { samplesOf, type Sample } from "./samples.ts";

const field = { fieldIndex: 3 };
const counted = { count: 2, offset: 7 };
const domain = HOSTILE;

export const AMBIGUITIES: readonly Sample<AuthorAmbiguity>[] = samplesOf<AuthorAmbiguity>({
  "multiple-from": { fieldIndices: [0, 1] },
  syntax: { ...field, at: 1, expected: "addr-spec" },
  "element-without-address": { ...field, at: 1 },
  "text-after-address": { ...field, at: 1 },
  nul: { ...field, at: 1 },
  "bare-cr": { ...field, at: 1 },
  "hidden-from": { ...field, at: 1 },
  "disguised-from": { offset: 1 },
  "leading-folded-line": {},
  "header-limit": { limit: "headerBytes", value: 1 },
});

export const AUTHOR_NOTES: readonly Sample<AuthorNote>[] = samplesOf<AuthorNote>({
  "display-name-address": { ...field, domain },
  "display-name-domain": { ...field, domain },
  "comment-address": { ...field, domain },
  "local-part-address": { ...field, domain },
  group: { ...field, name: HOSTILE },
  "group-name-address": { ...field, domain },
  "obsolete-route": { ...field, domains: [HOSTILE] },
  "stray-dots": { ...field, localPart: HOSTILE },
  "space-before-colon": field,
  "trailing-dot": field,
  "split-domain": { ...field, domain },
  "unquoted-name": field,
  "mapped-domain": { ...field, written: HOSTILE, domain },
  "mixed-script": { ...field, domain },
  lookalike: { ...field, domain, resembles: HOSTILE },
  "folded-line-like-from": { ...field, domains: [HOSTILE] },
  "not-utf-8": field,
});

export const MESSAGE_NOTES: readonly Sample<MessageNote>[] = samplesOf<MessageNote>({
  "bare-cr": { part: "header", ...counted },
  "bare-lf": { part: "body", ...counted },
  nul: { part: "body", ...counted },
  "long-line": { part: "body", longest: 2000, ...counted },
  "eight-bit-header": counted,
  "space-before-colon": { ...field, offset: 1 },
  "leading-folded-line": { offset: 0 },
  "byte-order-mark": { offset: 0 },
  "malformed-header-line": counted,
  "disguised-from": counted,
  "folded-line-like-field": { ...field, offset: 1 },
  "no-header-end": { offset: 9 },
  "header-limit": { limit: "headerFields", value: 10_000, offset: 1 },
});

export const RECEIVED_NOTES: readonly Sample<ReceivedNote>[] = samplesOf<ReceivedNote>({
  "non-global-address": { address: HOSTILE, addressClass: "private" },
  "localhost-helo": { helo: HOSTILE },
  "helo-rdns-mismatch": { helo: HOSTILE, rdns: HOSTILE },
  "time-backwards": { seconds: 90 },
  "repeated-id": { id: HOSTILE, fieldIndex: 0 },
  "unparseable-date": { text: HOSTILE },
  unrecognized: {},
});

export const REPLAY_INDICATORS: readonly Sample<ReplayIndicator>[] = samplesOf<ReplayIndicator>({
  "recipient-not-addressed": { recipient: HOSTILE },
  "old-signature": { dkimIndex: 0, ageSeconds: 1_000_000 },
  "no-expiry": { dkimIndex: 0 },
  "recipients-unsigned": { dkimIndex: 0, name: "to" },
});
