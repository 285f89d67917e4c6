import { z } from "zod";
import type { JsonObject } from "#domain/games/game.ts";
import { findRoundGame } from "#domain/games/registry.ts";
import { verifyRound } from "#domain/games/verifyRound.ts";
import { betRequest, edgeBpsOf, readBetRequest } from "#scripts/verify/betRequest.ts";

const roundRequest = betRequest.extend({ actions: z.array(z.unknown()) });

/** A finished round as its bet shows it: `outcome.firstStake` is the stake, `outcome.actions` are the actions. */
export type RoundRequest = { readonly [Field in keyof z.input<typeof roundRequest>]?: unknown };

/** What the bet must say; amounts in minor units. */
export type RoundAnswer = {
  readonly game: string;
  readonly outcome: JsonObject;
  readonly staked: string;
  readonly payout: string;
  readonly multiplier: { readonly numerator: string; readonly denominator: string };
  readonly commitment: string;
};

/** Plays a whole round again. @throws BetRequestInvalid, UnknownGame, GameParamsInvalid, RoundActionRefused */
export function verifyWholeRound(raw: RoundRequest): RoundAnswer {
  const request = readBetRequest(roundRequest, raw);
  const { game, stake, params = {}, serverSeed, clientSeed, nonce, actions } = request;
  findRoundGame(game);
  const edgeBps = edgeBpsOf(request);
  const stakeMinor = BigInt(stake);
  const round = verifyRound({ game, params, edgeBps, stakeMinor, serverSeed, clientSeed, nonce, actions });
  const { numerator, denominator } = round.multiplier;
  return {
    game,
    outcome: round.outcome,
    staked: round.stakedMinor.toString(),
    payout: round.payoutMinor.toString(),
    multiplier: { numerator: numerator.toString(), denominator: denominator.toString() },
    commitment: round.commitment,
  };
}
