import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adviseDisposition,
  explain,
  formatAuthenticationResults,
  formatExplanation,
  formatReceivedSpf,
  formatSmtpReply,
  type MessageReport,
  parseAuthenticationResults,
  parseReceivedSpf,
  representableReceivedSpf,
  representableResults,
  toAuthenticationResults,
  toReceivedSpf,
  type Zone,
} from "waxseal";
import { renderReport } from "../../src/cli/render-report.ts";
import { painter } from "../../src/cli/terminal.ts";
import { jsonDocument } from "../../src/cli/json.ts";
import { printedOf, runCli, withFolder } from "./command-line.ts";
import { AUTHSERV_ID, type Mail, reportOf } from "./mail.ts";

/** What breaks out of lines, strings, comments, fields and terminals where it is let through. */
const pieces = fc.constantFrom(
  "\r\n",
  "\n",
  "\r",
  "\0",
  "\x1b[31m",
  "\x9b2J",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u2028",
  "\ud800",
  '"',
  "\\",
  "(",
  ")",
  ";",
  "=",
  "@",
  "<",
  ">",
  ",",
  ".",
  " ",
  "\t",
  "a",
  "legit.example",
  "; dmarc=pass",
  "\r\nX-Forged: 1",
  "\u00fc",
  "\ufeff",
  "%{i}",
);

const hostileText = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("l".repeat(1200), `"${" ".repeat(1100)}"@a.example`, "\u00fc".repeat(600)),
);

const byteText = hostileText.map((text) => Buffer.from(text, "utf8").toString("latin1"));

const withoutLineEnds = byteText.map((text) => text.replace(/[\r\n]/g, ""));

const mails: fc.Arbitrary<Mail> = fc
  .record({
    helo: hostileText,
    mailFrom: fc.oneof(
      hostileText,
      hostileText.map((text) => `${text}@d.example`),
    ),
    from: withoutLineEnds,
    d: withoutLineEnds,
    s: withoutLineEnds,
    i: withoutLineEnds,
    spf: byteText,
    dmarc: byteText,
    exp: byteText,
  })
  .map(({ helo, mailFrom, from, d, s, i, spf, dmarc, exp }) => {
    const zone: Zone = {
      "d.example": { TXT: [`v=spf1 exists:${spf} exp=e.example -all`] },
      "e.example": { TXT: [exp] },
      "_dmarc.legit.example": { TXT: [`v=DMARC1; p=reject; rua=${dmarc}; ${dmarc}`] },
    };
    const signature = `DKIM-Signature: v=1; a=rsa-sha256; d=${d}; s=${s}; i=${i}; h=From; bh=${"A".repeat(43)}=; b=AAAA\r\n`;
    return {
      message: `${signature}From: "${from}" <x@legit.example>\r\n\r\n`,
      envelope: { clientIp: "192.0.2.66", helo, mailFrom },
      zone,
    };
  });

/** A field that is one field: every line after the first is folded, none is over-long, nothing else is in it. */
function expectOneField(field: string): void {
  const lines = field.split("\r\n");
  expect(lines.pop()).toBe("");
  expect(lines.slice(1).filter((line) => !/^[ \t]/.test(line))).toStrictEqual([]);
  expect(lines.filter((line) => Buffer.byteLength(line) > 998 || /[\r\n\0]/.test(line))).toStrictEqual([]);
  expect(lines.filter((line) => line.trim() === "")).toStrictEqual([]);
  expect(field.replaceAll("\r\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
}

/** A text for a terminal: nothing in it moves the cursor, changes colours or turns characters around. */
function expectPlain(text: string): void {
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b\u2028\ufeff]/u);
}

function expectSafeHeader(report: MessageReport): void {
  const results = toAuthenticationResults(report, AUTHSERV_ID);
  for (const options of [{}, { internationalized: false }]) {
    const field = formatAuthenticationResults(results, options);
    expectOneField(field);
    expect(parseAuthenticationResults(field)).toStrictEqual({
      kind: "parsed",
      authenticationResults: representableResults(results, options),
    });
  }
}

function expectSafeReceivedSpf({ spf }: MessageReport): void {
  for (const result of [spf.mailFrom, spf.helo]) {
    if (result.result === "not-evaluated") continue;
    const receivedSpf = toReceivedSpf(result, AUTHSERV_ID, `checked ${result.sender}`);
    const field = formatReceivedSpf(receivedSpf);
    expectOneField(field);
    expect(parseReceivedSpf(field)).toStrictEqual({
      kind: "parsed",
      receivedSpf: representableReceivedSpf(receivedSpf),
      deviations: [],
    });
  }
}

describe("CWE-93, CWE-150: whatever a sender or a DNS operator writes", () => {
  it("stays inside the header fields, JSON, replies and lines that are written about it", async () => {
    await fc.assert(
      fc.asyncProperty(mails, async (mail) => {
        const report = await reportOf(mail);
        expectSafeHeader(report);
        expectSafeReceivedSpf(report);
        const json = jsonDocument(report);
        expectPlain(json);
        expect(JSON.parse(json)).toStrictEqual(JSON.parse(JSON.stringify(report)));
        const paint = painter({ colours: false });
        expectPlain(
          renderReport(report, { title: mail.envelope?.helo ?? "", recovered: null, whole: true, paint }),
        );
        expectPlain(formatExplanation(explain(report)));
        const { reply } = adviseDisposition(report, { spfFail: "reject", iprevFail: "reject" });
        if (reply !== null)
          expect(formatSmtpReply(reply)).toMatch(/^[45]\d\d [245]\.\d{1,3}\.\d{1,3} [\x20-\x7e]{0,500}$/);
      }),
      { numRuns: 400, seed: 5 },
    );
  });

  it("stays inside one line where it is a file name or an option", async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        await withFolder(async (folder) => {
          const name = `${folder}/missing-${text.replaceAll("\0", "")}`;
          const commands = [
            ["analyze", "--", name],
            ["analyze", `--ip=${text}`, "--", name],
            ["analyze", `--now=x${text}`, "--", name],
            ["analyze", `--fail-on=${text}`, "--", name],
            ["analyze", "--dns", name, "--", name],
            ["authres", `--trust=${text}`, "--", name],
            ["dmarc", "--dns", name, "--", text],
            [`--${text}`],
          ];
          for (const command of commands) {
            const { out, error } = await runCli(command);
            expectPlain(out);
            expectPlain(error);
          }
        });
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it("stays inside the printed field of the command line", async () => {
    const mail: Mail = {
      message: "From: x@legit.example\r\n\r\n",
      envelope: {
        clientIp: "192.0.2.66",
        helo: "a\r\nX-Forged: 1",
        mailFrom: '\u202e"; dmarc=pass ("@d.example',
      },
    };
    const { out } = await printedOf(mail, "--header", `--authserv-id=${AUTHSERV_ID}`);
    expectOneField(out.replaceAll("\n", "\r\n"));
  });
});
