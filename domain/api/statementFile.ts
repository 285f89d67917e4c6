import {
  type Difference,
  firstDifference,
  type StatementLine,
  type StatementTotals,
} from "#domain/agents/statement.ts";
import {
  type StatementFile,
  type StatementLineView,
  type StatementTotalsView,
  statementFile,
} from "./commissions.ts";

/** An exported statement, from its text. @throws SyntaxError, ZodError */
export function parseStatementFile(text: string): StatementFile {
  return statementFile.parse(JSON.parse(text));
}

/** The first figure of a statement that does not follow from the others; null when all do. */
export function differenceInFile({ statement, lines, totals }: StatementFile): Difference | null {
  return firstDifference(lines.map(toStatementLine), totals.map(toTotals), statement.type);
}

/** A line as the rules know it. */
export function toStatementLine({ id, kind, currency, bets, ...amounts }: StatementLineView): StatementLine {
  return {
    id,
    kind,
    currency,
    revenueShareMinor: BigInt(amounts.revenueShare),
    turnoverMinor: BigInt(amounts.turnover),
    amountMinor: BigInt(amounts.amount),
    bets: bets.map(({ betId, stake, edgeBps, revenueShareBps, turnoverBps, revenueShare, turnover }) => ({
      betId,
      stakeMinor: BigInt(stake),
      edgeBps,
      revenueShareBps,
      turnoverBps,
      revenueShareMinor: BigInt(revenueShare),
      turnoverMinor: BigInt(turnover),
    })),
  };
}

function toTotals({ currency, lines, ...amounts }: StatementTotalsView): StatementTotals {
  return {
    currency,
    lines,
    revenueShareMinor: BigInt(amounts.revenueShare),
    turnoverMinor: BigInt(amounts.turnover),
    clawedBackMinor: BigInt(amounts.clawedBack),
    netMinor: BigInt(amounts.net),
  };
}
