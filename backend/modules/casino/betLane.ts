/** What a lane must know of a bet to keep its player's order. */
export interface Ordered {
  readonly userId: string;
}

/** The waiting bets of one tenant. Bets of players who have a bet in a running batch are held back. */
export interface BetLane<Bet extends Ordered> {
  /** Bets that may be taken, as far as is known before taking them. */
  size(): number;
  add(bet: Bet): void;
  /** The longest waiting bets, at most `limit`; their players are busy from now on. May be empty. */
  take(limit: number): Bet[];
  /** The batch is settled: its players' held bets move to the front. */
  release(batch: readonly Bet[]): void;
}

export function createBetLane<Bet extends Ordered>(): BetLane<Bet> {
  let waiting: Bet[] = [];
  const busy = new Set<string>();
  const held = new Map<string, Bet[]>();

  function hold(bet: Bet): void {
    const earlier = held.get(bet.userId);
    if (earlier === undefined) held.set(bet.userId, [bet]);
    else earlier.push(bet);
  }

  return {
    size: () => waiting.length,
    add: (bet) => void waiting.push(bet),

    take(limit) {
      const batch: Bet[] = [];
      let read = 0;
      for (const bet of waiting) {
        if (batch.length === limit) break;
        read++;
        if (busy.has(bet.userId)) hold(bet);
        else batch.push(bet);
      }
      waiting.splice(0, read);
      for (const { userId } of batch) busy.add(userId);
      return batch;
    },

    release(batch) {
      const resumed: Bet[] = [];
      for (const { userId } of batch) {
        busy.delete(userId);
        const bets = held.get(userId);
        if (bets === undefined) continue;
        held.delete(userId);
        for (const bet of bets) resumed.push(bet);
      }
      // Held bets are older than anything that waits of the same player.
      if (resumed.length > 0) waiting = resumed.concat(waiting);
    },
  };
}
