import type pg from "pg";
import { createRecentlyUsed } from "#backend/recentlyUsed.ts";
import { measureLimits, type NamedLimit } from "#domain/limits/measureLimits.ts";
import type { LimitStanding } from "#domain/limits/playerLimits.ts";
import { findKeptLimits } from "./keptLimits.store.ts";
import { loadMovements } from "./movements.store.ts";

/** The limits of a player by currency, which move on as bets are decided. */
export type LimitsByCurrency = Map<string, readonly LimitStanding[]>;

/**
 * The limits of players, which are remembered between batches: with each batch the database tells which version of them is
 * in force and what they are measured by, and only those of another version are read.
 */
export interface LimitBook {
  /**
   * The limits in force in the given currencies and how much of them is used, by player. Players without limits are left
   * out. Call with the players' cash accounts locked.
   */
  load(client: pg.ClientBase, tenantId: number, wanted: WantedLimits): Promise<Map<string, LimitsByCurrency>>;
}

export interface WantedLimits {
  readonly userIds: readonly string[];
  readonly currencies: readonly string[];
}

interface RememberedLimits {
  readonly version: bigint;
  readonly byCurrency: ReadonlyMap<string, readonly NamedLimit[]>;
}

/** Players kept at a time, about two kilobytes each with all limits in one currency. */
const MAX_PLAYERS = 20_000;

export function createLimitBook(maxPlayers: number = MAX_PLAYERS): LimitBook {
  const remembered = createRecentlyUsed<string, RememberedLimits>(maxPlayers);

  /** Reads what changed; under the players' locks, nothing older than the version that was told can be read. */
  async function read(
    client: pg.ClientBase,
    tenantId: number,
    versions: ReadonlyMap<string, bigint>,
  ): Promise<Map<string, RememberedLimits>> {
    if (versions.size === 0) return new Map();
    const kept = Map.groupBy(
      await findKeptLimits(client, tenantId, [...versions.keys()]),
      ({ userId }) => userId,
    );
    return new Map(
      [...versions].map(([userId, version]) => {
        const byCurrency = Map.groupBy(kept.get(userId) ?? [], ({ currency }) => currency);
        const limits = { version, byCurrency };
        remembered.keep(keyOf(tenantId, userId), limits);
        return [userId, limits];
      }),
    );
  }

  return {
    async load(client, tenantId, { userIds, currencies }) {
      const moved = await loadMovements(client, tenantId, userIds, currencies);
      const known = new Map<string, RememberedLimits>();
      const changed = new Map<string, bigint>();
      for (const { userId, version } of moved) {
        const limits = remembered.find(keyOf(tenantId, userId));
        if (limits?.version === version) known.set(userId, limits);
        else changed.set(userId, version);
      }
      const fresh = await read(client, tenantId, changed);
      const standings = new Map<string, LimitsByCurrency>();
      for (const { userId, currency, movements, nowMs } of moved) {
        const limits = known.get(userId) ?? fresh.get(userId);
        const own = limits?.byCurrency.get(currency);
        if (own === undefined) continue;
        const ofPlayer = standings.get(userId) ?? new Map();
        standings.set(userId, ofPlayer.set(currency, measureLimits(own, movements, nowMs)));
      }
      return standings;
    },
  };
}

function keyOf(tenantId: number, userId: string): string {
  return `${tenantId}/${userId}`;
}
