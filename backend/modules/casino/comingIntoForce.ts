import type pg from "pg";
import { saveAlert } from "#backend/db/alertStore.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { holdRates, requireNewGameCoversRates } from "#backend/modules/agents/edgeFloor.ts";
import { findGameConfigs, insertGameConfig } from "#backend/modules/casino/gameConfig.store.ts";
import {
  findWithheldGames,
  removeWithheldGame,
  writeWithheldGame,
} from "#backend/modules/casino/withheldGames.store.ts";
import { RatesExceedCeiling, RatesExceedEdge } from "#domain/agents/ceiling.ts";

/** The version of a game that this code would play by, and that a house does not have yet. */
export interface ComingVersion {
  readonly game: string;
  /** The highest that the house has; 0 when the game is new to it. */
  readonly newest: number;
  readonly edgeBps: number;
  readonly content: string;
  readonly hash: string;
  /** True when the house offers the game at this edge or a lower one already, so that agents get no more of it. */
  readonly isAsCostly: boolean;
}

/**
 * Puts versions into force that came with the code. A game whose edge leaves less than agents on some path are given is
 * withheld, with its reason on record and an alert, until an administrator sets an edge that passes; the other games go on.
 * @param pool under `fairhouse_engine`
 */
export async function bringIntoForce(
  pool: pg.Pool,
  tenantId: number,
  coming: readonly ComingVersion[],
): Promise<void> {
  for (const version of coming.filter(({ isAsCostly }) => isAsCostly)) {
    await inTransaction(pool, (client) => offer(client, tenantId, version));
  }
  const costlier = coming.filter(({ isAsCostly }) => !isAsCostly);
  if (costlier.length === 0) return;
  // Asked before the lock, which is taken once for each version: house books are read many times a second.
  const withheld = new Set((await findWithheldGames(pool, tenantId)).map(({ hash }) => hash));
  const unseen = costlier.filter(({ hash }) => !withheld.has(hash));
  if (unseen.length === 0) return;
  await inTransaction(pool, async (client) => {
    await holdRates(client, tenantId);
    const known = Map.groupBy(await findGameConfigs(client, tenantId), ({ game }) => game);
    for (const version of unseen) {
      // Another process was here first, or an administrator: what was decided is read next.
      if ((known.get(version.game)?.[0]?.version ?? 0) !== version.newest) continue;
      await offerOrWithhold(client, tenantId, version);
    }
  });
}

async function offerOrWithhold(
  client: pg.ClientBase,
  tenantId: number,
  version: ComingVersion,
): Promise<void> {
  const { game, edgeBps, hash } = version;
  try {
    await requireNewGameCoversRates(client, tenantId, { game, edgeBps });
  } catch (error) {
    if (!(error instanceof RatesExceedEdge || error instanceof RatesExceedCeiling)) throw error;
    const { agentId, sumBps, ceilingBps, message: reason } = error;
    await writeWithheldGame(client, tenantId, { game, hash, edgeBps, reason });
    const details = { game, edgeBps, agentId, sumBps, ceilingBps };
    await saveAlert(client, { tenantId, kind: "game_withheld", subject: `game ${game}`, details });
    return;
  }
  await offer(client, tenantId, version);
}

async function offer(client: pg.ClientBase, tenantId: number, coming: ComingVersion): Promise<void> {
  const { game, newest, edgeBps, content, hash } = coming;
  const config = { game, version: newest + 1, edgeBps, content, hash, actorId: null };
  await insertGameConfig(client, tenantId, config);
  await removeWithheldGame(client, tenantId, game);
}
