import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";
import { closePeriods, findPeriodsThatAreOver, findTenantIds, holdClosing } from "./closedPeriods.store.ts";

/** Days of one house that are added up before the others have their turn. */
const MAX_STEPS = 100;

/**
 * Adds up what agents have earned in periods that are over, so that statements need not: of all houses, and in any number of
 * processes at once. A period is found to be over in one call and closed in a later one. However seldom that happens, or if
 * it never does, statements are exact, only slower.
 */
export async function closeCommissionPeriods(pool: pg.Pool): Promise<void> {
  for (const tenantId of await findTenantIds(pool)) {
    for (let step = 0; step < MAX_STEPS; step += 1) {
      if (!(await closeStep(pool, tenantId))) break;
    }
  }
}

/** @returns true when there is more to close */
function closeStep(pool: pg.Pool, tenantId: number): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    if (!(await holdClosing(client, tenantId))) return false;
    if (await closePeriods(client, tenantId)) return true;
    await findPeriodsThatAreOver(client, tenantId);
    return false;
  });
}
