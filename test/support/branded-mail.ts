import type { Fetcher, MessageReport, PolicyOptions, Zone } from "waxseal";
import { authenticate, snapshotResolver } from "waxseal";
import { encodeUtf8 } from "../../src/base/utf8.ts";
import { pemOf } from "./certificates.ts";
import { keyRecord, rsaKey, type SigningOptions, signMessage } from "./dkim-signer.ts";
import { indicatorBytes } from "./indicators.ts";
import { type MintedChain, mintChain, NOW } from "./mark-certificates.ts";

export const INDICATOR_URL = "https://brand.example.com/indicator.svg";
export const EVIDENCE_URL = "https://brand.example.com/certificate.pem";

/** The chain of the brand; its root is trusted by {@link brandedReport} alone. */
export const CHAIN: MintedChain = mintChain();

const KEY = rsaKey(1024, "brand");

/** Mail of a brand, and what of it is different from mail that shows its Indicator. */
export interface BrandedMail {
  /** Lines on top of the message. */
  readonly fields?: string;
  /** Lines instead of the one From field. */
  readonly from?: string;
  readonly signing?: SigningOptions;
  /** Text behind the signed body. */
  readonly appended?: string;
  readonly dmarc?: string;
  readonly record?: string;
  readonly zone?: Zone;
  readonly indicator?: Uint8Array;
  readonly evidence?: Uint8Array;
  /** Instead of the one that has indicator and evidence; null for none. */
  readonly fetcher?: Fetcher | null;
  readonly policy?: PolicyOptions;
  readonly deadlineMs?: number;
}

/** The bytes of the message. */
export function brandedMessage({ fields = "", from, signing = {}, appended = "" }: BrandedMail): Uint8Array {
  const header =
    `${fields}${from ?? "From: Example <news@example.com>\r\n"}To: bob@receiver.example\r\n` +
    "Subject: News\r\nDate: Mon, 1 Jun 2026 00:00:00 +0000\r\n";
  return encodeUtf8(signMessage(`${header}\r\nHello Bob.\r\n`, { ...signing, key: KEY }) + appended);
}

/** What the brand publishes in the DNS. */
export function brandZone(mail: BrandedMail): Zone {
  const { dmarc = "v=DMARC1; p=reject", record = `v=BIMI1; l=${INDICATOR_URL}; a=${EVIDENCE_URL}` } = mail;
  return {
    "sel._domainkey.example.com": { TXT: [keyRecord(KEY)] },
    "_dmarc.example.com": { TXT: [dmarc] },
    "default._bimi.example.com": { TXT: [record] },
    ...mail.zone,
  };
}

/** Answers the two URLs of the brand, and nothing else. */
function brandFetcher({ indicator = indicatorBytes(), evidence = CHAIN.bundle }: BrandedMail): Fetcher {
  const documents = new Map([
    [INDICATOR_URL, indicator],
    [EVIDENCE_URL, evidence],
  ]);
  return {
    fetch: (url) => {
      const bytes = documents.get(url);
      return bytes === undefined ? { kind: "failure", reason: "http-status" } : { kind: "body", bytes };
    },
  };
}

/** Analyses the mail through the public entry, with the root of the chain trusted. */
export async function brandedReport(mail: BrandedMail = {}): Promise<MessageReport> {
  const { fetcher = brandFetcher(mail), policy, deadlineMs } = mail;
  return await authenticate(
    brandedMessage(mail),
    { clientIp: "192.0.2.1", helo: "mx.example.com", mailFrom: "bounce@example.com" },
    {
      now: NOW,
      resolver: snapshotResolver(brandZone(mail)),
      policy: { bimi: { roots: [pemOf([CHAIN.root])] }, ...policy },
      ...(fetcher === null ? {} : { fetcher }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    },
  );
}
