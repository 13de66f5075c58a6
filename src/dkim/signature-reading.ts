import type { DomainName } from "../base/domain.ts";
import type { Span } from "../base/span.ts";
import type { Tag, TagList } from "../message/tag-list.ts";
import { FirstIssue, type Issues } from "./first-issue.ts";
import type { ClaimedSigner } from "./signature.ts";
import { readSdid, readSelector } from "./signature-tags.ts";

const NOWHERE: Span = { start: 0, end: 0 };
const NO_TAG: Tag = { name: "", value: "", raw: "", nameSpan: NOWHERE, valueSpan: NOWHERE, rawSpan: NOWHERE };

/** A list with a malformed or repeated tag is invalid as a whole. RFC 6376 §3.2 */
export function refuseListIssues(list: TagList, issues: Issues): void {
  const issue = list.issues[0];
  if (issue === undefined) return;
  if (issue.code === "duplicate-tag") {
    issues.refuse({ code: "duplicate-tag", tag: issue.name, at: issue.at }, null);
  } else {
    const { at, expected } = issue;
    issues.refuse({ code: "syntax", tag: "tag" in issue ? issue.tag : null, at, expected }, null);
  }
}

/** RFC 6376 §6.1.1 */
export function required(list: TagList, name: string, issues: Issues): Tag {
  return list.tags.get(name) ?? issues.refuse({ code: "missing-tag", tag: name }, NO_TAG);
}

/** Reads a tag that may be missing. */
export function optional<Value, Default>(
  list: TagList,
  name: string,
  read: (tag: Tag, issues: Issues) => Value,
  otherwise: Default,
  issues: Issues,
): Value | Default {
  const tag = list.tags.get(name);
  return tag === undefined ? otherwise : read(tag, issues);
}

/** What can still be read of a field that cannot be processed. */
export function claimedSigner(list: TagList): ClaimedSigner {
  return { sdid: legible(list, "d", readSdid), selector: legible(list, "s", readSelector) };
}

function legible(
  list: TagList,
  name: string,
  read: (tag: Tag, issues: Issues) => DomainName,
): DomainName | null {
  const tag = list.tags.get(name);
  if (tag === undefined) return null;
  const issues = new FirstIssue();
  const domain = read(tag, issues);
  return issues.first === null ? domain : null;
}
