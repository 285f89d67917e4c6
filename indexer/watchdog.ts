import type { Logger } from "pino";
import { sleep } from "#indexer/source/backoff.ts";
import { isHanging, type VaultStatus } from "#indexer/vaultStatus.ts";

/** How often it is looked. */
const LOOK_INTERVAL_MS = 2_000;

export interface Watchdog {
  readonly statuses: () => Iterable<VaultStatus>;
  readonly log: Logger;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/**
 * Says when a loop hangs, which it cannot say itself: a database that holds a statement back, a node that sends
 * its answer drop by drop. Once per step; health checks and metrics say so for as long as it lasts.
 */
export async function runWatchdog({ statuses, log, now, signal }: Watchdog): Promise<void> {
  const told = new Map<string, number>();
  while (!signal.aborted) {
    await sleep(LOOK_INTERVAL_MS, signal);
    for (const status of statuses()) {
      const { address, chainId, steppingSince } = status;
      if (steppingSince === undefined || !isHanging(status, now())) continue;
      if (told.get(`${chainId}/${address}`) === steppingSince) continue;
      told.set(`${chainId}/${address}`, steppingSince);
      const facts = { vault: address, chainId, seconds: Math.round((now() - steppingSince) / 1_000) };
      log.error(facts, "a step hangs: a node or the database does not answer");
    }
  }
}
