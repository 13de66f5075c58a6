/** One small change to a source file that some test ought to notice. */
export interface Mutant {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  readonly operator: string;
  /** What stands in the source, and what the mutant has in its place (`""` where it is left out). */
  readonly original: string;
  readonly replacement: string;
}

/** A change as an operator proposes it: offsets in the text of one file. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly operator: string;
  readonly replacement: string;
  readonly form: "expression" | "statement" | "block" | "return" | "continue";
}

/** How a mutant fared. A mutant that no test reaches is `uncovered`; one that ran out of fuel or time is a `timeout`. */
export type Fate = "killed" | "timeout" | "survived" | "uncovered";

export interface Outcome extends Mutant {
  readonly fate: Fate;
  /** The test that noticed it. */
  readonly by: string | null;
}

/** Whether some test, or the end of a test's patience, told the mutant from the source. */
export function isNoticed({ fate }: Pick<Outcome, "fate">): boolean {
  return fate === "killed" || fate === "timeout";
}
