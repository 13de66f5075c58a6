/** A longer text is not remembered: it would let one record fill the memory of many. */
const LONGEST_TEXT = 4096;

/**
 * The function, with its results remembered by the text that they were made of: the same few records
 * answer for most mail. It must depend on nothing but its text, and nobody may change what it returns.
 *
 * At most twice `capacity` results are held. When the newer half is full it becomes the older one, and
 * what was in the older one and not asked for since is forgotten.
 */
export function remember<Value>(capacity: number, compute: (text: string) => Value): (text: string) => Value {
  let newer = new Map<string, Value>();
  let older = new Map<string, Value>();
  return (text) => {
    const known = newer.get(text);
    if (known !== undefined) return known;
    const value = older.get(text) ?? compute(text);
    if (text.length > LONGEST_TEXT) return value;
    if (newer.size >= capacity) {
      older = newer;
      newer = new Map();
    }
    newer.set(text, value);
    return value;
  };
}
