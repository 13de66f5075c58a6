import type { DkimNeutralCause } from "./result.ts";

/** Takes the reasons why a field cannot be processed. */
export interface Issues {
  /** Notes a reason and returns what stands in for the value, so that reading can go on; it means nothing then. */
  refuse<Value>(issue: DkimNeutralCause, standIn: Value): Value;
}

/** Keeps the first issue: the rest of the field does not matter then. */
export class FirstIssue<Issue = DkimNeutralCause> {
  first: Issue | null = null;

  refuse<Value>(issue: Issue, standIn: Value): Value {
    this.first ??= issue;
    return standIn;
  }
}
