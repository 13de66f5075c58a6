import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../../src/base/bytes.ts";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import type { DigestRequest } from "../../src/message/message.ts";
import { MessageReader } from "../../src/message/message-reader.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { bodyText } from "../support/bodies.ts";
import { digestOf, digestRequests, factsOf, read, sha256 } from "../support/reading.ts";

describe("body digests", () => {
  test("each request has the digest of its canonical form and length (RFC 6376 §3.4.5)", () => {
    const message = read("A: b\r\n\r\nab  c \r\n\r\n");
    expect([
      digestOf(message, "simple", null),
      digestOf(message, "simple", 0),
      digestOf(message, "simple", 5),
      digestOf(message, "relaxed", null),
      digestOf(message, "relaxed", 1),
      digestOf(message, "relaxed", 1_000_000),
    ]).toStrictEqual([
      { digest: sha256("ab  c \r\n"), canonicalBytes: 8, hashedBytes: 8 },
      { digest: sha256(""), canonicalBytes: 8, hashedBytes: 0 },
      { digest: sha256("ab  c"), canonicalBytes: 8, hashedBytes: 5 },
      { digest: sha256("ab c\r\n"), canonicalBytes: 6, hashedBytes: 6 },
      { digest: sha256("a"), canonicalBytes: 6, hashedBytes: 1 },
      { digest: sha256("ab c\r\n"), canonicalBytes: 6, hashedBytes: 6 },
    ]);
  });

  test("an empty body has the digests of RFC 6376 §3.4.3 and §3.4.4", () => {
    const message = read("A: b\r\n\r\n");
    const base64 = digestRequests
      .filter(({ lengthLimit }) => lengthLimit === null)
      .map((request) => Buffer.from(message.bodyDigest(request)?.digest ?? []).toString("base64"));
    expect(base64).toStrictEqual([
      "uoq1oCgLlTqpdDX/iUbLy7J1Wic=",
      "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
      "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
      "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    ]);
  });

  test("the storage form has the digests of the network form (RFC 6376 §5.3)", () => {
    fc.assert(
      fc.property(bodyText, (body) => {
        const stored = `A: b\n\n${body.replaceAll("\r", "")}`;
        const network = stored.replaceAll("\n", "\r\n");
        expect(digestRequests.map(read(stored).bodyDigest)).toStrictEqual(
          digestRequests.map(read(network).bodyDigest),
        );
      }),
    );
  });

  test("normalizing reads every CR or LF that stands alone as CRLF, so both verdicts can be had", () => {
    const received = "A: 1\rB: 2\nC: 3\r\n\r\nx\ry\nz\r\n\r";
    const normal = "A: 1\r\nB: 2\r\nC: 3\r\n\r\nx\r\ny\r\nz\r\n\r\n";
    const normalized = read(received, { lineEndings: "normalize" });
    const reread = read(normal);
    expect(normalized.digest).toBe(sha256(received));
    expect(factsOf({ ...normalized, digest: null })).toStrictEqual(factsOf({ ...reread, digest: null }));
    expect(digestOf(read(received), "simple", null)).not.toStrictEqual(digestOf(reread, "simple", null));
  });

  test("the plan is asked once, with all fields, and equal requests are computed once", () => {
    const asked: unknown[] = [];
    let hashes = 0;
    const crypto = {
      createHash: (algorithm: "sha1" | "sha256") => {
        hashes++;
        return nodeCrypto.createHash(algorithm);
      },
    };
    const request: DigestRequest = { canonicalization: "relaxed", hash: "sha256", lengthLimit: null };
    const reader = new MessageReader({
      crypto,
      limits: DEFAULT_LIMITS,
      planDigests: (fields) => {
        asked.push(fields.map(({ name }) => name));
        return [request, { ...request }, { ...request, lengthLimit: 3 }, { ...request, lengthLimit: 3 }];
      },
    });
    for (const piece of ["A: 1\r\n", "B: 2\r\n\r", "\nbo", "dy"]) reader.push(bytesOf(piece));
    const message = reader.finish();
    expect({ asked, hashes }).toStrictEqual({ asked: [["A", "B"]], hashes: 1 });
    expect(digestOf(message, "relaxed", 3)).toStrictEqual({
      digest: sha256("bod"),
      canonicalBytes: 6,
      hashedBytes: 3,
    });
    expect(message.bodyDigest({ ...request, lengthLimit: 4 })).toBe(null);
  });
  test("a digest of the whole body is not made of the part that was asked for (RFC 6376 §3.4.5)", () => {
    const request: DigestRequest = { canonicalization: "simple", hash: "sha256", lengthLimit: 2 };
    const reader = new MessageReader({
      crypto: nodeCrypto,
      limits: DEFAULT_LIMITS,
      planDigests: () => [request],
    });
    reader.push(bytesOf("A: 1\r\n\r\nbody\r\n"));
    const message = reader.finish();
    expect(message.bodyDigest({ ...request, lengthLimit: null })).toBe(null);
    expect(message.bodyDigest(request)?.hashedBytes).toBe(2);
  });

  test("what is signed of a body with LF at its line ends has CRLF (RFC 6376 §5.3)", () => {
    expect(digestOf(read("A: 1\n\nx\ny\n"), "simple", null)).toStrictEqual(
      digestOf(read("A: 1\r\n\r\nx\r\ny\r\n"), "simple", null),
    );
  });
});
