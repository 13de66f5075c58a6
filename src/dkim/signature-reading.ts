import type { DomainName } from "../base/domain.ts";
import type { Tag, TagList } from "../message/tag-list.ts";
import type { ClaimedSigner } from "./signature.ts";
import { readSdid, readSelector, type Reading } from "./signature-tags.ts";

/** A list with a malformed or repeated tag is invalid as a whole. RFC 6376 §3.2 */
export function* refuseIssues(list: TagList): Reading<void> {
  const issue = list.issues[0];
  if (issue === undefined) return;
  if (issue.code === "duplicate-tag") {
    yield { code: "duplicate-tag", tag: issue.name, at: issue.at };
  } else {
    yield { code: "syntax", tag: "tag" in issue ? issue.tag : null, at: issue.at, expected: issue.expected };
  }
}

/** RFC 6376 §6.1.1 */
export function* required(list: TagList, name: string): Reading<Tag> {
  return list.tags.get(name) ?? (yield { code: "missing-tag", tag: name });
}

/** Reads a tag that may be missing. */
export function* optional<Value, Default>(
  list: TagList,
  name: string,
  read: (tag: Tag) => Reading<Value>,
  otherwise: Default,
): Reading<Value | Default> {
  const tag = list.tags.get(name);
  return tag === undefined ? otherwise : yield* read(tag);
}

/** What can still be read of a field that cannot be processed. */
export function claimedSigner(list: TagList): ClaimedSigner {
  return { sdid: legible(list, "d", readSdid), selector: legible(list, "s", readSelector) };
}

function legible(list: TagList, name: string, read: (tag: Tag) => Reading<DomainName>): DomainName | null {
  const tag = list.tags.get(name);
  const step = tag === undefined ? null : read(tag).next();
  return step !== null && step.done === true ? step.value : null;
}
