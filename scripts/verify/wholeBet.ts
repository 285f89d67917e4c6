import type { z } from "zod";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { findInstantGame, games } from "#domain/games/registry.ts";
import { type VerifiedDraw, verifyDraw } from "#domain/games/verifyDraw.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import { betRequest, edgeBpsOf, readBetRequest } from "#scripts/verify/betRequest.ts";

/** A bet that was over as soon as it was drawn, with its stake in minor units. */
export type BetRequest = { readonly [Field in keyof z.input<typeof betRequest>]?: unknown };

/** What was drawn, and what the bet must have paid; in minor units. */
export type BetAnswer = VerifiedDraw & {
  readonly payout: string;
  readonly multiplier: { readonly numerator: string; readonly denominator: string };
};

/** Whether a request says enough for the payout: a stake, of a game that one bet begins and ends. */
export function isWholeBet(request: { readonly game?: unknown; readonly stake?: unknown }): boolean {
  const { game, stake } = request;
  return stake !== undefined && typeof game === "string" && games.get(game)?.kind === "instant";
}

/** Works a bet out again with what it paid. @throws BetRequestInvalid, UnknownGame, GameParamsInvalid */
export function verifyWholeBet(raw: BetRequest): BetAnswer {
  const request = readBetRequest(betRequest, raw);
  const { serverSeed, clientSeed, nonce, stake } = request;
  const game = findInstantGame(request.game);
  const params = game.parse(request.params);
  const count = game.floatsNeeded(params);
  const random = createSeedHasher(serverSeed).floats({ clientSeed, nonce, count });
  const { multiplier } = game.play(random, params, edgeBpsOf(request));
  const { numerator, denominator } = multiplier;
  return {
    ...verifyDraw({ ...request, params }),
    payout: multiplyDown(BigInt(stake), multiplier).toString(),
    multiplier: { numerator: numerator.toString(), denominator: denominator.toString() },
  };
}
