/** A bet as far as its rank depends on it. */
export interface RankedBet {
  readonly id: string;
  readonly stakeMinor: bigint;
}

/** The largest bets out of many. */
export interface LargestBets {
  /** @returns whether the bet is, or already was, one of them */
  add(bet: RankedBet): boolean;
  has(id: string): boolean;
}

/** Keeps so many of the largest. Looking at a bet that is none of them takes one comparison. */
export function createLargestBets(capacity: number): LargestBets {
  /** Largest first. */
  const ranks: RankedBet[] = [];
  const ids = new Set<string>();

  return {
    add(bet) {
      if (ids.has(bet.id)) return true;
      const smallest = ranks.at(-1);
      if (ranks.length === capacity && smallest !== undefined && isLarger(smallest, bet)) return false;
      const place = ranks.findIndex((other) => isLarger(bet, other));
      ranks.splice(place === -1 ? ranks.length : place, 0, bet);
      ids.add(bet.id);
      const pushedOut = ranks.length > capacity ? ranks.pop() : undefined;
      if (pushedOut !== undefined) ids.delete(pushedOut.id);
      return true;
    },
    has: (id) => ids.has(id),
  };
}

/** By stake, and among equals by id, so that every process ranks alike. */
export function isLarger(a: RankedBet, b: RankedBet): boolean {
  return a.stakeMinor === b.stakeMinor ? a.id < b.id : a.stakeMinor > b.stakeMinor;
}
