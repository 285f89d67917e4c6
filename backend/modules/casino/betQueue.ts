import { createGatherings, type Gathered, MAX_BATCH_BETS } from "#backend/modules/casino/betGatherings.ts";
import { EngineBusy, EngineStopped } from "#backend/modules/casino/engineUnavailable.ts";

/** A batch is closed when it is full, or when its bets have been gathered for this long. */
const MAX_LINGER_MS = 5;
/** As long as this even while the engine is idle: bets that arrive almost together cost one transaction. */
const IDLE_LINGER_MS = 1;
/** Each takes a connection; more would only wait for the same disk. */
export const MAX_BATCHES_IN_FLIGHT = 4;
/** What the memory of a process may be filled with. */
const MAX_UNSETTLED_BETS = 16_384;
/** One for all: its stack would cost more than the bet, when most of them are refused. */
const BUSY = new EngineBusy();

/** What the queue must know of a bet. */
export type Queued = Gathered;

export interface QueueLimits {
  /** Batches that run at a time. */
  readonly maxInFlight?: number;
  /** Bets are refused while those before them wait longer than this. */
  readonly maxWaitMs?: number;
}

export interface BetQueue<Bet extends Queued> {
  /** @throws EngineBusy, EngineStopped */
  add(bet: Bet): void;
  /** Takes no more bets, and resolves when those it has are settled. */
  stop(): Promise<void>;
}

interface Waiting<Bet> extends Gathered {
  readonly bet: Bet;
  /** By `performance.now()`. */
  readonly arrivedAt: number;
}

/**
 * Gathers bets into batches, each of one tenant. Bets wait for company, at most 5 ms, and hardly at all while no
 * batch is running. A player's bets keep their order and never run in two batches at once.
 *
 * @param settle answers every bet of a batch itself and never rejects
 */
export function createBetQueue<Bet extends Queued>(
  settle: (batch: Bet[]) => Promise<void>,
  { maxInFlight = MAX_BATCHES_IN_FLIGHT, maxWaitMs = Number.POSITIVE_INFINITY }: QueueLimits = {},
): BetQueue<Bet> {
  const waiting = createGatherings<Waiting<Bet>>();
  const drained = Promise.withResolvers<void>();
  let unsettled = 0;
  let running = 0;
  /** How long the bet had waited that came first in the batch that was started last. */
  let behindMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function startDue(): void {
    clearTimeout(timer);
    timer = undefined;
    const now = performance.now();
    while (running < maxInFlight) {
      const batch = waiting.takeDue(now, lingerMs(running));
      if (batch === undefined) break;
      behindMs = now - batch[0].arrivedAt;
      void run(batch);
    }
    const nextDueAt = waiting.nextDueAt(lingerMs(running));
    // With all batches running, the end of one of them looks again.
    if (running < maxInFlight && nextDueAt < Number.POSITIVE_INFINITY) {
      timer = setTimeout(startDue, Math.max(nextDueAt - now, 1));
    }
  }

  async function run(batch: [Waiting<Bet>, ...Waiting<Bet>[]]): Promise<void> {
    running++;
    try {
      await settle(batch.map(({ bet }) => bet));
    } finally {
      running--;
      unsettled -= batch.length;
      waiting.release(batch, performance.now());
      startDue();
      if (isStopped && unsettled === 0) drained.resolve();
    }
  }

  function isBusy(): boolean {
    // As many as this are in a batch or in the next one, whatever it was that held up the last.
    if (unsettled < maxInFlight * MAX_BATCH_BETS) return false;
    return behindMs > maxWaitMs || unsettled >= MAX_UNSETTLED_BETS;
  }

  return {
    add(bet) {
      if (isStopped) throw new EngineStopped();
      if (isBusy()) throw BUSY;
      unsettled++;
      const { userId, tenantId } = bet;
      const arrivedAt = performance.now();
      const size = waiting.add({ userId, tenantId, bet, arrivedAt }, arrivedAt);
      if (running === maxInFlight) return;
      if (size >= MAX_BATCH_BETS) startDue();
      else timer ??= setTimeout(startDue, lingerMs(running));
    },

    stop() {
      isStopped = true;
      if (unsettled === 0) drained.resolve();
      return drained.promise;
    },
  };
}

function lingerMs(running: number): number {
  return running === 0 ? IDLE_LINGER_MS : MAX_LINGER_MS;
}
