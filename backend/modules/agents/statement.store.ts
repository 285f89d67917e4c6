import type pg from "pg";
import { encodeCursor } from "#backend/http/pageCursor.ts";
import type { LineKind, StatementTotals } from "#domain/agents/statement.ts";
import { exactTime, readTimePosition, type TimePosition } from "./timePosition.ts";

/** Which lines are asked for. */
export interface LineFilter {
  readonly agentId: string;
  readonly from: Date;
  readonly to: Date;
  readonly type: "revenue_share" | "turnover" | "clawback" | undefined;
  readonly playerId: string | undefined;
  readonly currency: string | undefined;
}

/** A line as it was written. */
export interface StoredLine {
  readonly id: string;
  readonly kind: LineKind;
  readonly currency: string;
  readonly revenueShareMinor: bigint;
  readonly turnoverMinor: bigint;
  readonly createdAt: Date;
  readonly betCount: number;
}

/** A bet of a line, with the rates that its plan gives to the line's agent. */
export interface StoredBet {
  readonly lineId: string;
  readonly betId: string;
  readonly playerId: string;
  readonly game: string;
  readonly settledAt: Date;
  readonly stakeMinor: bigint;
  readonly edgeBps: number;
  readonly planId: bigint;
  readonly planVersion: number;
  readonly revenueShareBps: number;
  readonly turnoverBps: number;
}

const WANTED = `
  line.tenant_id = $1 AND line.agent_id = $2 AND line.created_at >= $3 AND line.created_at < $4
  AND ($5::text IS NULL OR line.currency = $5)
  AND CASE $6
    WHEN 'revenue_share' THEN line.revenue_share > 0
    WHEN 'turnover' THEN line.turnover > 0
    WHEN 'clawback' THEN line.amount < 0
    ELSE true END
  AND ($7::uuid IS NULL OR EXISTS (
    SELECT FROM commission_bets AS bets
    WHERE bets.tenant_id = $1 AND bets.id = ANY(line.bet_ids) AND bets.settled_at = line.bets_at AND bets.user_id = $7))`;

/** Each bet of a line with its plan, and what of the plan is for the line's agent. */
const BETS_OF_LINES = `
  CROSS JOIN LATERAL unnest(line.bet_ids) WITH ORDINALITY AS named (bet_id, place)
  JOIN commission_bets AS bets ON bets.tenant_id = line.tenant_id AND bets.id = named.bet_id
    AND bets.settled_at = line.bets_at
  JOIN commission_plans AS plan ON plan.tenant_id = line.tenant_id AND plan.id = bets.commission_plan_id
  JOIN LATERAL jsonb_to_recordset(plan.lines) AS part ("agentId" uuid, "revenueShareBps" integer, "turnoverBps" integer)
    ON part."agentId" = line.agent_id`;

interface LineRow {
  readonly id: string;
  readonly currency: string;
  readonly revenue_share: bigint;
  readonly turnover: bigint;
  readonly created_at: Date;
  readonly exactly: string;
  readonly bet_count: number;
}

/** The lines, newest first, and where the next page starts: what is written meanwhile comes before all pages. @throws CursorInvalid */
export async function listLines(
  client: pg.ClientBase,
  tenantId: number,
  filter: LineFilter,
  page: { readonly cursor: string | undefined; readonly limit: number },
): Promise<{ lines: StoredLine[]; nextCursor: string | null }> {
  const before: TimePosition | null = readTimePosition(page.cursor);
  const { rows } = await client.query<LineRow>(
    `SELECT line.id, line.currency, line.revenue_share, line.turnover, line.created_at,
       ${exactTime("line.created_at")} AS exactly, cardinality(line.bet_ids) AS bet_count
     FROM commission_lines AS line
     WHERE ${WANTED} AND ($8::timestamptz IS NULL OR (line.created_at, line.id) < ($8, $9::uuid))
     ORDER BY line.created_at DESC, line.id DESC LIMIT $10`,
    [...valuesOf(tenantId, filter), before?.at ?? null, before?.id ?? null, page.limit + 1],
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const isMore = rows.length > page.limit && last !== undefined;
  return {
    lines: shown.map(toLine),
    nextCursor: isMore ? encodeCursor({ at: last.exactly, id: last.id }) : null,
  };
}

function toLine(row: LineRow): StoredLine {
  return {
    id: row.id,
    kind: row.revenue_share + row.turnover < 0n ? "clawback" : "accrual",
    currency: row.currency,
    revenueShareMinor: row.revenue_share,
    turnoverMinor: row.turnover,
    createdAt: row.created_at,
    betCount: row.bet_count,
  };
}

interface BetRow {
  readonly line_id: string;
  readonly bet_id: string;
  readonly user_id: string;
  readonly game: string;
  readonly settled_at: Date;
  readonly stake: bigint;
  readonly edge_bps: number;
  readonly plan_id: bigint;
  readonly plan_version: number;
  readonly revenue_share_bps: number;
  readonly turnover_bps: number;
}

/** The bets of the lines, by line and in their order; of one player alone when one is given. */
export async function findBetsOfLines(
  client: pg.ClientBase,
  tenantId: number,
  lineIds: readonly string[],
  playerId: string | undefined,
): Promise<Map<string, StoredBet[]>> {
  const { rows } = await client.query<BetRow>(
    `SELECT line.id AS line_id, bets.id AS bet_id, bets.user_id, bets.game, bets.settled_at, bets.stake, bets.edge_bps,
       plan.id AS plan_id, plan.version AS plan_version, part."revenueShareBps" AS revenue_share_bps,
       part."turnoverBps" AS turnover_bps
     FROM commission_lines AS line ${BETS_OF_LINES}
     WHERE line.tenant_id = $1 AND line.id = ANY($2::uuid[]) AND ($3::uuid IS NULL OR bets.user_id = $3)
     ORDER BY line.id, named.place`,
    [tenantId, lineIds, playerId ?? null],
  );
  const bets = rows.map((row) => ({
    lineId: row.line_id,
    betId: row.bet_id,
    playerId: row.user_id,
    game: row.game,
    settledAt: row.settled_at,
    stakeMinor: row.stake,
    edgeBps: row.edge_bps,
    planId: row.plan_id,
    planVersion: row.plan_version,
    revenueShareBps: row.revenue_share_bps,
    turnoverBps: row.turnover_bps,
  }));
  return Map.groupBy(bets, ({ lineId }) => lineId);
}

interface TotalRow {
  readonly currency: string;
  readonly lines: bigint;
  readonly revenue_share: string;
  readonly turnover: string;
  readonly clawed_back: string;
}

/** The totals of all wanted lines. For one player they are made of that player's bets, computed as in `dueOf`. */
export async function sumLines(
  client: pg.ClientBase,
  tenantId: number,
  filter: LineFilter,
): Promise<StatementTotals[]> {
  const parts =
    filter.playerId === undefined
      ? `SELECT line.id, line.currency, line.revenue_share, line.turnover FROM commission_lines AS line WHERE ${WANTED}`
      : `SELECT line.id, line.currency,
           sign(line.amount) * div(bets.stake::numeric * bets.edge_bps * part."revenueShareBps", 100000000) AS revenue_share,
           sign(line.amount) * div(bets.stake::numeric * part."turnoverBps", 10000) AS turnover
         FROM commission_lines AS line ${BETS_OF_LINES} WHERE ${WANTED} AND bets.user_id = $7`;
  const { rows } = await client.query<TotalRow>(
    `WITH part AS (${parts})
     SELECT currency, count(DISTINCT id) AS lines,
       coalesce(sum(revenue_share) FILTER (WHERE revenue_share > 0 AND coalesce($6, 'revenue_share') = 'revenue_share'), 0)::text AS revenue_share,
       coalesce(sum(turnover) FILTER (WHERE turnover > 0 AND coalesce($6, 'turnover') = 'turnover'), 0)::text AS turnover,
       coalesce(-sum(revenue_share + turnover) FILTER (WHERE revenue_share + turnover < 0 AND coalesce($6, 'clawback') = 'clawback'), 0)::text AS clawed_back
     FROM part GROUP BY currency ORDER BY currency COLLATE "C"`,
    valuesOf(tenantId, filter),
  );
  return rows.map(({ currency, lines, ...sums }) => {
    const revenueShareMinor = BigInt(sums.revenue_share);
    const turnoverMinor = BigInt(sums.turnover);
    const clawedBackMinor = BigInt(sums.clawed_back);
    const netMinor = revenueShareMinor + turnoverMinor - clawedBackMinor;
    return { currency, lines: Number(lines), revenueShareMinor, turnoverMinor, clawedBackMinor, netMinor };
  });
}

function valuesOf(tenantId: number, filter: LineFilter): unknown[] {
  const { agentId, from, to, currency, type, playerId } = filter;
  return [tenantId, agentId, from, to, currency ?? null, type ?? null, playerId ?? null];
}
