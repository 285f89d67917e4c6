import fc from "fast-check";
import { commitment } from "#domain/fairness/commitment.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { playRound, recordedOutcome } from "#domain/games/playRound.ts";
import { findRoundGame } from "#domain/games/registry.ts";
import { roundParams, seedPairs } from "#test/domain/games/randomBets.ts";
import { playOut } from "#test/domain/games/rounds.ts";
import type { ToldBet } from "#test/property/told.ts";

const AT = "2026-11-21T12:00:00.000Z";
const SEED = 20_261_123;

/** Rounds under random seeds, as the rules of the engine end them when a player does whatever comes to mind. */
export function decidedRounds(id: string, count: number): ToldBet[] {
  const game = findRoundGame(id);
  const round = fc.record({
    params: roundParams[id]!,
    pair: seedPairs,
    edgeBps: fc.integer({ min: game.edge.minBps, max: game.edge.maxBps }),
    stakeMinor: fc.bigInt({ min: 1n, max: 1_234_567n }),
    choices: fc.array(fc.nat({ max: 1_000 }), { minLength: 8, maxLength: 8 }),
  });
  return fc
    .sample(round, { seed: SEED, numRuns: count })
    .map(({ params, pair, edgeBps, stakeMinor, choices }) => {
      const { serverSeed, clientSeed, nonce } = pair;
      const seed = { hasher: createSeedHasher(serverSeed), clientSeed, nonce };
      const origin = { game, params: game.parse(params), edgeBps, stakeMinor, seed };
      const actions = playOut(origin, choices);
      const { end, stakedMinor } = playRound(origin, actions);
      const { multiplier, payoutMinor } = end!;
      const bet = {
        ...pair,
        ...{ betId: "", game: id, currency: "BNB", edgeBps, params: origin.params },
        ...{
          stake: stakedMinor.toString(),
          payout: payoutMinor.toString(),
          commitment: commitment(serverSeed),
        },
        multiplier: {
          numerator: multiplier.numerator.toString(),
          denominator: multiplier.denominator.toString(),
        },
        outcome: recordedOutcome(end!, { stakeMinor, actions }),
        ...{ description: "", seedId: "1", createdAt: AT, startedAt: AT },
      };
      return { bet, round: null };
    });
}
