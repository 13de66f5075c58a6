import type { Answer } from "dns-packet";
import { attempt, type Attempt, type AttemptBounds, type AttemptOutcome } from "./wire-attempt.ts";
import { decodeResponse, type WireQuestion, type WireResponse } from "./wire-message.ts";
import type { WireServer } from "./wire-server.ts";

const MEDIA_TYPE = "application/dns-message";
/** What DNS messages can measure; a longer body is none. RFC 8484 §6 */
const LONGEST_MESSAGE = 0xffff;

/** Asks over HTTPS with POST. RFC 8484 §4.1 */
export function askHttps(
  server: WireServer & { readonly kind: "url" },
  question: WireQuestion,
  bounds: AttemptBounds,
): Promise<AttemptOutcome> {
  return attempt(bounds, (under) => {
    const abort = new AbortController();
    fetchResponse(server.url, question, abort.signal, under).then(under.end, () => {
      // No connection, or the attempt was closed before.
      if (!abort.signal.aborted) under.end(null);
    });
    return () => abort.abort();
  });
}

async function fetchResponse(
  url: string,
  question: WireQuestion,
  signal: AbortSignal,
  under: Attempt,
): Promise<WireResponse | null> {
  const reply = await fetch(url, {
    method: "POST",
    headers: { "content-type": MEDIA_TYPE, accept: MEDIA_TYPE },
    body: question.bytes,
    redirect: "error",
    signal,
  });
  const bytes = await readMessage(reply);
  const response = bytes === null ? null : decodeResponse(bytes, question);
  if (response === null) under.noise();
  return response === null ? null : aged(response, Number(reply.headers.get("age")));
}

/** The body of a reply that carries a DNS message, read no further than a message reaches. */
async function readMessage(reply: Response): Promise<Buffer | null> {
  const mediaType = reply.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (!reply.ok || mediaType !== MEDIA_TYPE || reply.body === null) {
    await reply.body?.cancel();
    return null;
  }
  const body: AsyncIterable<Uint8Array> = reply.body;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_MESSAGE) return null;
  }
  return Buffer.concat(chunks);
}

/** Time spent in HTTP caches is taken off the times to live. RFC 8484 §5.1 */
function aged(response: WireResponse, seconds: number): WireResponse {
  if (!(seconds > 0)) return response;
  const age = (record: Answer): Answer =>
    record.type === "OPT" ? record : { ...record, ttl: Math.max(0, (record.ttl ?? 0) - seconds) };
  return { ...response, answers: response.answers.map(age), authorities: response.authorities.map(age) };
}
