import type { AuthorDecision, AuthorNote, MessageReport } from "waxseal";
import type { Mail } from "./mail.ts";

/** Hostile mail, and everything that waxseal says of it. */
export interface MailAttack {
  /** The row of the list of attacks that it stands for. */
  readonly row: string;
  /** A sentence with the RFC section or the class of attack. */
  readonly name: string;
  readonly mail: () => Mail;
  /** The author as `authorLine` tells it. */
  readonly author: string;
  /** The results of the Authentication-Results field, in order. */
  readonly results: readonly string[];
  /** Whatever else in the report the row is about. */
  readonly facts?: readonly [seen: (report: MessageReport) => unknown, expected: unknown];
}

/** Hostile input to something else than a whole analysis. */
export interface InputAttack {
  readonly row: string;
  readonly name: string;
  readonly seen: () => unknown;
  readonly expected: unknown;
}

/** The author decision in one line: kind, addresses or causes, then the notes. */
export function authorLine(author: AuthorDecision): string {
  return [decisionText(author), ...author.notes.map(noteText)].join(" | ");
}

function decisionText(author: AuthorDecision): string {
  switch (author.kind) {
    case "single":
      return `single ${address(author.mailbox)}`;
    case "multiple":
      return `multiple ${author.mailboxes.map(address).join(", ")}`;
    case "none":
      return `none ${author.cause}`;
    case "ambiguous":
      return `ambiguous ${author.causes.map(({ code }) => code).join(", ")}`;
  }
}

function address({
  localPart,
  domain,
  domainText,
}: {
  localPart: string;
  domain: string | null;
  domainText: string;
}): string {
  return `${localPart}@${domain ?? `(${domainText})`}`;
}

function noteText(note: AuthorNote): string {
  const named = "domain" in note ? note.domain : "domains" in note ? note.domains.join(",") : null;
  return named === null ? note.code : `${note.code} ${named}`;
}

/** Methods whose results are compared where a row is about them, and else left aside. */
const SIDE_METHODS = ["arc", "bimi"];

/**
 * The results of a formatted field, unfolded, without the authserv-id and the bytes of signatures; those
 * of ARC and BIMI only where one is expected.
 */
export function resultsIn(header: string, expected: readonly string[]): readonly string[] {
  const [, ...results] = header
    .replaceAll(/\r?\n[ \t]+/g, " ")
    .trimEnd()
    .split("; ");
  const aside = SIDE_METHODS.filter((method) => !expected.some((each) => each.startsWith(`${method}=`)));
  return results
    .filter((result) => !aside.some((method) => result.startsWith(`${method}=`)))
    .map((result) => result.replace(/(?<=header\.b=)[^ ]+/, ""));
}
