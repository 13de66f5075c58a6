import type { Contestant } from "./contestants.ts";
import type { CorpusMessage, Words } from "./corpus.ts";

/** A wrong answer voids the run. */
export async function check(contestant: Contestant, messages: readonly CorpusMessage[]): Promise<void> {
  for (const [index, message] of messages.entries()) {
    const words = await contestant.authenticate(message);
    if (words !== null && !sameWords(words, message.expected)) {
      throw new Error(
        `${contestant.name}, message ${index}: expected ${JSON.stringify(message.expected)}, got ${JSON.stringify(words)}`,
      );
    }
  }
}

/** mailauth says neutral where a body hash does not match (dkim=neutral); both mean "not verified". */
function sameWords(words: Words, expected: Words): boolean {
  return (
    words.spf === expected.spf &&
    words.dmarc === expected.dmarc &&
    words.arc === expected.arc &&
    words.dkim.length === expected.dkim.length &&
    words.dkim.every((word, index) => isVerified(word) === isVerified(expected.dkim[index]))
  );
}

function isVerified(word: string | undefined): boolean {
  return word === "pass";
}
