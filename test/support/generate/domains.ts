import type { Random } from "../random.ts";
import { weighted } from "./choice.ts";

/** Author domains: at, below and far below an Organizational Domain, under suffixes of several kinds. */
export function authorDomain(random: Random): string {
  return weighted(random, [
    [12, "example.com"],
    [5, "mail.example.com"],
    [1, "a.b.mail.example.com"],
    [2, "example.co.uk"],
    [1, "news.example.co.uk"],
    [1, "someone.github.io"],
    [1, "xn--bcher-kva.example"],
  ]);
}

/** A domain that may sign or send for an author: the same, above, below, beside, and others. */
export function relatedDomain(random: Random, author: string): string {
  const above = author.split(".").slice(1).join(".");
  return weighted(random, [
    [10, author],
    [2, `sub.${author}`],
    [2, `a.b.${author}`],
    [above.includes(".") ? 2 : 0.3, above],
    [2, `beside.${above}`],
    [2, "other.example"],
    [1, "mailer.example.net"],
    [0.3, "com"],
  ]);
}
