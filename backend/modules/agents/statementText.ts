import { stringify } from "csv-stringify/sync";
import { addLine, type StatementTotals } from "#domain/agents/statement.ts";
import type { StatementLineView } from "#domain/api/commissions.ts";
import { toStatementLine } from "#domain/api/statementFile.ts";
import type { StatementStream } from "./statement.service.ts";
import { toTotalsView } from "./statementViews.ts";

/** A statement as `npm run verify-statement` reads it, piece by piece; its totals come last, when they are known. */
export async function* statementJson({ head, lines }: StatementStream): AsyncGenerator<string> {
  const totals = new Map<string, StatementTotals>();
  yield `{"format":"fairhouse-statement","version":1,"statement":${JSON.stringify(head)},"lines":[`;
  let separator = "\n";
  for await (const line of lines) {
    totals.set(line.currency, addLine(totals.get(line.currency), toStatementLine(line), head.type));
    yield separator + JSON.stringify(line);
    separator = ",\n";
  }
  const sums = [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
  yield `\n],"totals":${JSON.stringify(sums.map(toTotalsView))}}\n`;
}

const COLUMNS = [
  "line_id",
  "kind",
  "currency",
  "made_at",
  "bet_id",
  "player_id",
  "game",
  "settled_at",
  "stake",
  "edge_bps",
  "plan_id",
  "plan_version",
  "revenue_share_bps",
  "turnover_bps",
  "revenue_share",
  "turnover",
] as const;

/** As RFC 4180 ends lines. */
const FORMAT = { record_delimiter: "windows" } as const;

/** A statement for spreadsheets, one row per bet. No cell can be a formula: ids, names of games, times and whole numbers. */
export async function* statementCsv({ lines }: StatementStream): AsyncGenerator<string> {
  yield stringify([COLUMNS], FORMAT);
  for await (const line of lines) {
    const rows = line.bets.map((bet) => row(line, bet));
    yield stringify(rows, { ...FORMAT, columns: COLUMNS });
  }
}

function row(
  { id, kind, currency, createdAt }: StatementLineView,
  bet: StatementLineView["bets"][number],
): Record<(typeof COLUMNS)[number], string | number> {
  return {
    line_id: id,
    kind,
    currency,
    made_at: createdAt,
    bet_id: bet.betId,
    player_id: bet.playerId,
    game: bet.game,
    settled_at: bet.settledAt,
    stake: bet.stake,
    edge_bps: bet.edgeBps,
    plan_id: bet.planId,
    plan_version: bet.planVersion,
    revenue_share_bps: bet.revenueShareBps,
    turnover_bps: bet.turnoverBps,
    revenue_share: bet.revenueShare,
    turnover: bet.turnover,
  };
}
