import { type BetLane, createBetLane, type Ordered } from "#backend/modules/casino/betLane.ts";

/** A batch is closed at this size. */
export const MAX_BATCH_BETS = 256;

/** A bet that waits for company, among those of its tenant. */
export interface Gathered extends Ordered {
  readonly tenantId: number;
}

/** The waiting bets of all tenants. Times are those of `performance.now()`. */
export interface Gatherings<Bet extends Gathered> {
  /** @returns how many of its tenant's bets may be taken, as far as is known before taking them */
  add(bet: Bet, now: number): number;
  /** A batch, of each tenant in turn, that is full or has been gathered for so long; none is empty. */
  takeDue(now: number, lingerMs: number): [Bet, ...Bet[]] | undefined;
  /** When there will be one if nothing more comes; never, if nothing waits. */
  nextDueAt(lingerMs: number): number;
  /** The batch is settled: its players' other bets may be taken. */
  release(batch: readonly [Bet, ...Bet[]], now: number): void;
}

interface Gathering<Bet extends Gathered> {
  readonly lane: BetLane<Bet>;
  /** Since when bets have been waiting here. */
  since: number;
}

export function createGatherings<Bet extends Gathered>(): Gatherings<Bet> {
  const gatherings = new Map<number, Gathering<Bet>>();

  function gatheringOf(tenantId: number): Gathering<Bet> {
    const known = gatherings.get(tenantId);
    if (known !== undefined) return known;
    const fresh = { lane: createBetLane<Bet>(), since: 0 };
    gatherings.set(tenantId, fresh);
    return fresh;
  }

  return {
    add(bet, now) {
      const gathering = gatheringOf(bet.tenantId);
      if (gathering.lane.size() === 0) gathering.since = now;
      gathering.lane.add(bet);
      return gathering.lane.size();
    },

    takeDue(now, lingerMs) {
      for (const [tenantId, gathering] of gatherings) {
        const { lane, since } = gathering;
        const isDue = lane.size() >= MAX_BATCH_BETS || now - since >= lingerMs;
        if (lane.size() === 0 || !isDue) continue;
        const [first, ...others] = lane.take(MAX_BATCH_BETS);
        gathering.since = now;
        // To the end of the map, where its turn comes again after the other tenants: nobody starves.
        gatherings.delete(tenantId);
        gatherings.set(tenantId, gathering);
        if (first !== undefined) return [first, ...others];
      }
      return undefined;
    },

    nextDueAt(lingerMs) {
      let dueAt = Number.POSITIVE_INFINITY;
      for (const { lane, since } of gatherings.values()) {
        if (lane.size() > 0) dueAt = Math.min(dueAt, since + lingerMs);
      }
      return dueAt;
    },

    release(batch, now) {
      const gathering = gatheringOf(batch[0].tenantId);
      if (gathering.lane.size() === 0) gathering.since = now;
      gathering.lane.release(batch);
    },
  };
}
