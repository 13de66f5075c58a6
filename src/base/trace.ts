/** An event of a trace: a stable code, typed values, and the rule it applies (null for plain facts). */
export interface TracedEvent {
  readonly code: string;
  readonly rfc: string | null;
}

/**
 * Collects the events of one evaluation, in order.
 *
 * Each evaluator makes its own and puts `events` into its own result; there is no shared log.
 */
export class TraceRecorder<Event extends TracedEvent> {
  readonly #events: Event[] = [];

  record(event: Event): void {
    this.#events.push(event);
  }

  get events(): readonly Event[] {
    return this.#events;
  }
}
