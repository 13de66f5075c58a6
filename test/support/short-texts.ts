/** Every text of up to so many characters of the alphabet, the shortest first. */
export function shortTexts(alphabet: string, most: number): readonly string[] {
  const texts = [""];
  let last = [""];
  for (let length = 1; length <= most; length++) {
    last = last.flatMap((text) => Array.from(alphabet, (character) => text + character));
    texts.push(...last);
  }
  return texts;
}
