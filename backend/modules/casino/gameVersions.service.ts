import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { requireEdgeCoversRates } from "#backend/modules/agents/edgeFloor.ts";
import {
  findGameConfigs,
  type GameVersionRow,
  insertGameConfig,
  listGameVersions,
} from "#backend/modules/casino/gameConfig.store.ts";
import { gameViews } from "#backend/modules/casino/gameViews.ts";
import type { GameVersionView } from "#domain/api/gameVersions.ts";
import type { GameView } from "#domain/api/houseConfig.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type GameConfig, gameConfigOf } from "#domain/games/gameConfig.ts";
import { findGame } from "#domain/games/registry.ts";

/** Versions come in a few times a year; more at one moment is not chance. */
const MAX_ATTEMPTS = 5;

/** Others put versions of the game into force all the time. */
export class EdgeContended extends FairhouseError {
  readonly code = "EDGE_CONTENDED";

  constructor(game: string) {
    super(`Others are changing ${game} at this moment: look at its versions, then set the edge again.`);
  }
}

/** How the games of a house pay, now and before. */
export interface GameVersions {
  /** Every game, with the edge that the house has set it to. */
  games(tenantId: number): Promise<GameView[]>;
  /** All versions of a game, the newest first. @throws UnknownGame */
  list(tenantId: number, gameId: string): Promise<GameVersionView[]>;
  /**
   * Sets a game's edge: bets are decided by it a tenth of a second later at most.
   * @throws UnknownGame, EdgeOutOfBounds, RatesExceedEdge, RatesExceedCeiling, EdgeContended
   */
  setEdge(tenantId: number, gameId: string, edgeBps: number): Promise<GameVersionView[]>;
}

/** @param pool under `fairhouse_api` */
export function createGameVersions(pool: pg.Pool): GameVersions {
  return {
    games: (tenantId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const versions = Map.groupBy(await findGameConfigs(client, tenantId), ({ game }) => game);
        return gameViews.map((view) => ({
          ...view,
          edgeBps: versions.get(view.id)?.[0]?.edge_bps ?? view.edgeBps,
        }));
      }),

    list: (tenantId, gameId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const { id } = findGame(gameId);
        return (await listGameVersions(client, tenantId, id)).map(viewOf);
      }),

    setEdge: (tenantId, gameId, edgeBps) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const game = findGame(gameId);
        const config = gameConfigOf(game, edgeBps);
        // Takes the lock behind which rates change, so that neither outruns the other.
        await requireEdgeCoversRates(client, tenantId, edgeBps);
        await putIntoForce(client, tenantId, { game: game.id, edgeBps, config });
        return (await listGameVersions(client, tenantId, game.id)).map(viewOf);
      }),
  };
}

/** Makes it the newest version, also when a process puts a version of its own into force at the same moment. */
async function putIntoForce(
  client: pg.ClientBase,
  tenantId: number,
  { game, edgeBps, config }: { readonly game: string; readonly edgeBps: number; readonly config: GameConfig },
): Promise<void> {
  const { canonicalJson: content, hash } = config;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const [newest] = await listGameVersions(client, tenantId, game);
    if (newest?.hash === hash) return;
    const version = (newest?.version ?? 0) + 1;
    if (await insertGameConfig(client, tenantId, { game, version, edgeBps, content, hash })) return;
  }
  throw new EdgeContended(game);
}

function viewOf({ edge_bps: edgeBps, in_force_since: since, ...row }: GameVersionRow): GameVersionView {
  return { ...row, edgeBps, inForceSince: since.toISOString() };
}
