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
import { listPayChanges, type PayChangePage } from "#backend/modules/casino/payChanges.store.ts";
import { findWithheldGames, removeWithheldGame } from "#backend/modules/casino/withheldGames.store.ts";
import type { GameVersionView, WithheldGameView } from "#domain/api/gameVersions.ts";
import type { GameView } from "#domain/api/houseConfig.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type GameConfig, gameConfigOf } from "#domain/games/gameConfig.ts";
import { findGame, games } from "#domain/games/registry.ts";

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
  /** Every game on offer, with the edge that the house has set it to. */
  games(tenantId: number): Promise<GameView[]>;
  /** The games that are not on offer, because agents would be given more of them than they may. */
  withheld(tenantId: number): Promise<WithheldGameView[]>;
  /** All versions of a game, the newest first. @throws UnknownGame */
  list(tenantId: number, gameId: string): Promise<GameVersionView[]>;
  /**
   * Sets a game's edge: bets are decided by it a tenth of a second later at most.
   * @throws UnknownGame, EdgeOutOfBounds, RatesExceedEdge, RatesExceedCeiling, EdgeContended
   */
  setEdge(order: EdgeOrder): Promise<GameVersionView[]>;
  /** Who changed how games and crash tables pay, the newest change first. @throws CursorInvalid */
  changes(tenantId: number, page: PageQuery): Promise<PayChangePage>;
}

/** What an administrator wants a game's edge to be. */
export interface EdgeOrder {
  readonly tenantId: number;
  readonly actorId: string;
  readonly gameId: string;
  readonly edgeBps: number;
}

/** @param pool under `fairhouse_api` */
export function createGameVersions(pool: pg.Pool): GameVersions {
  return {
    games: (tenantId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const versions = Map.groupBy(await findGameConfigs(client, tenantId), ({ game }) => game);
        const withheld = new Set((await findWithheldGames(client, tenantId)).map(({ game }) => game));
        return gameViews
          .filter(({ id }) => !withheld.has(id))
          .map((view) => ({
            ...view,
            edgeBps: versions.get(view.id)?.[0]?.edge_bps ?? view.edgeBps,
          }));
      }),

    withheld: (tenantId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const rows = await findWithheldGames(client, tenantId);
        return rows.flatMap(({ game: id, edge_bps: edgeBps, reason, withheld_since: since }) => {
          const game = games.get(id);
          if (game === undefined) return [];
          return [{ id, name: game.name, bounds: game.edge, edgeBps, reason, since: since.toISOString() }];
        });
      }),

    list: (tenantId, gameId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const { id } = findGame(gameId);
        return (await listGameVersions(client, tenantId, id)).map(viewOf);
      }),

    setEdge: ({ tenantId, actorId, gameId, edgeBps }) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const game = findGame(gameId);
        const config = gameConfigOf(game, edgeBps);
        // Takes the lock behind which rates change, so that neither outruns the other.
        await requireEdgeCoversRates(client, tenantId, edgeBps);
        await putIntoForce(client, tenantId, { game: game.id, edgeBps, config, actorId });
        await removeWithheldGame(client, tenantId, game.id);
        return (await listGameVersions(client, tenantId, game.id)).map(viewOf);
      }),

    changes: (tenantId, page) =>
      inTenantTransaction(pool, tenantId, (client) => listPayChanges(client, tenantId, page)),
  };
}

/** Makes it the newest version, also when a process puts a version of its own into force at the same moment. */
async function putIntoForce(
  client: pg.ClientBase,
  tenantId: number,
  { game, edgeBps, config, actorId }: SetVersion,
): Promise<void> {
  const { canonicalJson: content, hash } = config;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const [newest] = await listGameVersions(client, tenantId, game);
    if (newest?.hash === hash) return;
    const version = (newest?.version ?? 0) + 1;
    if (await insertGameConfig(client, tenantId, { game, version, edgeBps, content, hash, actorId })) return;
  }
  throw new EdgeContended(game);
}

interface SetVersion {
  readonly game: string;
  readonly edgeBps: number;
  readonly config: GameConfig;
  readonly actorId: string;
}

function viewOf({ edge_bps: edgeBps, in_force_since: since, ...row }: GameVersionRow): GameVersionView {
  return { ...row, edgeBps, inForceSince: since.toISOString() };
}
