import { createHash, verify } from "node:crypto";
import { createRequire } from "node:module";
import { authenticate, snapshotResolver, type Resolver } from "../../src/index.ts";
import { CORPUS_NOW, type CorpusMessage, type Words } from "./corpus.ts";
import type { BenchZone } from "./zone.ts";

/** Everyone who can be measured, by name. */
export const CONTESTANTS: Readonly<Record<ContestantName, (zone: BenchZone) => Contestant>> = {
  floor,
  sha256,
  waxseal,
  mailauth,
};

export type ContestantName = "floor" | "sha256" | "waxseal" | "mailauth";

/** One way to authenticate a message; the floor answers nothing. */
export interface Contestant {
  readonly name: string;
  readonly authenticate: (message: CorpusMessage) => Promise<Words | null>;
}

/** Only the cryptography that nobody can do without: body and header hashes, one public-key operation each. */
function floor(): Contestant {
  return {
    name: "floor",
    authenticate: (message) => {
      for (const body of message.floor.bodies) createHash("sha256").update(body).digest();
      for (const { headerInput, signature, key } of message.floor.signatures) {
        if (key.type === "rsa") verify("sha256", headerInput, key.publicKey, signature);
        else verify(null, createHash("sha256").update(headerInput).digest(), key.publicKey, signature);
      }
      return Promise.resolve(null);
    },
  };
}

/** waxseal, everything: SPF, iprev, DKIM, ARC, DMARC and BIMI records, with traces and transcript. */
function waxseal(zone: BenchZone): Contestant {
  const resolver: Resolver = snapshotResolver(zone);
  return {
    name: "waxseal",
    authenticate: async ({ bytes, envelope }) => {
      const report = await authenticate(bytes, envelope, { resolver, now: CORPUS_NOW });
      return {
        spf: report.spf.mailFrom.result,
        dkim: report.dkim.map(({ result }) => result),
        dmarc: report.dmarc.result,
        arc: report.arc.result,
      };
    },
  };
}

interface PeerResult {
  readonly spf: { readonly status: { readonly result: string } } | false;
  readonly dkim: { readonly results: readonly { readonly status: { readonly result: string } }[] };
  readonly arc: { readonly status: { readonly result: string } } | false;
  readonly dmarc: { readonly status: { readonly result: string } } | false;
}

type PeerAuthenticate = (message: Buffer, options: Readonly<Record<string, unknown>>) => Promise<PeerResult>;

/** mailauth with the same DNS in memory, as promises of Node's shapes, which is what it takes. */
function mailauth(zone: BenchZone): Contestant {
  const require = createRequire(import.meta.url);
  const { authenticate: peer } = require("mailauth") as { readonly authenticate: PeerAuthenticate };
  const names = new Map(Object.entries(zone));
  const resolver = (name: string, type: string): Promise<unknown> => {
    const records = names.get(name.toLowerCase())?.[type];
    if (records !== undefined) {
      return Promise.resolve(type === "TXT" ? records.map((text) => [text].flat()) : records);
    }
    const code = names.has(name.toLowerCase()) ? "ENODATA" : "ENOTFOUND";
    return Promise.reject(Object.assign(new Error(`${code} ${name}`), { code }));
  };
  return {
    name: "mailauth",
    authenticate: async ({ bytes, envelope: { clientIp: ip, helo, mailFrom: sender } }) => {
      const result = await peer(bytes, {
        ip,
        helo,
        sender,
        resolver,
        mta: "mx.receiver.example",
        disableBimi: true,
      });
      return {
        spf: result.spf === false ? "none" : result.spf.status.result,
        dkim: result.dkim.results.map(({ status }) => status.result),
        dmarc: result.dmarc === false ? "none" : result.dmarc.status.result,
        arc: result.arc === false ? "none" : result.arc.status.result,
      };
    },
  };
}

/** sha256 over the raw bytes and nothing else: what large messages are measured against. */
function sha256(): Contestant {
  return {
    name: "sha256",
    authenticate: ({ bytes }) => {
      createHash("sha256").update(bytes).digest();
      return Promise.resolve(null);
    },
  };
}
