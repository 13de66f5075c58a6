import { Random } from "../support/random.ts";

/** A header field as generated: name and value, the value folded with CRLF and a space where it is long. */
export interface GeneratedField {
  readonly name: string;
  readonly value: string;
}

export interface Correspondents {
  readonly from: string;
  readonly to: string;
  readonly authorDomain: string;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The header of an ordinary message: trace fields on top, 20 to 40 fields in all. */
export function makeHeader(random: Random, people: Correspondents): GeneratedField[] {
  const hops = random.between(2, 5);
  const received = Array.from({ length: hops }, (_unused, hop) => receivedField(random, hop));
  const essential: GeneratedField[] = [
    { name: "From", value: `"${name(random)}" <${people.from}>` },
    { name: "To", value: `${name(random)} <${people.to}>` },
    { name: "Subject", value: subject(random) },
    { name: "Date", value: date(random, 0) },
    { name: "Message-ID", value: `<${random.word(16, 28)}@${people.authorDomain}>` },
    { name: "MIME-Version", value: "1.0" },
    { name: "Content-Type", value: `text/plain; charset="utf-8";\r\n format=flowed` },
    { name: "Content-Transfer-Encoding", value: "quoted-printable" },
  ];
  const wanted = random.between(20, 40) - hops - essential.length - 3;
  const others = random
    .sample(OPTIONAL_FIELDS, wanted)
    .map((fieldName) => optionalField(random, fieldName, people));
  return [...received, ...essential, ...others];
}

const OPTIONAL_FIELDS: readonly string[] = [
  "Reply-To",
  "Cc",
  "Sender",
  "In-Reply-To",
  "References",
  "List-Id",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
  "List-Post",
  "List-Help",
  "Precedence",
  "Auto-Submitted",
  "Feedback-ID",
  "X-Mailer",
  "X-Priority",
  "X-Originating-IP",
  "X-Campaign-ID",
  "X-Report-Abuse",
  "X-Entity-Ref-ID",
  "X-MS-Exchange-Organization-SCL",
  "X-MS-Has-Attach",
  "X-Google-DKIM-Signature",
  "X-Gm-Message-State",
  "X-Received",
  "X-Spam-Score",
  "X-Spam-Status",
  "X-Virus-Scanned",
  "User-Agent",
  "Thread-Topic",
  "Thread-Index",
  "Content-Language",
  "Importance",
  "X-Mime-Autoconverted",
  "X-Forwarded-To",
  "Delivered-To",
];

function optionalField(random: Random, fieldName: string, people: Correspondents): GeneratedField {
  if (fieldName === "References") {
    const ids = Array.from(
      { length: random.between(1, 6) },
      () => `<${random.word(16, 28)}@${random.word()}.example>`,
    );
    return { name: fieldName, value: ids.join("\r\n ") };
  }
  if (fieldName === "Reply-To" || fieldName === "Sender" || fieldName === "Cc") {
    return { name: fieldName, value: `${name(random)} <${random.word()}@${people.authorDomain}>` };
  }
  if (fieldName === "X-Gm-Message-State" || fieldName === "X-Google-DKIM-Signature") {
    const lines = Array.from({ length: random.between(2, 5) }, () => random.word(60, 70));
    return { name: fieldName, value: lines.join("\r\n\t") };
  }
  return {
    name: fieldName,
    value: Array.from({ length: random.between(1, 8) }, () => random.word()).join(" "),
  };
}

function receivedField(random: Random, hop: number): GeneratedField {
  const from = `${random.word()}.example.net`;
  const address = `198.51.100.${random.between(1, 254)}`;
  return {
    name: "Received",
    value:
      `from ${from} (${from} [${address}])\r\n\tby mx${hop}.example.org (Postfix) with ESMTPS id ${random.word(10, 12).toUpperCase()}\r\n` +
      `\tfor <${random.word()}@example.org>; ${date(random, -hop)}`,
  };
}

function date(random: Random, minutesEarlier: number): string {
  const minute = 40 + minutesEarlier;
  const day = random.between(1, 28);
  const time = `${String(random.between(0, 23)).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00`;
  return `${random.pick(DAYS)}, ${day} ${random.pick(MONTHS)} 2026 ${time} +0000`;
}

function name(random: Random): string {
  const [first, last] = [random.word(), random.word()];
  return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${last.charAt(0).toUpperCase()}${last.slice(1)}`;
}

function subject(random: Random): string {
  const words = Array.from({ length: random.between(2, 14) }, () => random.word());
  return words.length > 9
    ? `${words.slice(0, 9).join(" ")}\r\n ${words.slice(9).join(" ")}`
    : words.join(" ");
}
