import { isIP } from "node:net";
import { formatArcAuthenticationResults, formatAuthenticationResults } from "../../src/authres/format.ts";
import { readArcAuthenticationResults, readAuthenticationResults } from "../../src/authres/dialect.ts";
import { parseArcAuthenticationResults, parseAuthenticationResults } from "../../src/authres/parse.ts";
import { representableResults } from "../../src/authres/representable.ts";
import { parseArcSeal } from "../../src/arc/seal.ts";
import { parseArcMessageSignature } from "../../src/arc/message-signature.ts";
import { formatBimiRecord, parseBimiRecord } from "../../src/bimi/record.ts";
import { formatDkimKey, formatDkimSignature } from "../../src/dkim/format.ts";
import { parseDkimKey } from "../../src/dkim/key-record.ts";
import { parseDkimSignature } from "../../src/dkim/signature.ts";
import { formatDmarcRecord, parseDmarcRecord } from "../../src/dmarc/record.ts";
import { formatAddressList } from "../../src/message/address-format.ts";
import { parseAddressList } from "../../src/message/address-list.ts";
import type { ParsedAddress, ParsedMailbox } from "../../src/message/address.ts";
import { parseReceived } from "../../src/message/received.ts";
import { formatSpfRecord, parseSpfRecord } from "../../src/spf/record.ts";
import { formatReceivedSpf, representableReceivedSpf } from "../../src/spf/received-spf.ts";
import { parseReceivedSpf } from "../../src/spf/received-spf-parse.ts";
import { expectSame, type FuzzTarget } from "./target.ts";

/** Text as header fields and records carry it: bytes, and their UTF-8 where they are that. */
const asText = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");

const bareMailbox = ({ kind, displayName, localPart, domain, route, comments }: ParsedMailbox): unknown => ({
  kind,
  displayName,
  localPart,
  domain,
  route,
  comments,
});

const bareAddress = (address: ParsedAddress): unknown =>
  address.kind === "mailbox"
    ? bareMailbox(address)
    : {
        kind: address.kind,
        displayName: address.displayName,
        members: address.members.map(bareMailbox),
        comments: address.comments,
      };

const bareSignature = (each: ReturnType<typeof parseDkimSignature>): unknown =>
  "signature" in each ? { ...each.signature, text: null, tags: null } : each;

const FOLDING = ["\r\n ", " ", "\t", "(", ")", '"', "\\", ";", "\0", "\u00c3\u00bc"];
const TAGS = ["=", ";", "; ", "v=", ":", ","];

/** Every parser of fields and records that the library offers, with what it promises beyond not throwing. */
export const PARSER_TARGETS: readonly FuzzTarget[] = [
  {
    name: "spf-record",
    dictionary: [
      "v=spf1 ",
      "+all",
      "-all",
      "include:",
      "a:",
      "mx",
      "ptr:",
      "ip4:192.0.2.1",
      "ip6:2001:db8::",
      "/24",
      "//64",
      "exists:",
      "redirect=",
      "exp=",
      "%{",
      "}",
      "d2r-",
      "%%",
      "%_",
      "%-",
    ],
    seeds: [
      "v=spf1 include:_spf.example.com ip4:192.0.2.0/24//64 exists:%{ir}.%{v}.e.example mx/24 -all exp=e.%{d}",
    ],
    slow: false,
    feed: (text) => {
      const parsed = parseSpfRecord(asText(text));
      if (!("record" in parsed)) return;
      const again = parseSpfRecord(formatSpfRecord(parsed.record));
      if ("record" in again)
        expectSame("parse(format(x))", formatSpfRecord(parsed.record), formatSpfRecord(again.record));
      else throw new TypeError(`a written record is none: ${formatSpfRecord(parsed.record)}`);
    },
  },
  {
    name: "dkim-signature",
    dictionary: [
      ...TAGS,
      ...FOLDING,
      "a=rsa-sha256",
      "c=relaxed/simple",
      "d=",
      "h=from:to",
      "i=@",
      "l=",
      "q=dns/txt",
      "s=",
      "t=",
      "x=",
      "z=",
      "bh=",
      "b=",
      "=20",
    ],
    seeds: [
      `v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=sel; i=a=20b@sub.example.com; h=From:To; l=5; q=dns/txt; t=1; x=2; z=From:a=20b|To:c; bh=${"A".repeat(43)}=; b=AAAA`,
    ],
    slow: false,
    feed: (text) => {
      const reading = parseDkimSignature(asText(text));
      if (!("signature" in reading)) return;
      const again = parseDkimSignature(formatDkimSignature(reading.signature));
      expectSame("parse(format(x))", bareSignature(reading), bareSignature(again));
    },
  },
  {
    name: "dkim-key",
    dictionary: [...TAGS, "v=DKIM1", "k=rsa", "k=ed25519", "p=", "h=sha256", "s=email", "t=y:s", "n=", "g=*"],
    seeds: [
      "v=DKIM1; k=ed25519; h=sha256:sha1; s=email:*; t=y:s; n=note=20x; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    ],
    slow: false,
    feed: (text) => {
      const reading = parseDkimKey(asText(text));
      if ("key" in reading) parseDkimKey(formatDkimKey(reading.key));
    },
  },
  {
    name: "dmarc-record",
    dictionary: [
      ...TAGS,
      "v=DMARC1",
      "p=reject",
      "sp=none",
      "np=quarantine",
      "rua=mailto:",
      "ruf=",
      "adkim=s",
      "aspf=r",
      "psd=y",
      "t=y",
      "fo=1:d:s",
      "pct=",
      "!10m",
      "%2c",
    ],
    seeds: [
      "v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=r; psd=n; t=y; fo=1:d:s; rua=mailto:a@example.com!10m,https://e.example; ruf=mailto:b@example.com; pct=50",
    ],
    slow: false,
    feed: (text) => {
      const reading = parseDmarcRecord(asText(text));
      if (!("record" in reading)) return;
      const again = parseDmarcRecord(formatDmarcRecord(reading.record));
      if (!("record" in again)) throw new TypeError("a written record is none");
      expectSame("parse(format(x))", formatDmarcRecord(reading.record), formatDmarcRecord(again.record));
    },
  },
  {
    name: "bimi-record",
    dictionary: [...TAGS, "v=BIMI1", "l=https://", "a=", "avp=brand", ".svg"],
    seeds: ["v=BIMI1; l=https://e.example/a.svg; a=https://e.example/a.pem; avp=brand"],
    slow: false,
    feed: (text) => {
      const reading = parseBimiRecord(asText(text));
      if ("record" in reading) parseBimiRecord(formatBimiRecord(reading.record));
    },
  },
  {
    name: "authentication-results",
    dictionary: [
      ...FOLDING,
      "spf=pass",
      "; dkim=fail",
      "reason=",
      "smtp.mailfrom=",
      "header.d=",
      "none",
      " 1",
      "/1",
      "i=1;",
      "policy.",
      "@",
    ],
    seeds: [
      'mx.example 1; spf=pass (a (b)) reason="x;y" smtp.mailfrom="a b"@example.com; dkim/1=fail header.d=example.com header.b=abc',
      "i=1; mx.example; none",
    ],
    slow: false,
    feed: (text) => {
      const value = asText(text);
      readArcAuthenticationResults(value);
      const reading = readAuthenticationResults(value);
      const parsed = parseAuthenticationResults(value);
      expectSame("no deviation means parsed", reading.deviations.length === 0, parsed.kind === "parsed");
      const arc = parseArcAuthenticationResults(value);
      if (arc.kind === "parsed" && arc.authenticationResults.authservId.length < 200)
        formatArcAuthenticationResults(arc.instance, representable(arc.authenticationResults));
      if (parsed.kind !== "parsed") return;
      const kept = representable(parsed.authenticationResults);
      expectSame("parse(format(x))", parseAuthenticationResults(formatAuthenticationResults(kept)), {
        kind: "parsed",
        authenticationResults: kept,
      });
    },
  },
  {
    name: "received-spf",
    dictionary: [
      ...FOLDING,
      "pass",
      "identity=",
      "mailfrom",
      "client-ip=",
      "envelope-from=",
      "helo=",
      "receiver=",
    ],
    seeds: [
      'pass (mx: a b) receiver=mx.example; client-ip=192.0.2.1; envelope-from="a b@c"; helo=h; identity=mailfrom;',
    ],
    slow: false,
    feed: (text) => {
      const parsed = parseReceivedSpf(asText(text));
      if (parsed.kind !== "parsed") return;
      const kept = representableReceivedSpf(parsed.receivedSpf);
      const again = parseReceivedSpf(formatReceivedSpf(kept));
      expectSame("parse(format(x))", again, { kind: "parsed", receivedSpf: kept, deviations: [] });
    },
  },
  {
    name: "received",
    dictionary: [
      ...FOLDING,
      "from ",
      "by ",
      "with ",
      "for ",
      "id ",
      "via ",
      "[192.0.2.1]",
      "[IPv6:::1]",
      "HELO ",
      "helo=",
      "Sun, 1 Nov 2026 09:30:00 +0000",
      "envelope-from ",
    ],
    seeds: [
      "from a.example (b.example [192.0.2.1]) by mx (Postfix) with ESMTPS id 1A for <x@y>; Sun, 1 Nov 2026 09:30:00 +0000 (UTC)",
      "from unknown (HELO a) (u@192.0.2.1) by mx with SMTP; 1 Nov 26 09:30 GMT",
    ],
    slow: false,
    feed: (text) => {
      const { tcpAddress } = parseReceived(asText(text));
      if (tcpAddress !== null) expectSame("an address is one", isIP(tcpAddress) > 0, true);
    },
  },
  {
    name: "address-list",
    dictionary: [
      ...FOLDING,
      "<",
      ">",
      "@",
      ",",
      ":",
      ".",
      "[",
      "]",
      "=?utf-8?B?",
      "=?utf-8?Q?",
      "?=",
      "a@b.example",
    ],
    seeds: [
      '"A, B" <@r.example:a@b.example>, g: c@d.example (x (y)), "e f"@[192.0.2.1];, =?utf-8?Q?=C3=BC?= <h@i.example>',
    ],
    slow: false,
    feed: (text) => {
      const list = parseAddressList(asText(text));
      if (list.kind !== "list") return;
      const again = parseAddressList(formatAddressList(list.addresses));
      expectSame(
        "parse(format(x))",
        list.addresses.map(bareAddress),
        again.kind === "list" ? again.addresses.map(bareAddress) : again,
      );
    },
  },
  {
    name: "arc-fields",
    dictionary: [
      ...TAGS,
      "i=1",
      "cv=pass",
      "cv=none",
      "a=rsa-sha256",
      "d=",
      "s=",
      "b=",
      "bh=",
      "h=from",
      "t=1",
    ],
    seeds: [
      "i=2; a=rsa-sha256; cv=pass; d=example.com; s=sel; t=1; b=AAAA",
      `i=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=sel; h=From; bh=${"A".repeat(43)}=; b=AAAA`,
    ],
    slow: false,
    feed: (text) => {
      parseArcSeal(asText(text));
      parseArcMessageSignature(asText(text));
    },
  },
];

function representable(
  results: Parameters<typeof representableResults>[0],
): ReturnType<typeof representableResults> {
  // An authserv-id that cannot be written is the caller's mistake there, not the reader's.
  const writable = results.authservId.length <= 60 && !/[\p{Cc}\p{Bidi_Control}]/u.test(results.authservId);
  return representableResults(writable ? results : { ...results, authservId: "other.example" });
}
