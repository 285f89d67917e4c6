import { commitment } from "#domain/fairness/commitment.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { ABANDON, MAX_ROUND_ACTIONS, playRound, recordedOutcome } from "#domain/games/playRound.ts";
import { findRoundGame } from "#domain/games/registry.ts";
import { type AnyRoundGame, RoundActionRefused } from "#domain/games/round.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** A finished round as it was recorded, and the server seed that was revealed since. */
export type RoundRecord = {
  readonly game: string;
  readonly params: unknown;
  readonly edgeBps: number;
  /** `firstStake` of the recorded outcome; minor units. */
  readonly stakeMinor: bigint;
  readonly serverSeed: string;
  readonly clientSeed: string;
  readonly nonce: number;
  /** `actions` of the recorded outcome. */
  readonly actions: readonly unknown[];
};

/** What the record must say if it is true. */
export type VerifiedRound = {
  readonly game: string;
  readonly outcome: JsonObject;
  /** All stakes and what they paid; minor units. */
  readonly stakedMinor: bigint;
  readonly payoutMinor: bigint;
  readonly multiplier: Fraction;
  /** What the server seed must have been announced with. */
  readonly commitment: string;
};

/**
 * Plays a finished round again from its seeds and actions.
 *
 * @throws UnknownGame
 * @throws GameParamsInvalid when the parameters or an action are not of the game
 * @throws RoundActionRefused when the round could not have been played so, or would not be over
 */
export function verifyRound(record: RoundRecord): VerifiedRound {
  const game = findRoundGame(record.game);
  const { edgeBps, stakeMinor, serverSeed, clientSeed, nonce } = record;
  const params = game.parse(record.params);
  if (record.actions.length > MAX_ROUND_ACTIONS)
    throw new RoundActionRefused(game.id, "it has too many actions");
  const actions = record.actions.map((action) => readAction(game, action));
  const seed = { hasher: createSeedHasher(serverSeed), clientSeed, nonce };
  const { end, stakedMinor } = playRound({ game, params, edgeBps, stakeMinor, seed }, actions);
  if (end === null) throw new RoundActionRefused(game.id, "it is not over after its last action");
  const { payoutMinor, multiplier } = end;
  return {
    game: game.id,
    outcome: recordedOutcome(end, { stakeMinor, actions }),
    stakedMinor,
    payoutMinor,
    multiplier,
    commitment: commitment(serverSeed),
  };
}

/** An action of a player, or the house's own that ends an abandoned round. */
function readAction(game: AnyRoundGame, raw: unknown): JsonObject {
  const isAbandoned =
    typeof raw === "object" && raw !== null && "action" in raw && raw.action === ABANDON.action;
  return isAbandoned ? ABANDON : game.actions.parse(raw);
}
