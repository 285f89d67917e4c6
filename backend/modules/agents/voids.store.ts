import type pg from "pg";
import type { VoidView } from "#domain/api/commissions.ts";

/** A settled bet, as far as undoing it needs. */
export interface VoidableBet {
  readonly id: string;
  readonly userId: string;
  readonly currency: string;
  readonly stakeMinor: bigint;
  readonly payoutMinor: bigint;
  readonly edgeBps: number;
  readonly planId: bigint | null;
  /** Exactly, in the database's own words. */
  readonly placedAt: string;
}

interface BetRow {
  readonly id: string;
  readonly user_id: string;
  readonly currency: string;
  readonly stake: bigint;
  readonly payout: bigint;
  readonly edge_bps: number;
  readonly commission_plan_id: bigint | null;
  readonly placed_at: string;
}

/**
 * The settled bet with this id: found by its postings, which tell the month, or among those of crash rounds that were settled;
 * null when there is none.
 */
export async function findBet(
  client: pg.ClientBase,
  tenantId: number,
  betId: string,
): Promise<VoidableBet | null> {
  const { rows } = await client.query<BetRow>(
    `SELECT bets.id, bets.user_id, bets.currency, bets.stake, bets.payout, bets.edge_bps, bets.commission_plan_id,
       bets.created_at::text AS placed_at
     FROM transfers
     JOIN bets ON bets.tenant_id = transfers.tenant_id AND bets.id = transfers.cause_id
       AND bets.created_at = transfers.created_at
     WHERE transfers.tenant_id = $1 AND transfers.cause_id = $2
     UNION ALL
     SELECT bet.id, bet.user_id, bet.currency, bet.stake, bet.payout, round.edge_bps, bet.commission_plan_id,
       bet.settled_at::text
     FROM crash_bets AS bet
     JOIN crash_rounds AS round ON round.tenant_id = bet.tenant_id AND round.id = bet.round_id
     WHERE bet.tenant_id = $1 AND bet.id = $2 AND round.phase = 'settled'
     LIMIT 1`,
    [tenantId, betId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    id: row.id,
    userId: row.user_id,
    currency: row.currency,
    stakeMinor: row.stake,
    payoutMinor: row.payout,
    edgeBps: row.edge_bps,
    planId: row.commission_plan_id,
    placedAt: row.placed_at,
  };
}

export interface NewVoid {
  readonly bet: VoidableBet;
  readonly actorId: string;
  readonly reason: string;
}

/** @returns false when the bet was voided before; who voids it at the same moment is waited for */
export async function insertVoid(
  client: pg.ClientBase,
  tenantId: number,
  { bet, actorId, reason }: NewVoid,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO bet_voids (tenant_id, bet_id, bet_at, user_id, actor_id, reason) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, bet_id) DO NOTHING`,
    [tenantId, bet.id, bet.placedAt, bet.userId, actorId, reason],
  );
  return rowCount === 1;
}

export interface Clawback {
  readonly id: string;
  readonly agentId: string;
  readonly revenueShareMinor: bigint;
  readonly turnoverMinor: bigint;
}

/** Which shard of the house's accounts takes back what voided bets earned. */
export const CLAWBACK_SHARD = 0;

/**
 * Writes what agents lose again: negative lines, and lower totals. Call with the payable account of the shard locked,
 * which guards the totals.
 */
export async function insertClawbacks(
  client: pg.ClientBase,
  tenantId: number,
  bet: VoidableBet,
  clawbacks: readonly Clawback[],
): Promise<void> {
  await client.query(
    `WITH clawback AS MATERIALIZED (
       SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
         AS line (id, agent_id, revenue_share, turnover)
     ), written AS (
       INSERT INTO commission_lines (tenant_id, id, agent_id, currency, revenue_share, turnover, bet_ids, bets_at)
       SELECT $1, id, agent_id, $6, -revenue_share, -turnover, ARRAY[$7::uuid], $8::timestamptz FROM clawback
     )
     INSERT INTO commission_totals AS total (tenant_id, agent_id, currency, shard, revenue_share, turnover)
     SELECT $1, agent_id, $6, $9::smallint, -revenue_share, -turnover FROM clawback
     ON CONFLICT (tenant_id, agent_id, currency, shard) DO UPDATE SET
       revenue_share = total.revenue_share + EXCLUDED.revenue_share,
       turnover = total.turnover + EXCLUDED.turnover`,
    [
      tenantId,
      clawbacks.map(({ id }) => id),
      clawbacks.map(({ agentId }) => agentId),
      clawbacks.map(({ revenueShareMinor }) => revenueShareMinor),
      clawbacks.map(({ turnoverMinor }) => turnoverMinor),
      bet.currency,
      bet.id,
      bet.placedAt,
      CLAWBACK_SHARD,
    ],
  );
}

interface VoidRow {
  readonly bet_id: string;
  readonly user_id: string;
  readonly reason: string;
  readonly created_at: Date;
  readonly stake: bigint;
  readonly payout: bigint;
  readonly clawed_back: string;
}

/** What became of a voided bet; null when it was not voided. */
export async function findVoid(
  client: pg.ClientBase,
  tenantId: number,
  betId: string,
): Promise<VoidView | null> {
  const { rows } = await client.query<VoidRow>(
    `SELECT void.bet_id, void.user_id, void.reason, void.created_at, bets.stake, bets.payout,
       coalesce((SELECT -sum(line.amount) FROM commission_plans AS plan
         CROSS JOIN jsonb_to_recordset(plan.lines) AS part ("agentId" uuid)
         JOIN commission_lines AS line ON line.tenant_id = void.tenant_id AND line.agent_id = part."agentId"
           AND line.created_at = void.created_at AND line.amount < 0 AND line.bet_ids = ARRAY[void.bet_id]
         WHERE plan.tenant_id = void.tenant_id AND plan.id = bets.commission_plan_id), 0)::text AS clawed_back
     FROM bet_voids AS void
     CROSS JOIN LATERAL (
       SELECT stake, payout, commission_plan_id FROM bets
       WHERE tenant_id = void.tenant_id AND id = void.bet_id AND created_at = void.bet_at
       UNION ALL
       SELECT stake, payout, commission_plan_id FROM crash_bets WHERE tenant_id = void.tenant_id AND id = void.bet_id
     ) AS bets
     WHERE void.tenant_id = $1 AND void.bet_id = $2`,
    [tenantId, betId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    betId: row.bet_id,
    userId: row.user_id,
    reason: row.reason,
    stakeReturned: row.stake.toString(),
    payoutTakenBack: row.payout.toString(),
    commissionsTakenBack: row.clawed_back,
    voidedAt: row.created_at.toISOString(),
  };
}
