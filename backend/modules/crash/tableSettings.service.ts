import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import { requireEdgeCoversRates } from "#backend/modules/agents/edgeFloor.ts";
import type { CrashTableSettings, SetCrashTableRequest } from "#domain/api/crashTables.ts";
import type { TableSettings } from "./table.ts";
import { listSettings, lockTable, recordTableChange, updateTable } from "./tableSettings.store.ts";

export interface TableOrder {
  readonly tenantId: number;
  /** The administrator who decides. */
  readonly actorId: string;
  readonly currency: string;
  readonly request: SetCrashTableRequest;
}

/**
 * Sets a table up; it holds from the next round, or the next chain, on. Each change is recorded.
 * @throws NotFound, RatesExceedEdge, RatesExceedCeiling
 */
export type SetTable = (order: TableOrder) => Promise<CrashTableSettings>;

/** @param pool under `fairhouse_api` */
export function createSetTable(pool: pg.Pool): SetTable {
  return ({ tenantId, actorId, currency, request }) =>
    inTenantTransaction(pool, tenantId, async (client) => {
      // Takes the lock behind which rates change, before the table's own, so that neither outruns the other.
      if (request.edgeBps !== undefined) await requireEdgeCoversRates(client, tenantId, request.edgeBps);
      const table = await lockTable(client, { tenantId, currency });
      if (table === undefined) throw new NotFound("table");
      const before = settingsOf(table);
      const after = changed(before, request);
      if (isSame(before, after)) return before;
      await updateTable(client, tenantId, after);
      await recordTableChange(client, tenantId, { actorId, before, after });
      return after;
    });
}

/** How the tables of a house are set up, the public part and the house's own. */
export type ListTables = (tenantId: number) => Promise<CrashTableSettings[]>;

/** @param pool under `fairhouse_api` */
export function createListTables(pool: pg.Pool): ListTables {
  return (tenantId) =>
    inTenantTransaction(pool, tenantId, async (client) =>
      (await listSettings(client, tenantId)).map(settingsOf),
    );
}

function settingsOf(table: TableSettings): CrashTableSettings {
  const { currency, isOpen, edgeBps, bettingMs, pauseMs, ceiling, roundRiskBps, chainGames } = table;
  const terms = { ceilingHundredths: ceiling, roundRiskBps, chainGames };
  return { currency, isOpen, edgeBps, bettingMs, pauseMs, ...terms };
}

/** What is left out stays as it is. */
function changed(before: CrashTableSettings, request: SetCrashTableRequest): CrashTableSettings {
  return {
    currency: before.currency,
    isOpen: request.isOpen ?? before.isOpen,
    edgeBps: request.edgeBps ?? before.edgeBps,
    bettingMs: request.bettingMs ?? before.bettingMs,
    pauseMs: request.pauseMs ?? before.pauseMs,
    ceilingHundredths: request.ceilingHundredths ?? before.ceilingHundredths,
    roundRiskBps: request.roundRiskBps ?? before.roundRiskBps,
    chainGames: request.chainGames ?? before.chainGames,
  };
}

function isSame(a: CrashTableSettings, b: CrashTableSettings): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
