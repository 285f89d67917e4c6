import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import type { Page } from "#backend/http/listPage.ts";
import { requireEdgeCoversRates } from "#backend/modules/agents/edgeFloor.ts";
import {
  findGameConfigs,
  insertGameConfig,
  listGameVersions,
} from "#backend/modules/casino/gameConfig.store.ts";
import { gameVersionView, versionInForceView } from "#backend/modules/casino/gameVersionViews.ts";
import { gameViews } from "#backend/modules/casino/gameViews.ts";
import { listPayChanges } from "#backend/modules/casino/payChanges.store.ts";
import {
  edgeInForce,
  type Versions,
  versionInForce,
  versionsByGame,
} from "#backend/modules/casino/versionInForce.ts";
import { findVersionOrigins } from "#backend/modules/casino/versionOrigins.store.ts";
import { findWithheldGames, removeWithheldGame } from "#backend/modules/casino/withheldGames.store.ts";
import type {
  GameInForceView,
  GameVersionView,
  PayChangeView,
  WithheldGameView,
} from "#domain/api/gameVersions.ts";
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
  /** The games on offer, each with the version that it is played by. */
  inForce(tenantId: number): Promise<GameInForceView[]>;
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
  changes(tenantId: number, page: PageQuery): Promise<Page<PayChangeView>>;
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
        const known = versionsByGame(await findGameConfigs(client, tenantId));
        const withheld = new Set((await withheldGames(client, tenantId, known)).map(({ game }) => game.id));
        return gameViews
          .filter(({ id }) => !withheld.has(id))
          .map((view) => ({ ...view, edgeBps: edgeInForce(findGame(view.id), known) }));
      }),

    inForce: (tenantId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const known = versionsByGame(await findGameConfigs(client, tenantId));
        const withheld = new Set((await withheldGames(client, tenantId, known)).map(({ game }) => game.id));
        const offered = [...games.values()]
          .filter(({ id }) => !withheld.has(id))
          .map((game) => ({ game, configId: versionInForce(game, known)?.id }));
        const ids = offered.flatMap(({ configId }) => configId ?? []);
        const origins = new Map(
          (await findVersionOrigins(client, tenantId, ids)).map((row) => [row.id, row]),
        );
        return offered.map(({ game, configId }) => {
          const origin = configId === undefined ? undefined : origins.get(configId);
          return {
            ...{ id: game.id, name: game.name, bounds: game.edge, edgeBps: edgeInForce(game, known) },
            version: origin === undefined ? null : versionInForceView(origin),
          };
        });
      }),

    withheld: (tenantId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const known = versionsByGame(await findGameConfigs(client, tenantId));
        return (await withheldGames(client, tenantId, known)).map(({ game, row }) => ({
          ...{ id: game.id, name: game.name, bounds: game.edge },
          ...{ edgeBps: row.edge_bps, reason: row.reason, since: row.withheld_since.toISOString() },
        }));
      }),

    list: (tenantId, gameId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const { id } = findGame(gameId);
        return (await listGameVersions(client, tenantId, id)).map(gameVersionView);
      }),

    setEdge: ({ tenantId, actorId, gameId, edgeBps }) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const game = findGame(gameId);
        const config = gameConfigOf(game, edgeBps);
        // Takes the lock behind which rates change, so that neither outruns the other.
        await requireEdgeCoversRates(client, tenantId, edgeBps);
        await putIntoForce(client, tenantId, { game: game.id, edgeBps, config, actorId });
        await removeWithheldGame(client, tenantId, game.id);
        return (await listGameVersions(client, tenantId, game.id)).map(gameVersionView);
      }),

    changes: (tenantId, page) =>
      inTenantTransaction(pool, tenantId, (client) => listPayChanges(client, tenantId, page)),
  };
}

/**
 * The games of this code that the house does not play. What is on record of a game that another release has brought back
 * into force, or never took out of it, is not of this code.
 */
async function withheldGames(client: pg.ClientBase, tenantId: number, known: Versions) {
  const rows = await findWithheldGames(client, tenantId);
  return rows.flatMap((row) => {
    const game = games.get(row.game);
    return game === undefined || versionInForce(game, known) !== undefined ? [] : [{ game, row }];
  });
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
