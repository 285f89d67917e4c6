import type pg from "pg";
import { exactTime } from "#backend/db/exactTime.ts";
import type { Page } from "#backend/http/listPage.ts";
import type { ClaimView, CommissionPayoutView } from "#domain/api/commissions.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { pageOfRows, readTimePosition } from "./timePosition.ts";

/** What an agent has earned in one currency, what of it was paid out, and what is left. */
export interface Claim {
  readonly currency: string;
  readonly revenueShareMinor: bigint;
  readonly turnoverMinor: bigint;
  readonly paidOutMinor: bigint;
  /** May be below zero after clawbacks. */
  readonly claimMinor: bigint;
}

interface ClaimRow {
  readonly currency: string;
  readonly revenue_share: string;
  readonly turnover: string;
  readonly paid_out: string;
}

/** The agent's claims by currency; those never earned of are missing. */
export async function findClaims(client: pg.ClientBase, tenantId: number, agentId: string): Promise<Claim[]> {
  const { rows } = await client.query<ClaimRow>(
    `WITH earned AS (
       SELECT currency, sum(revenue_share) AS revenue_share, sum(turnover) AS turnover
       FROM commission_totals WHERE tenant_id = $1 AND agent_id = $2 GROUP BY currency
     ), paid AS (
       SELECT currency, sum(amount) AS paid_out
       FROM commission_payouts WHERE tenant_id = $1 AND agent_id = $2 GROUP BY currency
     )
     SELECT currency, revenue_share::text, turnover::text, coalesce(paid_out, 0)::text AS paid_out
     FROM earned LEFT JOIN paid USING (currency) ORDER BY currency`,
    [tenantId, agentId],
  );
  return rows.map(({ currency, ...sums }) => {
    const revenueShareMinor = BigInt(sums.revenue_share);
    const turnoverMinor = BigInt(sums.turnover);
    const paidOutMinor = BigInt(sums.paid_out);
    const claimMinor = revenueShareMinor + turnoverMinor - paidOutMinor;
    return { currency, revenueShareMinor, turnoverMinor, paidOutMinor, claimMinor };
  });
}

export function toClaimView({ currency, ...minor }: Claim): ClaimView {
  return {
    currency,
    revenueShare: minor.revenueShareMinor.toString(),
    turnover: minor.turnoverMinor.toString(),
    paidOut: minor.paidOutMinor.toString(),
    claim: minor.claimMinor.toString(),
  };
}

/** The shard that owes the most, which a payout comes from; null when none was opened yet. */
export async function findRichestPayable(
  client: pg.ClientBase,
  tenantId: number,
  currency: string,
): Promise<bigint | null> {
  const { rows } = await client.query<{ id: bigint }>(
    `SELECT id FROM accounts
     WHERE tenant_id = $1 AND kind = 'commission_payable' AND owner_id IS NULL AND currency = $2
     ORDER BY balance DESC, id LIMIT 1`,
    [tenantId, currency],
  );
  return rows[0]?.id ?? null;
}

interface PayoutRow {
  readonly id: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly created_at: Date;
}

/** A payout, and what was asked for. */
export interface StandingPayout {
  readonly view: CommissionPayoutView;
  /** Null: everything that there was. */
  readonly askedMinor: bigint | null;
}

export async function insertPayout(
  client: pg.ClientBase,
  tenantId: number,
  payout: {
    readonly id: string;
    readonly agentId: string;
    readonly currency: string;
    readonly amountMinor: bigint;
    readonly askedMinor: bigint | null;
  },
): Promise<void> {
  await client.query(
    `INSERT INTO commission_payouts (tenant_id, id, agent_id, currency, amount, asked)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [tenantId, payout.id, payout.agentId, payout.currency, payout.amountMinor, payout.askedMinor],
  );
}

/** @returns null when there is no such payout */
export async function findPayout(
  client: pg.ClientBase,
  tenantId: number,
  id: string,
): Promise<StandingPayout | null> {
  const { rows } = await client.query<PayoutRow & { asked: bigint | null }>(
    "SELECT id, currency, amount, asked, created_at FROM commission_payouts WHERE tenant_id = $1 AND id = $2",
    [tenantId, id],
  );
  return rows[0] === undefined ? null : { view: toPayoutView(rows[0]), askedMinor: rows[0].asked };
}

/** The agent's payouts, newest first. @throws CursorInvalid */
export async function listPayouts(
  client: pg.ClientBase,
  tenantId: number,
  { agentId, page }: { readonly agentId: string; readonly page: PageQuery },
): Promise<Page<CommissionPayoutView>> {
  const after = readTimePosition(page.cursor);
  const { rows } = await client.query<PayoutRow & { exactly: string }>(
    `SELECT id, currency, amount, created_at, ${exactTime("created_at")} AS exactly FROM commission_payouts
     WHERE tenant_id = $1 AND agent_id = $2 AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
     ORDER BY created_at DESC, id DESC LIMIT $5`,
    [tenantId, agentId, after?.at ?? null, after?.id ?? null, page.limit + 1],
  );
  return pageOfRows(rows, page.limit, toPayoutView);
}

function toPayoutView({ id, currency, amount, created_at: at }: PayoutRow): CommissionPayoutView {
  return { id, currency, amount: amount.toString(), createdAt: at.toISOString() };
}
