/** The members of a union that can have the code, without it. */
type Member<Union, Code> = Union extends { readonly code: infer Own }
  ? Code extends Own
    ? { readonly [Name in Exclude<keyof Union, "code">]: Union[Name] }
    : never
  : never;

/** One sample for each code of a union, without the code: a code that has no sample does not compile. */
export type Samples<Union extends { readonly code: string }> = {
  readonly [Code in Union["code"]]: Member<Union, Code>;
};

/** A named member of a union. */
export type Sample<Union> = readonly [code: string, sample: Union];

/** The samples as members of their union, for a table of tests. */
export function samplesOf<Union extends { readonly code: string }>(
  samples: Samples<Union>,
): readonly Sample<Union>[] {
  return Object.entries<object>(samples).map(([code, sample]) => [code, { ...sample, code } as Union]);
}
