import { SaxesParser } from "saxes";

/** An attribute of a start tag; `namespace` is "" for one without a prefix. */
export interface XmlAttribute {
  readonly name: string;
  readonly local: string;
  readonly namespace: string;
  readonly value: string;
  readonly offset: number;
}

export interface XmlElement {
  readonly name: string;
  readonly local: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly offset: number;
}

/** What a document consists of, in order. Offsets count UTF-16 code units from the start of the text. */
export type XmlEvent =
  | { readonly kind: "declaration"; readonly encoding: string | null; readonly offset: number }
  | { readonly kind: "doctype"; readonly offset: number }
  | { readonly kind: "instruction"; readonly target: string; readonly offset: number }
  | { readonly kind: "open"; readonly element: XmlElement }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "close" }
  /** The document is no well-formed XML with namespaces; nothing follows. */
  | { readonly kind: "malformed"; readonly offset: number };

/** Characters parsed at a time: how far the parser can run ahead of a consumer that has seen enough. */
const SLICE = 1024;

/**
 * Reads XML with namespaces, event by event, up to the first fault in it. No entity but the five of XML
 * itself is known, whatever a document type declares, and nothing is ever loaded.
 *
 * A consumer that stops early (deep nesting, too many faults) stops the parsing too.
 */
export function* readXml(text: string): Generator<XmlEvent, void> {
  const reading = new XmlReading(text);
  for (let start = 0; start < text.length; start += SLICE) {
    const events = reading.read(text.slice(start, start + SLICE));
    yield* events;
    if (events.at(-1)?.kind === "malformed") return;
  }
  yield* reading.finish();
}

class XmlReading {
  readonly #text: string;
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  #events: XmlEvent[] = [];
  #malformed = false;
  /** Where the last markup ended: between there and the next `<` stands text alone. */
  #markupEnd = 0;
  #attributeOffsets = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
    const parser = this.#parser;
    parser.on("error", () => {
      this.#add({ kind: "malformed", offset: Math.min(parser.position, this.#text.length) - 1 });
      this.#malformed = true;
    });
    parser.on("xmldecl", ({ encoding }) => {
      this.#addMarkup({ kind: "declaration", encoding: encoding ?? null, offset: this.#markupStart() });
    });
    parser.on("doctype", () => this.#addMarkup({ kind: "doctype", offset: this.#markupStart() }));
    parser.on("processinginstruction", ({ target }) => {
      this.#addMarkup({ kind: "instruction", target, offset: this.#markupStart() });
    });
    parser.on("comment", () => this.#endMarkup());
    parser.on("text", (characters) => this.#add({ kind: "text", text: characters }));
    parser.on("cdata", (characters) => this.#addMarkup({ kind: "text", text: characters }));
    parser.on("attribute", ({ name }) => this.#attributeOffsets.set(name, this.#attributeStart(name)));
    parser.on("opentag", ({ name, local, uri, attributes }) => {
      const list = Object.values(attributes).map((attribute) => ({
        name: attribute.name,
        local: attribute.local,
        namespace: attribute.uri,
        value: attribute.value,
        offset: this.#attributeOffsets.get(attribute.name) ?? 0,
      }));
      this.#attributeOffsets = new Map();
      const element = { name, local, namespace: uri, attributes: list, offset: this.#markupStart() };
      this.#addMarkup({ kind: "open", element });
    });
    parser.on("closetag", () => this.#addMarkup({ kind: "close" }));
  }

  /** The events that this piece of the text completes. */
  read(slice: string): readonly XmlEvent[] {
    this.#parser.write(slice);
    return this.#take();
  }

  finish(): readonly XmlEvent[] {
    this.#parser.close();
    return this.#take();
  }

  #take(): readonly XmlEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #add(event: XmlEvent): void {
    if (!this.#malformed) this.#events.push(event);
  }

  #addMarkup(event: XmlEvent): void {
    this.#add(event);
    this.#endMarkup();
  }

  #endMarkup(): void {
    this.#markupEnd = this.#parser.position;
  }

  #markupStart(): number {
    return Math.max(this.#markupEnd, this.#text.indexOf("<", this.#markupEnd));
  }

  /** The parser stands behind the closing quote; a value holds no quote of its own kind. */
  #attributeStart(name: string): number {
    const end = this.#parser.position - 1;
    const quote = this.#text.lastIndexOf(this.#text.charAt(end), end - 1);
    return this.#text.lastIndexOf(name, quote - name.length);
  }
}
