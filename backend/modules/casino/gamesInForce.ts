import type pg from "pg";
import { bringIntoForce, type ComingVersion } from "#backend/modules/casino/comingIntoForce.ts";
import { findGameConfigs, type GameConfigRow } from "#backend/modules/casino/gameConfig.store.ts";
import { type Configurable, type GameConfig, gameConfigOf } from "#domain/games/gameConfig.ts";
import { games } from "#domain/games/registry.ts";

/** How a game is played in a house now. */
export interface GameInForce {
  /** Which bets keep. */
  readonly configId: bigint;
  readonly edgeBps: number;
  readonly hash: string;
}

/** The games of this code that the house offers, by id, as it has them now. */
export type GamesInForce = ReadonlyMap<string, GameInForce>;

/** Configurations are text and a hash: made once per game and edge, and compared many times a second. */
const made = new Map<string, GameConfig>();

/**
 * What a house plays by: the edge of the newest version of each game, and the version that this code's rules at that edge
 * hash to. A version that there is not comes into force, or is withheld: of a game that is new to the house, and of rules
 * that this code has changed. Processes of two releases, as there are while one takes the other's place, each find their own.
 */
export async function readGamesInForce(pool: pg.Pool, tenantId: number): Promise<GamesInForce> {
  const known = versionsByGame(await findGameConfigs(pool, tenantId));
  const missing = [...games.values()].filter((game) => find(game, known) === undefined);
  if (missing.length === 0) return inForce(known);
  await bringIntoForce(
    pool,
    tenantId,
    missing.map((game) => comingVersion(game, known.get(game.id) ?? [])),
  );
  return inForce(versionsByGame(await findGameConfigs(pool, tenantId)));
}

/** By game, the newest first. */
type Versions = ReadonlyMap<string, readonly GameConfigRow[]>;

function versionsByGame(rows: readonly GameConfigRow[]): Versions {
  return Map.groupBy(rows, ({ game }) => game);
}

function find(game: Configurable, known: Versions): GameConfigRow | undefined {
  const versions = known.get(game.id) ?? [];
  const { hash } = configOf(game, edgeOf(game, versions));
  return versions.find((version) => version.hash === hash);
}

/** As the house has set it, unless the game is no longer offered at that edge. */
function edgeOf({ edge }: Configurable, [newest]: readonly GameConfigRow[]): number {
  const isOffered = newest !== undefined && newest.edge_bps >= edge.minBps && newest.edge_bps <= edge.maxBps;
  return isOffered ? newest.edge_bps : edge.defaultBps;
}

function comingVersion(game: Configurable, versions: readonly GameConfigRow[]): ComingVersion {
  const [newest] = versions;
  const edgeBps = edgeOf(game, versions);
  const { canonicalJson: content, hash } = configOf(game, edgeBps);
  const isAsCostly = newest !== undefined && edgeBps >= newest.edge_bps;
  return { game: game.id, newest: newest?.version ?? 0, edgeBps, content, hash, isAsCostly };
}

function configOf(game: Configurable, edgeBps: number): GameConfig {
  const key = `${game.id} ${edgeBps}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const config = gameConfigOf(game, edgeBps);
  made.set(key, config);
  return config;
}

function inForce(known: Versions): GamesInForce {
  return new Map(
    [...games.values()].flatMap((game) => {
      const row = find(game, known);
      if (row === undefined) return [];
      return [[game.id, { configId: row.id, edgeBps: row.edge_bps, hash: row.hash }]];
    }),
  );
}
