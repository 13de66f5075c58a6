import { ed25519Key, rsaKey } from "../support/dkim-signer.ts";
import { sealerZone, sealMessage, type SealOptions } from "../support/arc-sealer.ts";
import type { Zone } from "../../src/dns/zone.ts";

/** A message to seal. */
export const MESSAGE: string = [
  "Received: from a.example by b.example; Thu, 9 Oct 2025 08:53:20 +0000",
  "From: Author <author@example.com>",
  "To: list@b.example",
  "Subject: Hello",
  "Date: Thu, 9 Oct 2025 08:53:20 +0000",
  "",
  "Hi.",
  "",
  "We lost the game. Are you hungry yet?",
  "",
].join("\r\n");

/** The sealers of the tests, in the order in which they seal. */
export const SEALERS = ["a.example", "b.example", "c.example"] as const;

export const ZONE: Zone = {
  ...sealerZone(SEALERS),
  ...sealerZone(["ed.example"], ed25519Key()),
  ...sealerZone(["small.example"], rsaKey(512, "small")),
};

/** What a sealer that found DMARC in order reports. */
export function passReport(authservId: string): string {
  return `${authservId}; dmarc=pass header.from=example.com; spf=pass smtp.mailfrom=author@example.com`;
}

/** Seals by each of the sealers in turn; before each but the first, `change` may edit the message. */
export function chain(
  count: number,
  overrides: Readonly<Record<number, Partial<SealOptions>>> = {},
  change: (message: string, instance: number) => string = (message) => message,
): string {
  let message = MESSAGE;
  for (let instance = 1; instance <= count; instance++) {
    const domain = SEALERS[(instance - 1) % SEALERS.length] ?? "a.example";
    const edited = instance === 1 ? message : change(message, instance);
    message = sealMessage(edited, {
      instance,
      domain,
      results: passReport(`mx.${domain}`),
      ...overrides[instance],
    });
  }
  return message;
}

/** The message without its fields of that name and instance. */
export function without(message: string, name: string, instance: number): string {
  return editFields(message, name, instance, () => "");
}

/** Edits the fields of that name and instance. */
export function editFields(
  message: string,
  name: string,
  instance: number,
  edit: (field: string) => string,
): string {
  const end = message.indexOf("\r\n\r\n") + 2;
  const fields = message.slice(0, end).match(/[^\r\n][^]*?\r\n(?![ \t])/g) ?? [];
  const edited = fields.map((field) =>
    field.startsWith(`${name}:`) && new RegExp(`[\\s;:]i=${instance};`).test(field) ? edit(field) : field,
  );
  return edited.join("") + message.slice(end);
}
