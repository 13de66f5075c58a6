import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StepCounter } from "./step-counter.ts";
import { WORST_SHAPES } from "./worst-inputs.ts";

/** More than twice the steps for twice the input is not linear; the rest is what does not depend on it. */
const RATIO = 2.3;

describe("CWE-407: steps that an analysis takes, bytes scanned and tokens read among them", () => {
  const counter = new StepCounter();
  beforeAll(() => counter.start());
  afterAll(() => counter.stop());

  it.each(WORST_SHAPES)("grow no faster than the input: $name", ({ usual, mail }) => {
    counter.stepsOf(mail(usual));
    const once = counter.stepsOf(mail(usual, 1));
    const twice = counter.stepsOf(mail(2 * usual, 2));
    expect(once).toBeGreaterThan(1000);
    expect(twice / once).toBeLessThan(RATIO);
  });
});
