import { describe, expect, it } from "vitest";
import { parseAuthenticationResults, representableResults, toAuthenticationResults } from "waxseal";
import { authorLine, type MailAttack, resultsIn } from "./attack.ts";
import { printedOf } from "./command-line.ts";
import { AUTHSERV_ID, headerOf, reportOf } from "./mail.ts";
import { INPUT_ATTACKS, MAIL_ATTACKS } from "./rows/all.ts";

/** What a terminal would act upon, and what changes the order of characters. */
const DECEPTIVE = /[\p{Cc}\p{Bidi_Control}]/u;

describe.for(MAIL_ATTACKS)("$row", ({ name, mail, author, results, facts }: MailAttack) => {
  it(`${name}: is told by the report`, async () => {
    const report = await reportOf(mail());
    expect({ author: authorLine(report.author), facts: facts?.[0](report) }).toStrictEqual({
      author,
      facts: facts?.[1],
    });
  });

  it(`${name}: is stated by the header formatter, and read back`, async () => {
    const report = await reportOf(mail());
    const header = headerOf(report);
    expect(resultsIn(header, results)).toStrictEqual(results);
    const stated = representableResults(toAuthenticationResults(report, AUTHSERV_ID));
    const value = header.slice(header.indexOf(":") + 1);
    expect(parseAuthenticationResults(value)).toStrictEqual({
      kind: "parsed",
      authenticationResults: stated,
    });
  });

  it(`${name}: is printed by the command line`, async () => {
    const attack = mail();
    // Policy and limits are not typed on a command line.
    if (attack.policy !== undefined || attack.limits !== undefined) return;
    const header = await printedOf(attack, "--header", `--authserv-id=${AUTHSERV_ID}`);
    expect(resultsIn(header.out, results)).toStrictEqual(results);
    const json = await printedOf(attack, "--json");
    const { author: printed, dmarc } = JSON.parse(json.out) as { author: unknown; dmarc: { result: string } };
    const report = await reportOf(attack);
    expect(printed).toStrictEqual(JSON.parse(JSON.stringify(report.author)));
    const text = await printedOf(attack, "--explain");
    expect(text.out).toContain(`DMARC ${dmarc.result}`);
    expect(text.out.replaceAll("\n", "")).not.toMatch(DECEPTIVE);
  });
});

describe.for(INPUT_ATTACKS)("$row", ({ name, seen, expected }) => {
  it(name, async () => {
    expect(await seen()).toStrictEqual(expected);
  });
});
