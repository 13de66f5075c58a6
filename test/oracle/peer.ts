import type { Observation } from "./observe.ts";
import type { PeerVerdicts } from "./verdict.ts";

/** Another implementation, or one way of configuring it. */
export interface Peer {
  readonly name: string;
  /** One answer for each case, in order. */
  readonly judge: (batch: readonly Observation[]) => Promise<readonly PeerVerdicts[]>;
  readonly close?: () => void;
}
