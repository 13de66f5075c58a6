import { describe, expect, it } from "vitest";
import { SealingReader } from "../../src/arc/seal-message.ts";
import { parseArcMessageSignature } from "../../src/arc/message-signature.ts";
import { parseArcSeal } from "../../src/arc/seal.ts";
import { parseArcAuthenticationResults } from "../../src/authres/parse.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { ED25519, RSA, signed, ZONE } from "../dkim/signing.ts";
import { MESSAGE } from "../dkim/verifying.ts";
import { results, seal, sealed } from "./sealing.ts";
import { NOW, status } from "./validating.ts";

const simple = { header: "simple", body: "simple" } as const;

function valueOf(field: string): string {
  return field.slice(field.indexOf(":") + 1).trimEnd();
}

/** A chain of the given length, sealed hop by hop. */
async function chainOf(length: number): Promise<string> {
  let message = MESSAGE;
  for (let hop = 0; hop < length; hop++) message = await sealed(message, hop === 0 ? "none" : "pass");
  return message;
}

describe("a chain sealed here", () => {
  it.each([
    { name: "rsa-sha256", key: RSA },
    { name: "ed25519-sha256", key: ED25519 },
  ])("passes with $name, hop by hop (RFC 8617 §5.1, §5.2)", async ({ key }) => {
    let message = MESSAGE;
    for (const found of ["none", "pass", "pass"] as const) {
      message = await sealed(message, found, key);
      expect(status(message, { zone: ZONE })).toBe("pass oldest-pass=0");
    }
  });

  it("passes with simple canonicalization of the message", async () => {
    const once = await sealed(MESSAGE, "none", { canonicalization: simple });
    const twice = await sealed(once, "pass", { canonicalization: simple, ...ED25519 });
    expect(status(twice, { zone: ZONE })).toBe("pass oldest-pass=0");
  });

  it("passes after a change between two hops, and tells since when the message stands (RFC 8617 §5.2)", async () => {
    const changed = `${await sealed(MESSAGE, "none")}-- \r\nThe list\r\n`;
    expect(status(await sealed(changed, "pass"), { zone: ZONE })).toBe("pass oldest-pass=2");
  });

  it("covers DKIM signatures already there (RFC 8617 §4.1.2)", async () => {
    const message = await sealed(await signed(MESSAGE), "none");
    const cut = message.replace(/DKIM-Signature:[^]*?\r\n(?! )/, "");
    expect(status(message, { zone: ZONE })).toBe("pass oldest-pass=0");
    expect(status(cut, { zone: ZONE })).toBe("fail message-signature-invalid i=1");
  });

  it("reaches 50 sets and no more (RFC 8617 §4.2.1)", async () => {
    const message = await chainOf(50);
    expect(status(message, { zone: ZONE })).toBe("pass oldest-pass=0");
    expect(await seal(message, "pass")).toStrictEqual({
      kind: "refused",
      issue: { code: "set-limit", limit: 50 },
    });
  }, 60_000);
});

describe("the fields of a set", () => {
  it("say what was asked for (RFC 8617 §4.1.1, §4.1.2, §4.1.3)", async () => {
    const outcome = await seal(MESSAGE, "none", { signedFields: ["from", "Subject"] });
    if (outcome.kind === "refused") throw new Error("refused");
    const [sealField, messageSignatureField, resultsField] = outcome.fields;
    const { fields, ...rest } = outcome;
    expect(rest).toStrictEqual({ kind: "sealed", instance: 1, lineEnding: "crlf", notes: [] });
    const reading = parseArcSeal(valueOf(sealField));
    expect("seal" in reading && { ...reading.seal, text: "", tags: [], signatureData: "" }).toStrictEqual({
      text: "",
      instance: 1,
      algorithm: "rsa-sha256",
      hash: "sha256",
      signatureData: "",
      chainValidation: "none",
      sdid: "example.com",
      selector: "rsa",
      signedAt: NOW,
      tags: [],
    });
    const signature = parseArcMessageSignature(valueOf(messageSignatureField));
    if (!("signature" in signature)) throw new Error("unreadable");
    const { instance, sdid, selector, signedFields, canonicalization, signedAt } = signature.signature;
    expect({ instance, sdid, selector, signedFields, canonicalization, signedAt }).toStrictEqual({
      instance: 1,
      sdid: "example.com",
      selector: "rsa",
      signedFields: ["from", "Subject"],
      canonicalization: { header: "relaxed", body: "relaxed" },
      signedAt: NOW,
    });
    expect(messageSignatureField).not.toContain("v=1");
    expect(parseArcAuthenticationResults(valueOf(resultsField))).toStrictEqual({
      kind: "parsed",
      instance: 1,
      authenticationResults: results("none"),
    });
    expect(fields.flatMap((field) => field.split("\r\n")).filter((each) => each.length > 78)).toStrictEqual(
      [],
    );
  });

  it("state c= also where it is the default", async () => {
    const outcome = await seal(MESSAGE, "none", { canonicalization: simple });
    expect(outcome.kind === "sealed" && outcome.fields[1]).toContain(" c=simple/simple; ");
  });

  it("are the same however the message was cut", async () => {
    const message = await signed(MESSAGE);
    const whole = await sealed(message, "none");
    for (let cut = 0; cut <= message.length; cut += 101) {
      expect(await sealed(message, "none", {}, [cut])).toBe(whole);
    }
  });

  it("fit a message in LF storage form", async () => {
    const outcome = await seal(MESSAGE.replaceAll("\r\n", "\n"), "none");
    expect(outcome).toStrictEqual({ ...(await seal(MESSAGE, "none")), lineEnding: "lf" });
  });
});

describe("a chain that fails", () => {
  it("is sealed as failed, over the new set alone (RFC 8617 §5.1.2)", async () => {
    const broken = (await sealed(MESSAGE, "none")).replace("spf=pass", "spf=fail");
    expect(status(broken, { zone: ZONE })).toBe("fail seal-invalid i=1");
    const marked = await sealed(broken, "fail");
    expect(status(marked, { zone: ZONE })).toBe("fail sealed-as-failed i=2");
    expect(await seal(marked, "fail")).toStrictEqual({
      kind: "refused",
      issue: { code: "sealed-as-failed", instance: 2 },
    });
  });

  it("is not continued even where the caller believes that it passed", async () => {
    const marked = await sealed(`ARC-Seal: i=1; cv=none\r\n${MESSAGE}`, "fail");
    expect(await seal(marked, "pass")).toStrictEqual({
      kind: "refused",
      issue: { code: "sealed-as-failed", instance: 2 },
    });
  });

  it("starts at the highest instance that can be read", async () => {
    const outcome = await seal(`ARC-Seal: i=7; cv=pass\r\nARC-Seal: i=900\r\n${MESSAGE}`, "fail");
    expect(outcome.kind === "sealed" && outcome.instance).toBe(8);
  });
});

describe("a message that is refused", () => {
  it.each([
    { name: "has a chain, none found", found: "none" as const, fields: "ARC-Seal: i=1; cv=none\r\n" },
    { name: "has a stray ARC field, none found", found: "none" as const, fields: "ARC-Seal: x\r\n" },
    { name: "has no chain, pass found", found: "pass" as const, fields: "" },
    { name: "has no chain, fail found", found: "fail" as const, fields: "" },
    {
      name: "has an incomplete set, pass found",
      found: "pass" as const,
      fields: "ARC-Seal: i=1; cv=none\r\n",
    },
  ])("$name", async ({ found, fields }) => {
    expect(await seal(fields + MESSAGE, found)).toStrictEqual({
      kind: "refused",
      issue: { code: "chain-changed", chainValidation: found },
    });
  });

  it("lost its first set on the way", async () => {
    const message = (await chainOf(2)).replace(/ARC-Seal: i=1;[^]*?\r\n(?! )/, "");
    expect(await seal(message, "pass")).toStrictEqual({
      kind: "refused",
      issue: { code: "chain-changed", chainValidation: "pass" },
    });
  });

  it("is unfit for signing", async () => {
    expect(await seal("To: a@b.example\r\n\r\n", "none")).toStrictEqual({
      kind: "refused",
      issue: { code: "from-missing" },
    });
  });
});

describe("a mistake of the caller is a TypeError that names it", () => {
  const cases: readonly { readonly options: object; readonly message: string }[] = [
    { options: { sdid: "x y" }, message: "options.sdid: expected a domain name" },
    { options: { selector: "a;b" }, message: "options.selector: expected a selector" },
    { options: { now: -1 }, message: "now: expected seconds since 1970" },
    { options: { signedFields: ["From", "ARC-Seal"] }, message: "options.signedFields[1]: expected a field" },
    {
      options: { signedFields: ["From", "Authentication-Results"] },
      message: "options.signedFields[1]: expected a field",
    },
    { options: { canonicalization: "relaxed" }, message: "options.canonicalization: expected an object" },
  ];
  it.each(cases)("$message ($#)", ({ options, message }) => {
    const construct = (): SealingReader =>
      new SealingReader({ ...RSA, crypto: nodeCrypto, now: NOW, ...options });
    expect(construct).toThrow(TypeError);
    expect(construct).toThrow(message);
  });

  it("findings that cannot be", async () => {
    const options = { ...RSA, crypto: nodeCrypto, now: NOW };
    const read = (): SealingReader => {
      const reader = new SealingReader(options);
      reader.push(Buffer.from(MESSAGE));
      return reader;
    };
    const authenticationResults = { ...results("none"), authservId: "" };
    await expect(read().finish({ chainValidation: "none", authenticationResults })).rejects.toThrow(
      "authservId: expected",
    );
    const chainValidation = "temperror" as "none";
    await expect(read().finish({ chainValidation, authenticationResults })).rejects.toThrow(
      'chainValidation: expected "none" or "pass" or "fail", got "temperror"',
    );
  });
});
