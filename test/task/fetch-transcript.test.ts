import { describe, expect, it } from "vitest";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { transcriptFetcher, type FetchExchange } from "../../src/task/fetch-transcript.ts";
import { run } from "../../src/task/run.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { all, fetchResource, fetchTranscript, type FetchAnswer, type Task } from "../../src/task/task.ts";

const dns = snapshotResolver({});
const A = "https://a.example/";
const B = "https://b.example/";

function* fetchAll(...urls: readonly string[]): Task<readonly FetchExchange[]> {
  yield* all(urls.map(fetchResource));
  return yield* fetchTranscript();
}

const answers = new Map<string, FetchAnswer>([
  [A, { kind: "body", bytes: Uint8Array.of(1, 2, 255) }],
  [B, { kind: "failure", reason: "http-status" }],
]);
const fetch = {
  fetch: (url: string): FetchAnswer => answers.get(url) ?? { kind: "failure", reason: "timeout" },
};
const EXCHANGES: readonly FetchExchange[] = [
  { url: A, answer: { kind: "body", base64: "AQL/" } },
  { url: B, answer: { kind: "failure", reason: "http-status" } },
];

describe("the transcript of fetches", () => {
  it("has every resource once, sorted by URL, whichever was asked for first", async () => {
    expect(runSync(fetchAll(B, A, B), { dns, fetch })).toStrictEqual(EXCHANGES);
    const late = {
      fetch: async (url: string): Promise<FetchAnswer> => {
        for (let turns = url === A ? 9 : 1; turns > 0; turns--) await Promise.resolve();
        return fetch.fetch(url);
      },
    };
    expect(await run(fetchAll(A, B), { dns, fetch: late })).toStrictEqual(EXCHANGES);
  });

  it("says where nothing was fetched", () => {
    const answer = { kind: "failure", reason: "not-fetched" };
    expect(runSync(fetchAll(A), { dns })).toStrictEqual([{ url: A, answer }]);
  });

  it("repeats the run that it records, through JSON", () => {
    const recorded = JSON.parse(JSON.stringify(EXCHANGES)) as readonly FetchExchange[];
    expect(runSync(fetchAll(A, B), { dns, fetch: transcriptFetcher(recorded) })).toStrictEqual(EXCHANGES);
    const unknown = { kind: "failure", reason: "not-in-snapshot" };
    expect(
      runSync(fetchResource("https://c.example/"), { dns, fetch: transcriptFetcher(recorded) }),
    ).toStrictEqual(unknown);
  });
});

it("a body beyond the limit is not handed on, however it was fetched", () => {
  const bounded = { limits: { bimiDocumentBytes: 2 } };
  const large = { kind: "failure", reason: "too-large" };
  expect(runSync(fetchResource(A), { dns, fetch }, bounded)).toStrictEqual(large);
  expect(runSync(fetchResource(A), { dns, fetch }, { limits: { bimiDocumentBytes: 3 } })).toStrictEqual(
    answers.get(A),
  );
});

describe("a transcript of another shape is a TypeError that names the place", () => {
  const cases: readonly (readonly [value: unknown, message: string])[] = [
    [null, "fetches: expected a list"],
    [[null], "fetches[0]: expected { url, answer }"],
    [[{ url: 1 }], "fetches[0]: expected { url, answer }"],
    [[...EXCHANGES, EXCHANGES[0]], "fetches[2]: the URL stands there twice"],
    [[{ url: A }], "fetches[0].answer: expected an answer"],
    [[{ url: A, answer: { kind: "records" } }], "fetches[0].answer.kind: expected body or failure"],
    [[{ url: A, answer: { kind: "body", base64: "?" } }], "fetches[0].answer.base64: expected base64"],
    [
      [{ url: A, answer: { kind: "failure", reason: "x" } }],
      "fetches[0].answer.reason: expected one of not-fetched, not-https, address-refused, too-many-redirects, http-status, too-large, timeout, unreachable, not-in-snapshot",
    ],
  ];
  it.each(cases)("%j", (value, message) => {
    expect(() => transcriptFetcher(value as readonly FetchExchange[])).toThrow(new TypeError(message));
  });
});
