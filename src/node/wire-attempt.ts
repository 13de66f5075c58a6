import type { Cancellation } from "../task/cancellation.ts";
import type { WireResponse } from "./wire-message.ts";

/**
 * How one attempt at a server ended. `noise` tells that something came which was no response to the
 * question.
 */
export type AttemptOutcome =
  | { readonly kind: "response"; readonly response: WireResponse }
  | { readonly kind: "unanswered"; readonly noise: boolean };

/** How long an attempt may take, and who may end it before. */
export interface AttemptBounds {
  readonly timeoutMs: number;
  readonly cancellation: Cancellation | undefined;
}

/** What an attempt under way is driven with. */
export interface Attempt {
  /** Notes that something came which was no response to the question. */
  readonly noise: () => void;
  /** Ends the attempt with a response, or without one. */
  readonly end: (response: WireResponse | null) => void;
}

/**
 * Makes one attempt: `open` starts it and gives the function that closes what it opened. However the
 * attempt ends, by `end`, by the clock or by cancellation, everything is closed once.
 */
export function attempt(
  bounds: AttemptBounds,
  open: (attempt: Attempt) => () => void,
): Promise<AttemptOutcome> {
  const { timeoutMs, cancellation } = bounds;
  if (cancellation?.aborted === true) return Promise.reject(cancellation.reason);
  return new Promise((resolve, reject) => {
    let noise = false;
    let over = false;
    const finish = (deliver: () => void): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      cancellation?.removeEventListener("abort", onAbort);
      close();
      deliver();
    };
    const end = (response: WireResponse | null): void =>
      finish(() =>
        resolve(response === null ? { kind: "unanswered", noise } : { kind: "response", response }),
      );
    const onAbort = (): void => finish(() => reject(cancellation?.reason));
    const timer = setTimeout(() => end(null), timeoutMs);
    cancellation?.addEventListener("abort", onAbort);
    const close = open({
      noise: () => {
        noise = true;
      },
      end,
    });
  });
}
