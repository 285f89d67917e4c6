import { z } from "zod";
import { type CrashRoundBets, crashBetsNews, type ShownCrashBet } from "#domain/api/crashBets.ts";

/** Which rounds a message is about; its bets are looked at only if that matters. */
const outline = z.object({ rounds: z.array(z.object({ roundId: z.string() })) });

/** Bets of a round that have got out, by id. */
export type OutBets = ReadonlyMap<string, ShownCrashBet>;

/** Takes from what has been said who has got out of the rounds that are not over. */
export interface SaidOuts {
  /** @param held messages of the channel, oldest first, each the same object whenever it is given */
  of(held: readonly object[], roundIds: ReadonlySet<string>): ReadonlyMap<string, OutBets>;
}

/** Every message is read once at most, however often it is given: it holds up to a hundred bets of each table. */
export function createSaidOuts(): SaidOuts {
  const known = new WeakMap<object, readonly CrashRoundBets[]>();

  /** Per round, no more than the bets that have got out. */
  function outsIn(body: object): readonly CrashRoundBets[] {
    const earlier = known.get(body);
    if (earlier !== undefined) return earlier;
    const rounds = crashBetsNews
      .parse(body)
      .rounds.map((round) => ({ ...round, bets: round.bets.filter(({ standing }) => standing === "out") }))
      .filter(({ bets }) => bets.length > 0);
    known.set(body, rounds);
    return rounds;
  }

  return {
    of(held, roundIds) {
      const outs = new Map<string, Map<string, ShownCrashBet>>();
      if (roundIds.size === 0) return outs;
      for (const body of held) {
        if (!known.has(body) && !isAbout(body, roundIds)) continue;
        for (const { roundId, bets } of outsIn(body)) {
          if (!roundIds.has(roundId)) continue;
          const ofRound = outs.get(roundId) ?? new Map<string, ShownCrashBet>();
          outs.set(roundId, ofRound);
          for (const bet of bets) ofRound.set(bet.betId, bet);
        }
      }
      return outs;
    },
  };
}

function isAbout(body: object, roundIds: ReadonlySet<string>): boolean {
  return outline.parse(body).rounds.some(({ roundId }) => roundIds.has(roundId));
}
