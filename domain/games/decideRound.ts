import { invariant } from "#domain/errors.ts";
import { isNonce } from "#domain/fairness/seeds.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { checkEdge } from "#domain/games/gameConfig.ts";
import { playRound, type RoundOrigin, type RoundStanding } from "#domain/games/playRound.ts";
import { findRoundGame } from "#domain/games/registry.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { checkMaxRisk } from "#domain/limits/maxRisk.ts";
import { checkStake } from "#domain/limits/stake.ts";

/** Everything that beginning a round depends on. */
export type RoundContext = {
  readonly game: string;
  /** As the player sent them. */
  readonly params: unknown;
  readonly stakeMinor: bigint;
  /** The edge that the house has set the game to, in hundredths of a percent. */
  readonly edgeBps: number;
  readonly wallet: { readonly balanceMinor: bigint };
  /** The active pair of seeds; `nonce` is the one that this round uses if it begins. */
  readonly seed: RoundOrigin["seed"];
  readonly minStakeMinor: bigint;
  readonly bankrollMinor: bigint;
  /** The share of the bankroll that one round may win, in hundredths of a percent. */
  readonly riskBps: number;
};

/** A step that is allowed, and what it takes from the player. */
export type RoundStep = {
  readonly standing: RoundStanding;
  /** What the step adds to the stakes; minor units. */
  readonly addedStakeMinor: bigint;
};

/**
 * Begins a round: game, parameters, stake, balance and risk are checked in this order. The risk is that of the whole
 * round, with every stake that can be added on the way.
 *
 * @throws UnknownGame, GameParamsInvalid, StakeTooSmall, InsufficientBalance, MaxRiskExceeded
 */
export function beginRound(context: RoundContext): RoundStep & { readonly origin: RoundOrigin } {
  const { stakeMinor, edgeBps, seed } = context;
  invariant(isNonce(seed.nonce), "a nonce is a whole number from 0");
  const game = findRoundGame(context.game);
  checkEdge(game.id, game.edge, edgeBps);
  const params = game.parse(context.params);
  checkStake(stakeMinor, context.minStakeMinor);
  checkCovered(context.wallet, stakeMinor);
  const { bankrollMinor, riskBps } = context;
  checkMaxRisk({ stakeMinor, maxMultiplier: game.maxMultiplier(params, edgeBps), bankrollMinor, riskBps });

  const origin = { game, params, edgeBps, stakeMinor, seed };
  return { origin, standing: playRound(origin, []), addedStakeMinor: stakeMinor };
}

/**
 * Takes one more action in an open round.
 * @throws RoundActionRefused, InsufficientBalance
 */
export function stepRound(
  origin: RoundOrigin,
  actions: readonly JsonObject[],
  { action, wallet }: { readonly action: JsonObject; readonly wallet: RoundContext["wallet"] },
): RoundStep {
  const before = playRound(origin, actions);
  const standing = playRound(origin, [...actions, action]);
  const addedStakeMinor = standing.stakedMinor - before.stakedMinor;
  checkCovered(wallet, addedStakeMinor);
  return { standing, addedStakeMinor };
}

function checkCovered({ balanceMinor }: RoundContext["wallet"], stakeMinor: bigint): void {
  if (balanceMinor < stakeMinor) throw new InsufficientBalance(balanceMinor, stakeMinor);
}
