import type { BetRequest } from "#domain/api/casino.ts";
import type { AnyInstantGame, JsonObject } from "#domain/games/game.ts";
import { findInstantGame } from "#domain/games/registry.ts";

/** A bet whose game there is and whose parameters fit it. */
export interface PlayableBet {
  readonly game: AnyInstantGame;
  readonly params: JsonObject;
  /** The parameters as they are stored, and compared when the id is presented again. */
  readonly paramsText: string;
  readonly stakeMinor: bigint;
}

/**
 * Phase 3: game and parameters. Done before a bet is queued, so that garbage costs no batch anything.
 * @throws UnknownGame, GameParamsInvalid
 */
export function readBet({ game: id, params: raw, stake }: BetRequest): PlayableBet {
  const game = findInstantGame(id);
  const params = game.parse(raw);
  return { game, params, paramsText: JSON.stringify(params), stakeMinor: BigInt(stake) };
}
