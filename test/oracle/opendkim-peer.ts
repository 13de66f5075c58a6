import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Observation } from "./observe.ts";
import type { Peer } from "./peer.ts";
import { zoneTextsByName } from "./rules/zone-text.ts";
import type { DkimVerdict, DkimWord, PeerVerdicts } from "./verdict.ts";

/** Whether the filter of OpenDKIM is installed. */
export function hasOpendkim(): boolean {
  return spawnSync("opendkim", ["-V"], { stdio: "ignore" }).status === 0;
}

/**
 * OpenDKIM in its test mode, which takes one message and a file of keys. It is asked about messages with one
 * signature whose key is at hand, because a DNS that fails cannot be written into that file.
 */
export function opendkimPeer(): Peer {
  const folder = mkdtempSync(join(tmpdir(), "waxseal-oracle-"));
  const at = (file: string): string => join(folder, file);
  writeFileSync(
    at("opendkim.conf"),
    `Mode v\nTestPublicKeys ${at("keys")}\nOn-BadSignature accept\nOn-NoSignature accept\nMinimumKeyBits 1024\n`,
  );
  const judge = (observation: Observation): PeerVerdicts => {
    const keys = keyFile(observation);
    if (keys === null) return {};
    writeFileSync(at("keys"), keys, "latin1");
    writeFileSync(at("message.eml"), observation.each.message);
    const command = ["-x", at("opendkim.conf"), "-vv", "-t", at("message.eml")];
    const { stdout } = spawnSync("opendkim", command, { encoding: "latin1", timeout: 10_000 });
    const verdict = readVerdict(stdout);
    return verdict === null ? {} : { dkim: [verdict] };
  };
  return {
    name: "opendkim",
    judge: (batch) => Promise.resolve(batch.map(judge)),
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** `name record` for each key; null for cases that the file, or the test mode, cannot express. */
function keyFile({ each, report }: Observation): string | null {
  const [own, ...more] = report.dkim;
  if (own === undefined || more.length > 0) return null;
  // The test mode hands fields over as name and value, so the bytes between them are lost to simple.
  if ("signature" in own && own.signature.canonicalization.header === "simple") return null;
  const lines: string[] = [];
  for (const [name, texts] of zoneTextsByName(each.zone)) {
    if (!name.includes("_domainkey")) continue;
    const [text, ...others] = texts;
    if (text === undefined || others.length > 0 || !/^[\x20-\x7e]+$/.test(text)) return null;
    lines.push(`${name} ${text}\n`);
  }
  return lines.length === 1 ? lines.join("") : null;
}

const WORDS: Readonly<Record<string, DkimWord>> = {
  pass: "pass",
  fail: "fail",
  policy: "policy",
  neutral: "unverifiable",
  permerror: "unverifiable",
  temperror: "temperror",
};

/** The result in the Authentication-Results field that it would insert. */
function readVerdict(output: string): DkimVerdict | null {
  const [, result = "", reason = ""] =
    /\bdkim=([a-z]+)(?: \(([^)]*)\)| reason="([^"]*)")?/.exec(output) ?? [];
  const word = WORDS[result];
  return word === undefined ? null : { word, detail: reason };
}
