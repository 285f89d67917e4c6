import type { LatencySummary } from "../bets/latencies.ts";

/** What the process that holds the sockets is told when it starts. */
export interface CrowdOrder {
  /** Of the API processes; sockets are shared out evenly. */
  readonly ports: readonly number[];
  readonly sockets: number;
}

/** When each counted tick was sent, by the number that it carries; in ms of the machine's own clock. */
export interface SentTicks {
  readonly sentAt: readonly (readonly [tick: number, ms: number])[];
}

export interface CrowdReport {
  /** From the moment before it was published to the moment at which its socket had it. */
  readonly latencyMs: LatencySummary;
  readonly received: number;
  /** Ticks that a socket did not get, got twice, or out of order. */
  readonly missing: number;
  readonly repeated: number;
  readonly cpuSeconds: number;
}

/** Milliseconds of the clock that all processes of the machine share. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
