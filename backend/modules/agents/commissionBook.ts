import type pg from "pg";
import { createRecentlyUsed } from "#backend/recentlyUsed.ts";
import type { CommissionPlan } from "#domain/agents/rates.ts";
import { invariant } from "#domain/errors.ts";
import { findPlans } from "./plans.store.ts";

/** Plans kept at a time, some hundred bytes each. */
const MAX_PLANS = 50_000;

/** Commission plans by id. A plan never changes, so what was read once holds for ever. */
export interface CommissionBook {
  /**
   * The plans that the given ids name (null: no plan), reading those not met lately. The ids must come from
   * `agents.plan_id` as the same transaction sees it, or from bets.
   */
  load(
    client: pg.ClientBase,
    tenantId: number,
    planIds: Iterable<bigint | null>,
  ): Promise<ReadonlyMap<bigint, CommissionPlan>>;
}

export function createCommissionBook(maxPlans: number = MAX_PLANS): CommissionBook {
  const known = createRecentlyUsed<bigint, CommissionPlan>(maxPlans);

  return {
    async load(client, tenantId, planIds) {
      const wanted = new Map<bigint, CommissionPlan>();
      const missing = new Set<bigint>();
      for (const id of planIds) {
        if (id === null || wanted.has(id)) continue;
        const plan = known.find(id);
        if (plan === undefined) missing.add(id);
        else wanted.set(id, plan);
      }
      const read = missing.size === 0 ? [] : await findPlans(client, tenantId, [...missing]);
      invariant(read.length === missing.size, "a plan in force can be read");
      for (const plan of read) {
        wanted.set(plan.id, plan);
        known.keep(plan.id, plan);
      }
      return wanted;
    },
  };
}
