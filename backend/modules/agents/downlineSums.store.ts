import type pg from "pg";
import { BETS_IN_TIME } from "#backend/modules/casino/betsInTime.ts";
import { type Position, pathBelow, pathRange } from "#domain/agents/hierarchy.ts";
import { readInTime } from "./statementTime.store.ts";

/** Whose downline is summed up, and when. */
export interface SumsWanted {
  readonly agent: Position;
  readonly from: Date;
  readonly to: Date;
  readonly currency: string | undefined;
}

/** What a whole downline has played and earned in one currency. Minor units. */
export interface DownlineSums {
  readonly currency: string;
  readonly bets: bigint;
  readonly stakedMinor: bigint;
  readonly paidMinor: bigint;
  readonly revenueShareMinor: bigint;
  readonly turnoverMinor: bigint;
  readonly clawedBackMinor: bigint;
}

/** Named for the test that reads its plan. */
export const SUM_UP = `
  WITH member AS MATERIALIZED (
    SELECT id FROM users WHERE tenant_id = $1 AND agent_path >= $2 AND agent_path < $3
  ), bet AS (
    SELECT bets.currency, bets.stake, bets.payout FROM member
    JOIN seeds ON seeds.tenant_id = $1 AND seeds.user_id = member.id
    JOIN bets ON bets.tenant_id = $1 AND bets.seed_id = seeds.id AND ${BETS_IN_TIME}
      AND bets.created_at >= $4 AND bets.created_at < $5
    UNION ALL
    SELECT bet.currency, bet.stake, bet.payout FROM member
    JOIN crash_bets AS bet ON bet.tenant_id = $1 AND bet.user_id = member.id
      AND bet.settled_at >= $4 AND bet.settled_at < $5
  ), played AS (
    SELECT currency, count(*) AS bets, sum(stake) AS staked, sum(payout) AS paid FROM bet
    WHERE $6::text IS NULL OR currency = $6 GROUP BY currency
  ), earned AS (
    SELECT line.currency, sum(line.revenue_share) FILTER (WHERE line.amount > 0) AS revenue_share,
      sum(line.turnover) FILTER (WHERE line.amount > 0) AS turnover,
      -sum(line.amount) FILTER (WHERE line.amount < 0) AS clawed_back
    FROM member
    JOIN commission_lines AS line ON line.tenant_id = $1 AND line.agent_id = member.id
      AND line.created_at >= $4 AND line.created_at < $5
    WHERE $6::text IS NULL OR line.currency = $6 GROUP BY line.currency
  )
  SELECT currency, coalesce(bets, 0) AS bets, coalesce(staked, 0)::text AS staked, coalesce(paid, 0)::text AS paid,
    coalesce(revenue_share, 0)::text AS revenue_share, coalesce(turnover, 0)::text AS turnover,
    coalesce(clawed_back, 0)::text AS clawed_back
  FROM played FULL JOIN earned USING (currency) ORDER BY currency COLLATE "C"`;

interface SumsRow {
  readonly currency: string;
  readonly bets: bigint;
  readonly staked: string;
  readonly paid: string;
  readonly revenue_share: string;
  readonly turnover: string;
  readonly clawed_back: string;
}

/**
 * Sums over everybody who is below the agent now: what they have played in bets settled in the period, and what the agents
 * among them have earned by lines made in it. No statement of the caller's transaction may take longer than this one from
 * here on.
 * @throws DownlineTooLarge
 */
export async function sumDownline(
  client: pg.ClientBase,
  tenantId: number,
  { agent, from, to, currency }: SumsWanted,
): Promise<DownlineSums[]> {
  const range = pathRange(pathBelow(agent));
  const { rows } = await readInTime(client, () =>
    client.query<SumsRow>(SUM_UP, [tenantId, range.from, range.to, from, to, currency ?? null]),
  );
  return rows.map(({ currency: code, bets, ...sums }) => ({
    ...{ currency: code, bets, stakedMinor: BigInt(sums.staked), paidMinor: BigInt(sums.paid) },
    revenueShareMinor: BigInt(sums.revenue_share),
    turnoverMinor: BigInt(sums.turnover),
    clawedBackMinor: BigInt(sums.clawed_back),
  }));
}
