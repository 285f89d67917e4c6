import { type BetLane, createBetLane, type Ordered } from "#backend/modules/casino/betLane.ts";
import { EngineBusy, EngineStopped } from "#backend/modules/casino/engineUnavailable.ts";

/** A batch is closed at this size, or when its bets have been gathered for this long. */
const MAX_BATCH_BETS = 256;
const MAX_LINGER_MS = 5;
/** As long as this even while the engine is idle: bets that arrive almost together cost one transaction. */
const IDLE_LINGER_MS = 1;
/** Each takes a connection; more would only wait for the same disk. */
export const MAX_BATCHES_IN_FLIGHT = 4;
/** What the memory of a process may be filled with. */
const MAX_UNSETTLED_BETS = 16_384;
/** One for all: its stack would cost more than the bet, when most of them are refused. */
const BUSY = new EngineBusy();

export interface Queued extends Ordered {
  readonly tenantId: number;
}

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

interface Waiting<Bet> extends Ordered {
  readonly bet: Bet;
  /** By `performance.now()`. */
  readonly arrivedAt: number;
}

interface Gathering<Bet extends Queued> {
  readonly lane: BetLane<Waiting<Bet>>;
  /** Since when bets have been waiting here, by `performance.now()`. */
  since: number;
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
  const gatherings = new Map<number, Gathering<Bet>>();
  const drained = Promise.withResolvers<void>();
  let unsettled = 0;
  let running = 0;
  /** How long the bet had waited that came first in the batch that was started last. */
  let behindMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function gatheringOf(tenantId: number): Gathering<Bet> {
    const known = gatherings.get(tenantId);
    if (known !== undefined) return known;
    const fresh = { lane: createBetLane<Waiting<Bet>>(), since: 0 };
    gatherings.set(tenantId, fresh);
    return fresh;
  }

  function startDue(): void {
    clearTimeout(timer);
    timer = undefined;
    const now = performance.now();
    let nextDueAt = Number.POSITIVE_INFINITY;
    for (const [tenantId, gathering] of gatherings) {
      if (running < maxInFlight && isDue(gathering, now)) {
        start(gathering, now);
        // To the end of the map, where this loop comes to it again after the other tenants: nobody starves.
        gatherings.delete(tenantId);
        gatherings.set(tenantId, gathering);
      } else if (gathering.lane.size() > 0) {
        nextDueAt = Math.min(nextDueAt, gathering.since + lingerMs());
      }
    }
    // With all batches running, the end of one of them looks again.
    if (running < maxInFlight && nextDueAt < Number.POSITIVE_INFINITY) {
      timer = setTimeout(startDue, Math.max(nextDueAt - now, 1));
    }
  }

  function lingerMs(): number {
    return running === 0 ? IDLE_LINGER_MS : MAX_LINGER_MS;
  }

  function isDue({ lane, since }: Gathering<Bet>, now: number): boolean {
    const size = lane.size();
    return size > 0 && (size >= MAX_BATCH_BETS || now - since >= lingerMs());
  }

  function start(gathering: Gathering<Bet>, now: number): void {
    const { lane } = gathering;
    const batch = lane.take(MAX_BATCH_BETS);
    gathering.since = now;
    const [first] = batch;
    if (first === undefined) return;
    behindMs = now - first.arrivedAt;
    running++;
    void settle(batch.map(({ bet }) => bet)).finally(() => {
      running--;
      unsettled -= batch.length;
      if (lane.size() === 0) gathering.since = performance.now();
      lane.release(batch);
      startDue();
      if (isStopped && unsettled === 0) drained.resolve();
    });
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
      const arrivedAt = performance.now();
      const gathering = gatheringOf(bet.tenantId);
      if (gathering.lane.size() === 0) gathering.since = arrivedAt;
      gathering.lane.add({ userId: bet.userId, bet, arrivedAt });
      if (running === maxInFlight) return;
      if (gathering.lane.size() >= MAX_BATCH_BETS) startDue();
      else timer ??= setTimeout(startDue, lingerMs());
    },

    stop() {
      isStopped = true;
      if (unsettled === 0) drained.resolve();
      return drained.promise;
    },
  };
}
