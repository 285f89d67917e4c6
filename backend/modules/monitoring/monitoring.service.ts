import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import type { Page } from "#backend/http/listPage.ts";
import type {
  ReconciliationQuery,
  ReconciliationReport,
  ReconciliationView,
} from "#domain/api/monitoring.ts";
import type { SuspenseItem, SuspenseQuery } from "#domain/api/suspense.ts";
import { brieflyKept } from "./brieflyKept.ts";
import { findIndexers, findPayoutsStanding } from "./indexers.store.ts";
import { findLatest, listComparisons } from "./reconciliation.store.ts";
import { listSuspense } from "./suspense.store.ts";

/** Anybody may ask for these, so the database is asked only so often for each house. */
const REPORT_MAX_AGE_MS = 1_000;

export interface Monitoring {
  report(tenantId: number): Promise<ReconciliationReport>;
  /** @throws CursorInvalid */
  history(tenantId: number, query: ReconciliationQuery): Promise<Page<ReconciliationView>>;
  /** @throws CursorInvalid */
  suspense(tenantId: number, query: SuspenseQuery): Promise<Page<SuspenseItem>>;
}

export interface MonitoringDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}

export function createMonitoring({ pool, clock }: MonitoringDeps): Monitoring {
  return {
    report: brieflyKept({
      clock,
      maxAgeMs: REPORT_MAX_AGE_MS,
      read: (tenantId) =>
        inTenantTransaction(pool, tenantId, async (client) => ({
          items: await findLatest(client, tenantId),
          indexers: await findIndexers(client, tenantId, clock.now()),
          payouts: await findPayoutsStanding(client, tenantId),
        })),
    }),

    history: (tenantId, query) =>
      inTenantTransaction(pool, tenantId, (client) => listComparisons(client, tenantId, query)),

    suspense: (tenantId, query) =>
      inTenantTransaction(pool, tenantId, (client) => listSuspense(client, tenantId, query)),
  };
}
