import type pg from "pg";
import { exactTime } from "#backend/db/exactTime.ts";
import { encodeCursor } from "#backend/http/pageCursor.ts";
import type { LineKind } from "#domain/agents/statement.ts";
import {
  PAGE_END,
  PERIODS_WITH_LINES,
  type StatementSpans,
  TIMES_OF_PLAYER,
  WHOLE_PERIOD,
} from "./statementSpans.ts";
import { readTimePosition, type TimePosition } from "./timePosition.ts";

/** A line of a batch has some hundred bets, one of a crash round all of them: pages end early rather than grow beyond. */
const MAX_BETS_PER_PAGE = 5_000;

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

/** A condition on lines by themselves. */
export const IS_WANTED = `($5::text IS NULL OR line.currency = $5)
  AND CASE $6::text
    WHEN 'revenue_share' THEN line.revenue_share > 0
    WHEN 'turnover' THEN line.turnover > 0
    WHEN 'clawback' THEN line.amount < 0
    ELSE true END`;

/** With a line and the id of a bet of it, `named`: the bet with its plan, and what of the plan is for the line's agent. */
export const PARTS_OF_BETS = `
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
  readonly shown_bets: number;
}

/**
 * The lines, newest first, and where the next page starts: what is written meanwhile comes before all pages.
 * @throws CursorInvalid
 */
export async function listLines(
  client: pg.ClientBase,
  tenantId: number,
  filter: LineFilter,
  page: { readonly cursor: string | undefined; readonly limit: number },
): Promise<{ lines: StoredLine[]; nextCursor: string | null }> {
  const before: TimePosition | null = readTimePosition(page.cursor);
  const { rows } = await client.query<LineRow>(LIST_LINES[spansFor(filter)], [
    ...valuesOf(tenantId, filter),
    before?.at ?? null,
    before?.id ?? null,
    page.limit + 1,
    ...(filter.playerId === undefined ? [] : [filter.playerId]),
  ]);
  const shown = rows.slice(0, Math.min(page.limit, linesThatFit(rows)));
  const last = shown.at(-1);
  const isMore = rows.length > shown.length && last !== undefined;
  return {
    lines: shown.map(toLine),
    nextCursor: isMore ? encodeCursor({ at: last.exactly, id: last.id }) : null,
  };
}

type Spans = "whole" | "periods" | "player";

function spansFor({ playerId, type, currency }: LineFilter): Spans {
  if (playerId !== undefined) return "player";
  return type === undefined && currency === undefined ? "whole" : "periods";
}

/** From each stretch of time no more than the page has room for; sorting begins with what they are in the order of. */
const listLinesIn = (spans: StatementSpans) => `
  SELECT line.id, line.currency, line.revenue_share, line.turnover, line.created_at,
    ${exactTime("line.created_at")} AS exactly, cardinality(line.bet_ids) AS bet_count,
    cardinality(coalesce(span.bet_ids, line.bet_ids)) AS shown_bets
  FROM (${spans}) AS span
  CROSS JOIN LATERAL (
    SELECT * FROM commission_lines AS line
    WHERE line.tenant_id = $1 AND line.agent_id = $2 AND line.created_at >= greatest(span.begins, $3::timestamptz)
      AND line.created_at < least(span.ends, ${PAGE_END})
      AND ($7::timestamptz IS NULL OR (line.created_at, line.id) < ($7, $8::uuid))
      AND (span.bet_ids IS NULL OR line.bet_ids && span.bet_ids) AND ${IS_WANTED}
    ORDER BY line.created_at DESC, line.id DESC LIMIT $9
  ) AS line
  ORDER BY span.begins DESC, line.created_at DESC, line.id DESC LIMIT $9`;

const LIST_LINES: Readonly<Record<Spans, string>> = {
  whole: listLinesIn(WHOLE_PERIOD),
  periods: listLinesIn(PERIODS_WITH_LINES),
  player: listLinesIn(TIMES_OF_PLAYER),
};

/** How many of the lines have no more bets together than one page shows; at least one. */
function linesThatFit(rows: readonly LineRow[]): number {
  let bets = 0;
  const beyond = rows.findIndex(({ shown_bets: count }) => {
    bets += count;
    return bets > MAX_BETS_PER_PAGE;
  });
  return beyond === -1 ? rows.length : Math.max(1, beyond);
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
     FROM commission_lines AS line
     CROSS JOIN LATERAL unnest(line.bet_ids) WITH ORDINALITY AS named (bet_id, place) ${PARTS_OF_BETS}
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

/** The parameters that all statements about an agent's lines begin with. */
export function valuesOf(tenantId: number, filter: LineFilter): unknown[] {
  const { agentId, from, to, currency, type } = filter;
  return [tenantId, agentId, from, to, currency ?? null, type ?? null];
}
