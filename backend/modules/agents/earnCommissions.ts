import type pg from "pg";
import { gatherCommissions } from "#domain/agents/commissions.ts";
import { type CommissionAccounts, commissionCtes, commissionValues } from "./commissionWrites.ts";
import { findPlans, findPlansOfUsers } from "./plans.store.ts";

/** Bets of one currency and one edge that are settled together. */
export interface EarningBets extends CommissionAccounts {
  readonly tenantId: number;
  readonly currency: string;
  readonly edgeBps: number;
  /** Of both accounts. */
  readonly shard: number;
  readonly bets: readonly { readonly id: string; readonly userId: string; readonly stakeMinor: bigint }[];
}

/**
 * Earns agents what the bets give under the plans in force now: their lines, transfers, totals and the balances of both
 * accounts, which the caller holds locked. For bets that are settled outside the bet engine's batches.
 *
 * @returns the sum, and the plan of each player who has an agent, which the bets are to name
 */
export async function earnCommissions(
  client: pg.ClientBase,
  { tenantId, currency, edgeBps, shard, bets, ...accounts }: EarningBets,
): Promise<{ commissionsMinor: bigint; planIds: ReadonlyMap<string, bigint> }> {
  const userIds = [...new Set(bets.map(({ userId }) => userId))];
  const planIds = await findPlansOfUsers(client, tenantId, userIds);
  const found = await findPlans(client, tenantId, [...new Set(planIds.values())]);
  const plans = new Map(found.map((plan) => [plan.id, plan]));
  const commissions = gatherCommissions(
    bets.map(({ id, userId, stakeMinor }) => {
      const planId = planIds.get(userId);
      const plan = planId === undefined ? undefined : plans.get(planId);
      return { betId: id, currency, stakeMinor, edgeBps, plan };
    }),
  );
  const commissionsMinor = commissions.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (commissions.length > 0) {
    await client.query({
      name: "commissions_earned",
      text: WRITE_COMMISSIONS,
      values: [
        tenantId,
        accounts.bankrollAccountId,
        accounts.payableAccountId,
        commissionsMinor,
        ...commissionValues({ commissions, accounts: new Map([[currency, accounts]]), shard }),
      ],
    });
  }
  return { commissionsMinor, planIds };
}

const FIRST_COMMISSION = 5;

const WRITE_COMMISSIONS = `
  WITH ${commissionCtes(FIRST_COMMISSION)}
  UPDATE accounts SET balance = balance + CASE id WHEN $2::bigint THEN -$4::bigint ELSE $4::bigint END
  WHERE tenant_id = $1 AND id IN ($2::bigint, $3::bigint)`;
