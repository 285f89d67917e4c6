import type { Log } from "#backend/adapters/log.ts";
import type { Rounds } from "#backend/modules/rounds/rounds.service.ts";

const EVERY_MS = 60_000;

/** What goes on in the background until it is stopped. */
export interface RoundSweep {
  /** Begins no other sweep, and waits for the one that runs. */
  stop(): Promise<void>;
}

/**
 * Ends rounds that were left alone, once a minute. Every process that holds the key of the seeds does so: which of them
 * comes first to a round makes no difference.
 */
export function startRoundSweep(rounds: Rounds, log: Log, everyMs: number = EVERY_MS): RoundSweep {
  let running = Promise.resolve();
  let isRunning = false;

  async function sweep(): Promise<void> {
    isRunning = true;
    try {
      const { ended, failures } = await rounds.endAbandoned();
      if (ended > 0) log.info({ ended }, "abandoned rounds ended");
      for (const { roundId, error } of failures)
        log.error({ err: error, roundId }, "an abandoned round could not be ended");
    } catch (error) {
      log.warn({ err: error }, "abandoned rounds could not be looked for");
    } finally {
      isRunning = false;
    }
  }

  const timer = setInterval(() => {
    if (!isRunning) running = sweep();
  }, everyMs);
  return {
    stop() {
      clearInterval(timer);
      return running;
    },
  };
}
