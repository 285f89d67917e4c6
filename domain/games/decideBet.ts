import { FairhouseError, InvariantError, invariant } from "#domain/errors.ts";
import type { SeedHasher } from "#domain/fairness/seedHasher.ts";
import { isNonce } from "#domain/fairness/seeds.ts";
import type { Json, JsonObject } from "#domain/games/game.ts";
import { checkEdge } from "#domain/games/gameConfig.ts";
import { findInstantGame } from "#domain/games/registry.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { checkMaxRisk } from "#domain/limits/maxRisk.ts";
import { checkStake } from "#domain/limits/stake.ts";
import { type Fraction, multiplyDown } from "#domain/money/fraction.ts";

/** A bet as the player sent it; `params` are still unchecked. */
export type BetInput = {
  readonly betId: string;
  readonly game: string;
  readonly stakeMinor: bigint;
  readonly params: unknown;
};

/** Everything that one decision depends on, as it stands after the bets decided before. */
export type BetContext = {
  readonly bet: BetInput;
  /** The edge that the house has set the game to, in hundredths of a percent. */
  readonly edgeBps: number;
  readonly wallet: { readonly balanceMinor: bigint };
  /** The active pair of seeds; `nonce` is the one that this bet uses if it is accepted. */
  readonly seed: { readonly hasher: SeedHasher; readonly clientSeed: string; readonly nonce: number };
  readonly minStakeMinor: bigint;
  readonly bankrollMinor: bigint;
  /** The share of the bankroll that one bet may win, in hundredths of a percent. */
  readonly riskBps: number;
};

export type AcceptedBet = {
  readonly kind: "accepted";
  readonly betId: string;
  readonly game: string;
  readonly params: JsonObject;
  readonly edgeBps: number;
  readonly stakeMinor: bigint;
  readonly nonce: number;
  readonly outcome: Json;
  readonly multiplier: Fraction;
  /** stake · multiplier, rounded down; 0 for a lost bet. */
  readonly payoutMinor: bigint;
  /** The wallet after stake and payout. */
  readonly balanceMinor: bigint;
};

/** A refused bet changes nothing and uses no nonce. */
export type RefusedBet = {
  readonly kind: "refused";
  readonly betId: string;
  readonly error: FairhouseError;
};

export type BetDecision = AcceptedBet | RefusedBet;

/**
 * Decides one bet: game, parameters, stake, balance and risk are checked in this order, then the outcome is
 * drawn. Expected failures are answered, so that one bad bet never fails its batch.
 *
 * @throws InvariantError when the caller broke a rule of its own, such as a nonce out of range
 */
export function decideBet(context: BetContext): BetDecision {
  try {
    return accept(context);
  } catch (error) {
    if (!(error instanceof FairhouseError) || error instanceof InvariantError) throw error;
    return { kind: "refused", betId: context.bet.betId, error };
  }
}

function accept(context: BetContext): AcceptedBet {
  const { bet, edgeBps, wallet, seed, minStakeMinor, bankrollMinor, riskBps } = context;
  invariant(isNonce(seed.nonce), "a nonce is a whole number from 0");
  const { betId, stakeMinor } = bet;
  const game = findInstantGame(bet.game);
  checkEdge(game.id, game.edge, edgeBps);
  const params = game.parse(bet.params);
  checkStake(stakeMinor, minStakeMinor);
  if (wallet.balanceMinor < stakeMinor) throw new InsufficientBalance(wallet.balanceMinor, stakeMinor);
  checkMaxRisk({ stakeMinor, maxMultiplier: game.maxMultiplier(params, edgeBps), bankrollMinor, riskBps });

  const { clientSeed, nonce, hasher } = seed;
  const random = hasher.floats({ clientSeed, nonce, count: game.floatsNeeded(params) });
  const { outcome, multiplier } = game.play(random, params, edgeBps);
  const payoutMinor = multiplyDown(stakeMinor, multiplier);
  return {
    kind: "accepted",
    betId,
    game: game.id,
    params,
    edgeBps,
    stakeMinor,
    nonce,
    outcome,
    multiplier,
    payoutMinor,
    balanceMinor: wallet.balanceMinor - stakeMinor + payoutMinor,
  };
}
