import type { GameConfigRow } from "#backend/modules/casino/gameConfig.store.ts";
import { type Configurable, type GameConfig, gameConfigOf } from "#domain/games/gameConfig.ts";

/** Versions of a house's games: by game, the newest first. */
export type Versions = ReadonlyMap<string, readonly GameConfigRow[]>;

/** Configurations are text and a hash: made once per game and edge, and compared many times a second. */
const made = new Map<string, GameConfig>();

export function versionsByGame(rows: readonly GameConfigRow[]): Versions {
  return Map.groupBy(rows, ({ game }) => game);
}

/** The version that this code's rules hash to at the house's edge; undefined when the house has none such. */
export function versionInForce(game: Configurable, known: Versions): GameConfigRow | undefined {
  const { hash } = configOf(game, edgeInForce(game, known));
  return known.get(game.id)?.find((version) => version.hash === hash);
}

/** As the house has set it, unless the game is no longer offered at that edge. */
export function edgeInForce({ id, edge }: Configurable, known: Versions): number {
  const newest = known.get(id)?.[0];
  const isOffered = newest !== undefined && newest.edge_bps >= edge.minBps && newest.edge_bps <= edge.maxBps;
  return isOffered ? newest.edge_bps : edge.defaultBps;
}

export function configOf(game: Configurable, edgeBps: number): GameConfig {
  const key = `${game.id} ${edgeBps}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const config = gameConfigOf(game, edgeBps);
  made.set(key, config);
  return config;
}
