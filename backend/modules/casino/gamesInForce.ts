import type pg from "pg";
import {
  findGameConfigs,
  type GameConfigRow,
  insertGameConfig,
} from "#backend/modules/casino/gameConfig.store.ts";
import { invariant } from "#domain/errors.ts";
import { type Configurable, type GameConfig, gameConfigOf } from "#domain/games/gameConfig.ts";
import { games } from "#domain/games/registry.ts";

/** How a game is played in a house now. */
export interface GameInForce {
  /** Which bets keep. */
  readonly configId: bigint;
  readonly edgeBps: number;
  readonly hash: string;
}

/** Every game of this code by its id, as the house has it now. */
export type GamesInForce = ReadonlyMap<string, GameInForce>;

/** Configurations are text and a hash: made once per game and edge, and compared many times a second. */
const made = new Map<string, GameConfig>();

/**
 * What a house plays by: the edge of the newest version of each game, and the version that this code's rules at that edge
 * hash to. A version that there is not comes into force: of a game that is new to the house, and of rules that this code
 * has changed. Processes of two releases, as there are while one takes the other's place, each find their own.
 */
export async function readGamesInForce(pool: pg.Pool, tenantId: number): Promise<GamesInForce> {
  const known = versionsByGame(await findGameConfigs(pool, tenantId));
  const missing = [...games.values()].filter((game) => find(game, known) === undefined);
  if (missing.length === 0) return inForce(known);
  for (const game of missing) await putIntoForce(pool, tenantId, game, known.get(game.id) ?? []);
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

async function putIntoForce(
  pool: pg.Pool,
  tenantId: number,
  game: Configurable,
  versions: readonly GameConfigRow[],
): Promise<void> {
  const edgeBps = edgeOf(game, versions);
  const { canonicalJson: content, hash } = configOf(game, edgeBps);
  const version = (versions[0]?.version ?? 0) + 1;
  await insertGameConfig(pool, tenantId, { game: game.id, version, edgeBps, content, hash });
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
    [...games.values()].map((game) => {
      const row = find(game, known);
      invariant(row !== undefined, "every game of this code has a version in force");
      return [game.id, { configId: row.id, edgeBps: row.edge_bps, hash: row.hash }];
    }),
  );
}
