import type { BetEngine } from "#backend/modules/casino/betEngine.ts";
import type { BetFeed, SettledBet } from "./betFeed.service.ts";

export interface Told {
  readonly feed: BetFeed;
  /** Brings the player's own sockets up to date. */
  readonly onSettled: (settled: SettledBet) => void;
}

/** An engine that tells of each bet once it is committed; whoever placed it has the same answer as without. */
export function tellingOfBets(engine: BetEngine, { feed, onSettled }: Told): BetEngine {
  return {
    ...engine,
    place(bet) {
      const placing = engine.place(bet);
      placing.then(
        ({ bet: settled, repeated }) => {
          if (repeated) return;
          const told = { tenantId: bet.tenant.id, userId: bet.userId, bet: settled };
          feed.offer(told);
          onSettled(told);
        },
        // Refused: there is nothing to tell. Whoever asked hears why.
        () => undefined,
      );
      return placing;
    },
  };
}
