import type { Span } from "../base/span.ts";
import type { AddressIssue, AddressList, ParsedAddress, ParsedGroup, ParsedMailbox } from "./address.ts";
import { AddressLexer, isAtext, type Word } from "./address-lexer.ts";
import { joinText, type TextPiece } from "./encoded-word.ts";

/** Where the mailbox under the cursor ends, beside a comma. */
type Context = "list" | "group";

/**
 * Reads an address-list: mailboxes and groups with comments, quoted strings, source routes, empty
 * elements and white space wherever the obsolete grammar allows them.
 *
 * What readers take for different addresses is an issue: text after an address, an element that is only
 * a name, a control character. The text may still be folded. One pass, whatever the nesting.
 *
 * Choice: `a@b via List <l@list>` without quotes is an issue like any other text around an address,
 * though many write it: readers take either address. `a@b <a@b>` is read (`unquotedName`): there, either
 * is the same.
 *
 * Choice: misplaced dots are read, in a local-part (`strayDots`) and in a domain (where they make it no
 * domain name, but for one at its end): they leave no doubt about what was meant.
 *
 * RFC 5322 §3.4, §4.4, RFC 6532 §3.2, RFC 6854 §2.1
 */
export function parseAddressList(text: string): AddressList | AddressIssue {
  const lexer = new AddressLexer(text);
  const addresses = readElements(lexer, "list", (words) => readAddress(lexer, words));
  if (addresses === null || lexer.issue !== null) return lexer.issue ?? emptyList(text);
  return addresses.length === 0 ? emptyList(text) : { kind: "list", addresses };
}

function emptyList(text: string): AddressIssue {
  return { kind: "issue", code: "empty", at: text.length, expected: "address" };
}

/**
 * The elements up to the end of the list or of the group, empty ones skipped. Comments of an empty
 * element belong to the next one, at the end to the last.
 *
 * RFC 5322 §3.4, §4.4
 */
function readElements<Element extends { readonly comments: readonly string[] }>(
  lexer: AddressLexer,
  context: Context,
  read: (words: readonly Word[]) => Element | null,
): readonly Element[] | null {
  const elements: Element[] = [];
  for (;;) {
    if (!lexer.skipCfws()) return null;
    if (lexer.take(",")) continue;
    if (lexer.done || (context === "group" && lexer.peek() === 0x3b)) break;
    const words = readWords(lexer);
    const element = words === null ? null : read(words);
    if (element === null) return null;
    elements.push(element);
    if (lexer.take(",") || lexer.done || (context === "group" && lexer.peek() === 0x3b)) continue;
    return lexer.unexpected("comma", "text-after-address");
  }
  const last = elements.pop();
  if (last === undefined) return elements;
  return [...elements, { ...last, comments: [...last.comments, ...lexer.takeComments()] }];
}

/** Words and dots with the white space between them: a phrase or a local-part, as what follows decides. */
function readWords(lexer: AddressLexer): readonly Word[] | null {
  const words: Word[] = [];
  for (let before = ""; ;) {
    const start = lexer.position;
    const code = lexer.peek();
    let text: string | null = ".";
    if (code === 0x22) text = lexer.readQuotedString();
    else if (isAtext(code)) text = lexer.readAtom();
    else if (code === 0x2e) lexer.position++;
    else return words;
    const end = lexer.position;
    if (text === null || !lexer.skipCfws()) return null;
    words.push({ before, text, quoted: code === 0x22, dot: code === 0x2e, span: { start, end } });
    before = lexer.position > end ? " " : "";
  }
}

function readAddress(lexer: AddressLexer, words: readonly Word[]): ParsedAddress | null {
  if (lexer.peek() === 0x3a) return readGroup(lexer, words);
  const mailbox = readMailbox(lexer, words);
  // Choice: a group named like an address (`a@b: c@d;`) is read as the group it can only be.
  if (mailbox !== null && lexer.peek() === 0x3a && mailbox.localPartSpan.start === mailbox.span.start) {
    lexer.comments = [...mailbox.comments, ...lexer.comments];
    const { span } = mailbox;
    return readGroup(lexer, [{ before: "", text: addressText(mailbox), quoted: true, dot: false, span }]);
  }
  return mailbox;
}

/** `name: members;` with the cursor at the colon. RFC 5322 §3.4 */
function readGroup(lexer: AddressLexer, words: readonly Word[]): ParsedGroup | null {
  const name = readName(lexer, words);
  if (name === null) return lexer.unexpected("display-name");
  const comments = lexer.takeComments();
  lexer.position++;
  const members = readElements(lexer, "group", (inner) => readMailbox(lexer, inner));
  if (members === null) return null;
  if (!lexer.take(";")) return lexer.unexpected("semicolon");
  const span = { start: name.span.start, end: lexer.position };
  if (!lexer.skipCfws()) return null;
  return {
    kind: "group",
    displayName: name.text,
    members,
    comments: [...comments, ...lexer.takeComments()],
    span,
    displayNameSpan: name.span,
  };
}

/** A mailbox whose first words were read: they are its display-name or its local-part. RFC 5322 §3.4 */
function readMailbox(lexer: AddressLexer, words: readonly Word[]): ParsedMailbox | null {
  const code = lexer.peek();
  if (code === 0x40) {
    const bare = readAddrSpec(lexer, words, { displayName: null, displayNameSpan: null, route: [] });
    return bare !== null && lexer.peek() === 0x3c ? readRepeated(lexer, bare) : bare;
  }
  if (code === 0x3c) return readNameAddr(lexer, words);
  if (words.length === 0) return lexer.unexpected("address");
  const nameOnly = code === -1 || code === 0x2c || code === 0x3b;
  return lexer.unexpected("@ or <", nameOnly ? "element-without-address" : "syntax");
}

/** `name <addr-spec>` with the cursor at the bracket. RFC 5322 §3.4, §4.4 */
function readNameAddr(lexer: AddressLexer, words: readonly Word[]): ParsedMailbox | null {
  const name = readName(lexer, words);
  const start = name?.span.start ?? lexer.position;
  if (lexer.issue !== null) return null;
  lexer.position++;
  const route = lexer.skipCfws() ? readRoute(lexer) : null;
  if (route === null) return null;
  if (lexer.peek() === 0x3e) return lexer.unexpected("addr-spec", "element-without-address");
  const localPart = readWords(lexer);
  if (localPart === null) return null;
  if (lexer.peek() !== 0x40) return lexer.unexpected("@");
  const head = { displayName: name?.text ?? null, displayNameSpan: name?.span ?? null, route };
  const mailbox = readAddrSpec(lexer, localPart, head);
  if (mailbox === null) return null;
  if (!lexer.take(">")) return lexer.unexpected(">");
  const span = { start, end: lexer.position };
  if (!lexer.skipCfws()) return null;
  return { ...mailbox, span, comments: [...mailbox.comments, ...lexer.takeComments()] };
}

/** `a@b <a@b>` with the cursor at the bracket: the address where a name stands, and again. RFC 5322 §3.4 */
function readRepeated(lexer: AddressLexer, bare: ParsedMailbox): ParsedMailbox | null {
  const start = lexer.position;
  const { span } = bare;
  const mailbox = readNameAddr(lexer, [
    { before: "", text: addressText(bare), quoted: true, dot: false, span },
  ]);
  if (mailbox === null) return null;
  if (addressText(mailbox).toLowerCase() !== addressText(bare).toLowerCase()) {
    return lexer.fail("text-after-address", start, "comma");
  }
  return { ...mailbox, comments: [...bare.comments, ...mailbox.comments], unquotedName: true };
}

function addressText({ localPart, domain }: ParsedMailbox): string {
  return `${localPart}@${domain}`;
}

/** The phrase that the words are, null for no words. It begins with a word, not with a dot. RFC 5322 §4.1 */
function readName(
  lexer: AddressLexer,
  words: readonly Word[],
): { readonly text: string; readonly span: Span } | null {
  const [first] = words;
  if (first === undefined) return null;
  if (first.dot) return lexer.fail("syntax", first.span.start, "display-name");
  return { text: joinText(runsOf(words)), span: spanOf(words) };
}

type MailboxHead = Pick<ParsedMailbox, "displayName" | "displayNameSpan" | "route">;

/** The addr-spec whose local-part was read, with the cursor at `@`, and the comments after it. RFC 5322 §3.4.1 */
function readAddrSpec(lexer: AddressLexer, words: readonly Word[], head: MailboxHead): ParsedMailbox | null {
  if (words.length === 0) return lexer.unexpected("local-part");
  const adjacent = words.find((word, index) => !word.dot && words[index - 1]?.dot === false);
  if (adjacent !== undefined) return lexer.fail("syntax", adjacent.span.start, "dot or @");
  lexer.position++;
  const domain = lexer.skipCfws() ? readDomain(lexer) : null;
  if (domain === null) return null;
  const localPartSpan = spanOf(words);
  return {
    kind: "mailbox",
    ...head,
    localPart: words.map((word) => word.text).join(""),
    domain: domain.text,
    comments: lexer.takeComments(),
    span: { start: localPartSpan.start, end: domain.span.end },
    localPartSpan,
    domainSpan: domain.span,
    domainGaps: domain.gaps,
    // A dot that no word precedes, or that ends the local-part.
    strayDots:
      words.some((word, index) => word.dot && words[index - 1]?.dot !== false) || words.at(-1)?.dot === true,
    unquotedName: false,
  };
}

function spanOf(words: readonly Word[]): Span {
  return { start: words[0]?.span.start ?? 0, end: words.at(-1)?.span.end ?? 0 };
}

interface ReadDomain {
  readonly text: string;
  readonly span: Span;
  readonly gaps: readonly number[];
}

/** A domain and the white space after it: atoms and dots, or a domain-literal. RFC 5322 §3.4.1, §4.4 */
function readDomain(lexer: AddressLexer): ReadDomain | null {
  const start = lexer.position;
  if (lexer.peek() === 0x5b) {
    const literal = lexer.readDomainLiteral();
    const span = { start, end: lexer.position };
    return literal === null || !lexer.skipCfws() ? null : { text: literal, span, gaps: [] };
  }
  let text = "";
  let end = start;
  const gaps: number[] = [];
  for (let afterAtom = false; ;) {
    const code = lexer.peek();
    const read = code === 0x2e ? lexer.take(".") && "." : isAtext(code) && !afterAtom && lexer.readAtom();
    if (read === false)
      return text === "" ? lexer.unexpected("domain") : { text, span: { start, end }, gaps };
    if (lexer.position - read.length > end) gaps.push(text.length);
    text += read;
    afterAtom = code !== 0x2e;
    end = lexer.position;
    if (!lexer.skipCfws()) return null;
  }
}

/** The domains of an obsolete source route up to its colon; none when there is no route. RFC 5322 §4.4 */
function readRoute(lexer: AddressLexer): readonly string[] | null {
  const route: string[] = [];
  if (lexer.peek() !== 0x40 && lexer.peek() !== 0x2c) return route;
  while (!lexer.take(":")) {
    if (lexer.take("@")) {
      const domain = lexer.skipCfws() ? readDomain(lexer) : null;
      if (domain === null) return null;
      route.push(domain.text);
      if (lexer.peek() !== 0x2c && lexer.peek() !== 0x3a) return lexer.unexpected("comma or colon");
    } else if (!lexer.take(",")) {
      return lexer.unexpected("route");
    }
    if (!lexer.skipCfws()) return null;
  }
  if (route.length === 0) return lexer.fail("syntax", lexer.position - 1, "domain");
  return lexer.skipCfws() ? route : null;
}

/** Atoms and dots without space between them as one piece: an encoded-word may hold a dot. */
function runsOf(words: readonly Word[]): readonly TextPiece[] {
  const runs: TextPiece[] = [];
  for (const { before, text, quoted } of words) {
    const last = runs.at(-1);
    const joins = last !== undefined && before === "" && !quoted && !last.quoted;
    if (joins) runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ before, text, quoted });
  }
  return runs;
}
