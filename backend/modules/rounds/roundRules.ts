import type { RoundRow } from "#backend/modules/rounds/round.store.ts";
import { RoundRulesChanged } from "#backend/modules/rounds/roundRefusals.ts";
import { EdgeOutOfBounds, gameConfigOf } from "#domain/games/gameConfig.ts";
import { findRoundGame, UnknownGame } from "#domain/games/registry.ts";

/** A configuration is long text and its hash: made once per game and edge. */
const hashes = new Map<string, string | null>();

/**
 * Whether this code plays a round's game by the rules, paytable and edge that the round was begun under. A round is
 * stored as its seed and actions alone, and other rules would make another round of them.
 */
export function isPlayedByItsRules({ game, edge_bps: edgeBps, config_hash: begunUnder }: RoundRow): boolean {
  return begunUnder === null || begunUnder === hashOfRules(game, edgeBps);
}

/** @throws RoundRulesChanged */
export function checkRules(row: RoundRow): void {
  if (!isPlayedByItsRules(row)) throw new RoundRulesChanged(row.id);
}

/** Null when the game is not played any more, or not at that edge. */
function hashOfRules(game: string, edgeBps: number): string | null {
  const key = `${game} ${edgeBps}`;
  const known = hashes.get(key);
  if (known !== undefined) return known;
  const hash = makeHash(game, edgeBps);
  hashes.set(key, hash);
  return hash;
}

function makeHash(game: string, edgeBps: number): string | null {
  try {
    return gameConfigOf(findRoundGame(game), edgeBps).hash;
  } catch (error) {
    if (error instanceof EdgeOutOfBounds || error instanceof UnknownGame) return null;
    throw error;
  }
}
