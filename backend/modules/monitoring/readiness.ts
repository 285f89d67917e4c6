import type { Redis } from "ioredis";
import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import type { Database } from "#backend/db/client.ts";
import { isMigrated } from "#backend/db/migrate.ts";
import type { Check, CheckResult } from "#backend/http/health.ts";
import type { Tenants } from "#backend/modules/house/tenants.ts";

/** The indexer writes its cursor with every block it sees; silence this long means that it, or the chain, stands. */
const MAX_HEAD_AGE_MS = 60_000;

export interface ReadinessDeps {
  readonly pool: pg.Pool;
  readonly db: Database;
  readonly redis: Redis;
  readonly tenants: Tenants;
  readonly clock: Clock;
}

/** What the API needs to serve. Deposits and payouts may stand still while bets go on: that is stale, not failed. */
export function readinessChecks({ pool, db, redis, tenants, clock }: ReadinessDeps): Record<string, Check> {
  return {
    database: async () => {
      await pool.query("SELECT 1");
      return { state: "ok" };
    },
    migrations: async () =>
      (await isMigrated(pool)) ? { state: "ok" } : { state: "failed", detail: "some are not applied" },
    redis: async () => {
      await redis.ping();
      return { state: "ok" };
    },
    chain: async (): Promise<CheckResult> => {
      const tenant = await tenants.find("");
      const cursor = await db.forTenant(tenant.id).chainCursor.findFirst({ orderBy: { updatedAt: "desc" } });
      if (cursor === null) return { state: "stale", detail: "nothing indexed yet" };
      const ageMs = clock.now() - cursor.updatedAt.getTime();
      const detail = `head ${cursor.headNumber}, seen ${Math.round(ageMs / 1_000)} s ago`;
      return { state: ageMs <= MAX_HEAD_AGE_MS ? "ok" : "stale", detail };
    },
  };
}
