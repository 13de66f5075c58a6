import packet, { type Answer } from "dns-packet";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RECORD_TYPES, type RecordType } from "../../src/dns/answer.ts";
import { transcriptResolver } from "../../src/dns/transcript.ts";
import { decodeResponse, encodeQuestion } from "../../src/node/wire-message.ts";
import { readResponse } from "../../src/node/wire-records.ts";

const name = fc.constantFrom("a.example", "b.example", "A.Example", "gone.example", ".");
const common = { name, ttl: fc.nat(0xffff_ffff) };
const exchange = fc.record({ preference: fc.nat(0xffff), exchange: name });
const strings = fc.array(
  fc.uint8Array({ maxLength: 255 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 3 },
);

const record: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({ ...common, type: fc.constant("A" as const), data: fc.ipV4() }),
  fc.record({ ...common, type: fc.constant("AAAA" as const), data: fc.constantFrom("::1", "2001:db8::1") }),
  fc.record({ ...common, type: fc.constantFrom("CNAME" as const, "PTR" as const), data: name }),
  fc.record({ ...common, type: fc.constant("MX" as const), data: exchange }),
  fc.record({ ...common, type: fc.constant("TXT" as const), data: strings }),
  fc.record({
    ...common,
    type: fc.constant("SOA" as const),
    data: fc.constant({ mname: "a", rname: "b", minimum: 7 }),
  }),
);

const type = fc.constantFrom(...RECORD_TYPES);

/** Reads the bytes as a response to the question and replays what was read, as a report would be. */
function read(bytes: Buffer, asked: RecordType): void {
  const response = decodeResponse(bytes, encodeQuestion(asked, "a.example", 7));
  if (response === null) return;
  const reading = readResponse(response, asked, "a.example");
  if (reading.kind === "alias") return;
  const replayed = transcriptResolver([{ type: asked, name: "a.example", answer: reading.answer }]);
  expect(replayed.resolve(asked, "a.example")).toStrictEqual(reading.answer);
}

describe("a response", () => {
  it("can hold any records, and its answer can be replayed", () => {
    fc.assert(
      fc.property(
        type,
        fc.array(record, { maxLength: 8 }),
        fc.array(record, { maxLength: 2 }),
        fc.nat(15),
        (asked, answers, authorities, code) => {
          const questions = [{ type: asked, name: "a.example", class: "IN" as const }];
          read(
            packet.encode({ type: "response", id: 7, flags: code, questions, answers, authorities }),
            asked,
          );
        },
      ),
    );
  });

  it("can be damaged anywhere without an exception", () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        type,
        fc.array(record, { maxLength: 4 }),
        damage,
        fc.nat(),
        (asked, answers, changes, cut) => {
          const questions = [{ type: asked, name: "a.example", class: "IN" as const }];
          const bytes = packet.encode({ type: "response", id: 7, questions, answers });
          // The head is left alone, or hardly a message would get past it.
          const body = bytes.length - 12;
          for (const [offset, value] of changes) bytes[12 + (offset % body)] = value;
          read(bytes, asked);
          read(bytes.subarray(0, cut % (bytes.length + 1)), asked);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("can be any bytes without an exception", () => {
    fc.assert(
      fc.property(type, fc.uint8Array({ maxLength: 600 }), (asked, bytes) => read(Buffer.from(bytes), asked)),
    );
  });
});
