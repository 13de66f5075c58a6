import type { Fate } from "./mutant.ts";
import type { Tank } from "./switchboard.ts";

/** What a test of a file costs and reaches without a mutant. */
export interface Trial {
  readonly index: number;
  readonly name: string;
  /** A test that fails without a mutant proves nothing with one. */
  readonly passes: boolean;
  readonly milliseconds: number;
  readonly turns: number;
  readonly reached: readonly number[];
}

export type Loading = Pick<Trial, "milliseconds" | "turns" | "reached">;

/** A test to run against a mutant, with what may be used before it and in it. */
export interface ChosenTest {
  readonly file: string;
  readonly index: number;
  readonly name: string;
  readonly loading: Tank;
  readonly running: Tank;
}

export type Order =
  | { readonly kind: "baseline"; readonly file: string }
  | { readonly kind: "attempt"; readonly mutant: number; readonly tests: readonly ChosenTest[] };

export type Answer =
  | {
      readonly kind: "baseline";
      readonly file: string;
      readonly loading: Loading;
      readonly tests: readonly Trial[];
    }
  | { readonly kind: "attempt"; readonly fate: Fate; readonly by: string | null };
