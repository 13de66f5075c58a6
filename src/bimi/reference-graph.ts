/** A `use` element: the id it refers to, and where it stands. */
interface Use {
  readonly target: string;
  readonly offset: number;
}

/** An element while it is open: how many elements it holds, itself included, and the uses among them. */
interface Subtree {
  readonly id: string | null;
  elements: number;
  readonly uses: Use[];
}

/** What is wrong with the references of a document. */
export interface ReferenceFault {
  readonly code: "reference-cycle" | "too-many-references";
  readonly offset: number;
}

/**
 * What the `use` elements of a document make of it: each stands for a copy of what it refers to, uses in
 * the copy included, so a short text can ask for a drawing without end.
 */
export class ReferenceGraph {
  readonly #open: Subtree[] = [{ id: null, elements: 0, uses: [] }];
  /** The first element with an id is the one that is meant. */
  readonly #byId = new Map<string, Subtree>();
  /** Elements drawn for an id, once known; null while it is being counted. */
  readonly #drawn = new Map<string, number | null>();

  openElement(id: string | null, offset: number, reference: string | null): void {
    const subtree: Subtree = { id, elements: 1, uses: [] };
    if (reference !== null) subtree.uses.push({ target: fragmentOf(reference), offset });
    this.#open.push(subtree);
  }

  closeElement(): void {
    const closed = this.#open.pop();
    const parent = this.#open.at(-1);
    if (closed === undefined || parent === undefined) return;
    parent.elements += closed.elements;
    parent.uses.push(...closed.uses);
    if (closed.id !== null && !this.#byId.has(closed.id)) this.#byId.set(closed.id, closed);
  }

  /** The first use that leads back to itself, or that takes the drawing past so many elements. */
  fault(mostElements: number): ReferenceFault | null {
    let elements = 0;
    for (const { target, offset } of this.#open[0]?.uses ?? []) {
      const drawn = this.#count(target);
      if (drawn === null) return { code: "reference-cycle", offset };
      elements += drawn;
      if (elements > mostElements) return { code: "too-many-references", offset };
    }
    return null;
  }

  /** Elements drawn for an id, or null when its uses lead back to it. */
  #count(id: string): number | null {
    const known = this.#drawn.get(id);
    if (known !== undefined) return known;
    const subtree = this.#byId.get(id);
    if (subtree === undefined) return 0;
    this.#drawn.set(id, null);
    let elements = subtree.elements;
    for (const { target } of subtree.uses) {
      const drawn = this.#count(target);
      if (drawn === null) return null;
      elements += drawn;
    }
    this.#drawn.set(id, elements);
    return elements;
  }
}

/** The id that a reference within the document names. RFC 3986 §3.5 */
function fragmentOf(reference: string): string {
  const fragment = reference.trim().slice(1);
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return fragment;
  }
}
