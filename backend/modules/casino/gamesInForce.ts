import type pg from "pg";
import { bringIntoForce, type ComingVersion } from "#backend/modules/casino/comingIntoForce.ts";
import { findGameConfigs } from "#backend/modules/casino/gameConfig.store.ts";
import {
  configOf,
  edgeInForce,
  type Versions,
  versionInForce,
  versionsByGame,
} from "#backend/modules/casino/versionInForce.ts";
import type { Configurable } from "#domain/games/gameConfig.ts";
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

/**
 * What a house plays by: the edge of the newest version of each game, and the version that this code's rules at that edge
 * hash to. A version that there is not comes into force, or is withheld: of a game that is new to the house, and of rules
 * that this code has changed. Processes of two releases, as there are while one takes the other's place, each find their own.
 */
export async function readGamesInForce(pool: pg.Pool, tenantId: number): Promise<GamesInForce> {
  const known = versionsByGame(await findGameConfigs(pool, tenantId));
  const missing = [...games.values()].filter((game) => versionInForce(game, known) === undefined);
  if (missing.length === 0) return inForce(known);
  await bringIntoForce(
    pool,
    tenantId,
    missing.map((game) => comingVersion(game, known)),
  );
  return inForce(versionsByGame(await findGameConfigs(pool, tenantId)));
}

function comingVersion(game: Configurable, known: Versions): ComingVersion {
  const newest = known.get(game.id)?.[0];
  const edgeBps = edgeInForce(game, known);
  const { canonicalJson: content, hash } = configOf(game, edgeBps);
  const isAsCostly = newest !== undefined && edgeBps >= newest.edge_bps;
  return { game: game.id, newest: newest?.version ?? 0, edgeBps, content, hash, isAsCostly };
}

function inForce(known: Versions): GamesInForce {
  return new Map(
    [...games.values()].flatMap((game) => {
      const row = versionInForce(game, known);
      if (row === undefined) return [];
      return [[game.id, { configId: row.id, edgeBps: row.edge_bps, hash: row.hash }]];
    }),
  );
}
