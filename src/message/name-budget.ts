import { type DomainName, isCostlyName, toDomainName } from "../base/domain.ts";

/**
 * Brings names into comparable form, so many past ASCII and no more: each of those costs as much as hundreds of
 * plain ones. Who reads with it has to look at `exceeded` afterwards.
 */
export class NameBudget {
  readonly #limit: number;
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether a name was left unread. */
  get exceeded(): boolean {
    return this.#count > this.#limit;
  }

  /** As `toDomainName`; null also for what is too many. */
  read(text: string): DomainName | null {
    if (isCostlyName(text) && ++this.#count > this.#limit) return null;
    return toDomainName(text);
  }
}
