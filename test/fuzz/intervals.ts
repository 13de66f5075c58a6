/** Parts of a text, from a start to before an end, in order and apart. */
export type Intervals = readonly (readonly [start: number, end: number])[];

/** What both cover. */
export function intersect(left: Intervals, right: Intervals): Intervals {
  return left.flatMap(([start, end]) =>
    right
      .filter((other) => other[0] < end && other[1] > start)
      .map((other): readonly [number, number] => [Math.max(start, other[0]), Math.min(end, other[1])]),
  );
}

/** What the first covers and the second does not. */
export function subtract(from: Intervals, away: Intervals): Intervals {
  let left = from;
  for (const [start, end] of away) {
    left = left.flatMap(([a, b]) =>
      start >= b || end <= a
        ? [[a, b] as const]
        : [[a, start] as const, [end, b] as const].filter(([low, high]) => low < high),
    );
  }
  return left;
}

export function includes(intervals: Intervals, offset: number): boolean {
  return intervals.some(([start, end]) => start <= offset && offset < end);
}
