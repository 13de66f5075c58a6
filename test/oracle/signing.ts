import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyRecord, ed25519Key, rsaKey } from "../support/dkim-signer.ts";
import { signedCase, type SignedCase } from "./signing/cases.ts";

/** What a verifier says of one case; null for a protocol it does not know. */
interface Verdict {
  readonly dkim: readonly string[];
  readonly arc: string | null;
}

/** A verifier of other hands. */
interface Verifier {
  readonly name: string;
  /** The command that says whether it is there. */
  readonly probe: readonly [string, ...string[]];
  /** Whether it knows Ed25519. */
  readonly ed25519: boolean;
  readonly verify: (cases: readonly SignedCase[]) => readonly Verdict[];
}

/** A signature or chain made here that a verifier does not pass. */
export interface SigningDisagreement {
  readonly verifier: string;
  readonly seed: number;
  readonly what: string;
  readonly found: string;
}

const ZONE: Readonly<Record<string, string>> = {
  "rsa._domainkey.example.com": keyRecord(rsaKey(2048)),
  "ed._domainkey.example.com": keyRecord(ed25519Key()),
};

const PYTHON = "/usr/bin/python3";
const OPENDKIM = "/usr/sbin/opendkim";

const VERIFIERS: readonly Verifier[] = [
  {
    name: "dkimpy",
    probe: [PYTHON, "-c", "import dkim"],
    ed25519: true,
    verify: scripted(PYTHON, "test/oracle/signing/dkimpy.py"),
  },
  {
    name: "Mail::DKIM",
    probe: ["perl", "-MMail::DKIM", "-e1"],
    ed25519: false,
    verify: scripted("perl", "test/oracle/signing/mail-dkim.pl"),
  },
  { name: "OpenDKIM", probe: [OPENDKIM, "-V"], ed25519: true, verify: runOpendkim },
];

export interface SigningComparison {
  readonly verifiers: readonly string[];
  readonly disagreements: readonly SigningDisagreement[];
}

/** Has messages that were signed and sealed here verified by every verifier that is installed. */
export async function compareSigning(count: number, seed: number): Promise<SigningComparison> {
  // The verifiers take the clock of the system.
  const now = Math.floor(Date.now() / 1000) - 60;
  const cases = await Promise.all(Array.from({ length: count }, (_, index) => signedCase(seed + index, now)));
  const present = VERIFIERS.filter(({ probe: [program, ...args] }) => spawnSync(program, args).status === 0);
  return {
    verifiers: present.map(({ name }) => name),
    disagreements: present.flatMap((verifier) => {
      const verdicts = verifier.verify(cases);
      return cases.flatMap((each, index) => disagreements(verifier, each, verdicts[index], seed + index));
    }),
  };
}

function disagreements(
  { name, ed25519 }: Verifier,
  { signatures, sets }: SignedCase,
  verdict: Verdict | undefined,
  seed: number,
): readonly SigningDisagreement[] {
  const common = { verifier: name, seed };
  if (verdict === undefined) return [{ ...common, what: "message", found: "no answer" }];
  const { dkim, arc } = verdict;
  const failed = signatures.flatMap((kind, index) => {
    const found = dkim[index] ?? "no answer";
    return found === "pass" || (kind === "ed25519" && !ed25519) ? [] : [{ ...common, what: kind, found }];
  });
  const expected = sets === 0 ? "none" : "pass";
  return arc === null || arc === expected
    ? failed
    : [...failed, { ...common, what: `chain of ${sets}`, found: arc }];
}

/** A program that reads the zone and the cases as JSON lines and answers with one line for each. */
function scripted(program: string, script: string): Verifier["verify"] {
  return (cases) => {
    const lines = cases.map(({ message, signatures }) =>
      JSON.stringify({ message, signatures: signatures.length }),
    );
    const input = `${[JSON.stringify({ zone: ZONE }), ...lines].join("\n")}\n`;
    const output = execFileSync(program, [script], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
    return output.split("\n", cases.length).map((line) => JSON.parse(line) as Verdict);
  };
}

/** The filter in its test mode, keys from a file in the place of DNS. */
function runOpendkim(cases: readonly SignedCase[]): readonly Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), "waxseal-oracle-"));
  try {
    const records = Object.entries(ZONE).map(([name, record]) => `${name} ${record}\n`);
    writeFileSync(join(folder, "dns"), records.join(""));
    const limit = "MaximumSignaturesToVerify 10";
    writeFileSync(join(folder, "conf"), `Mode v\nTestDNSData file:${folder}/dns\nSyslog no\n${limit}\n`);
    return cases.map(({ message }) => {
      writeFileSync(join(folder, "message"), Buffer.from(message, "latin1"));
      const args = ["-x", join(folder, "conf"), "-t", join(folder, "message"), "-vv"];
      const output = execFileSync(OPENDKIM, args, { encoding: "utf8", stdio: "pipe" });
      return { dkim: [...output.matchAll(/\bdkim=(\w+)/g)].map(([, word = ""]) => word), arc: null };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
