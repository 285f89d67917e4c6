import { randomUUID } from "node:crypto";
import { columnRows } from "#backend/db/columnRows.ts";
import { bigintColumn, textColumn, uuidColumn } from "#backend/db/columns.ts";
import type { Commission } from "#domain/agents/commissions.ts";
import { invariant } from "#domain/errors.ts";

/** The accounts that a batch's commissions of one currency move between: shards of the same number. */
export interface CommissionAccounts {
  readonly bankrollAccountId: bigint;
  readonly payableAccountId: bigint;
}

export interface CommissionWrites {
  readonly commissions: readonly Commission[];
  /** By currency. */
  readonly accounts: ReadonlyMap<string, CommissionAccounts>;
  /** Of the accounts; whoever writes holds their locks. */
  readonly shard: number;
}

const COLUMNS = {
  id: "uuid",
  agent_id: "uuid",
  currency: "text",
  revenue_share: "bigint",
  turnover: "bigint",
  bet_ids: "text",
  bankroll_id: "bigint",
  payable_id: "bigint",
} as const;
const COLUMN_COUNT = Object.keys(COLUMNS).length;

/** How many values `commissionValues` makes: the columns, and the shard. */
export const COMMISSION_PARAMETERS = COLUMN_COUNT + 1;

/**
 * Parts of a WITH clause that write commissions: their lines, a transfer for each, and their agents' totals. The
 * balances of the accounts are written by whoever holds them.
 *
 * @param first the number of the first of the statement's parameters that `commissionValues` fills; $1 is the tenant
 */
export function commissionCtes(first: number): string {
  return `
  commission AS MATERIALIZED (
    SELECT * FROM ${columnRows(first, COLUMNS)} AS line
  ), written_commission_lines AS (
    INSERT INTO commission_lines (tenant_id, id, agent_id, currency, revenue_share, turnover, bet_ids)
    SELECT $1, id, agent_id, currency, revenue_share, turnover, bet_ids::uuid[] FROM commission
  ), written_commission_transfers AS (
    INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
    SELECT $1, id, 0, 'commission_accrued', bankroll_id, payable_id, revenue_share + turnover FROM commission
  ), written_commission_totals AS (
    INSERT INTO commission_totals AS total (tenant_id, agent_id, currency, shard, revenue_share, turnover)
    SELECT $1, agent_id, currency, $${first + COLUMN_COUNT}::smallint, revenue_share, turnover FROM commission
    ON CONFLICT (tenant_id, agent_id, currency, shard) DO UPDATE SET
      revenue_share = total.revenue_share + EXCLUDED.revenue_share,
      turnover = total.turnover + EXCLUDED.turnover
  )`;
}

/** The values of the parameters of `commissionCtes`. */
export function commissionValues({ commissions, accounts, shard }: CommissionWrites): unknown[] {
  const accountsOf = commissions.map(({ currency }) => {
    const found = accounts.get(currency);
    invariant(found !== undefined, "a batch knows the accounts of the currencies that it plays in");
    return found;
  });
  return [
    uuidColumn(commissions.map(() => randomUUID())),
    uuidColumn(commissions.map(({ agentId }) => agentId)),
    textColumn(commissions.map(({ currency }) => currency)),
    bigintColumn(commissions.map(({ revenueShareMinor }) => revenueShareMinor)),
    bigintColumn(commissions.map(({ turnoverMinor }) => turnoverMinor)),
    // Lists of lists must be of one length in Postgres; these are taken apart as text.
    textColumn(commissions.map(({ betIds }) => `{${betIds.join(",")}}`)),
    bigintColumn(accountsOf.map(({ bankrollAccountId }) => bankrollAccountId)),
    bigintColumn(accountsOf.map(({ payableAccountId }) => payableAccountId)),
    shard,
  ];
}
