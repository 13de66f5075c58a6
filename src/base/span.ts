/** A half-open range of positions in a text: the proof of where something was read. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
