import { dueOf } from "#domain/agents/commissions.ts";
import type { Rates } from "#domain/agents/rates.ts";

/** What a line is: earned when bets were settled, or taken back when one was voided. */
export type LineKind = "accrual" | "clawback";

/** Which part of the lines a statement is about; undefined: all of them. */
export type StatementType = "revenue_share" | "turnover" | "clawback" | undefined;

/** An agent's part of one bet; negative in a clawback. Minor units. */
export type StatementBet = Rates & {
  readonly betId: string;
  readonly stakeMinor: bigint;
  readonly edgeBps: number;
  readonly revenueShareMinor: bigint;
  readonly turnoverMinor: bigint;
};

export type StatementLine = {
  readonly id: string;
  readonly kind: LineKind;
  readonly currency: string;
  readonly revenueShareMinor: bigint;
  readonly turnoverMinor: bigint;
  readonly amountMinor: bigint;
  readonly bets: readonly StatementBet[];
};

export type StatementTotals = {
  readonly currency: string;
  readonly lines: number;
  readonly revenueShareMinor: bigint;
  readonly turnoverMinor: bigint;
  readonly clawedBackMinor: bigint;
  /** Earned less clawed back. */
  readonly netMinor: bigint;
};

/** A figure that does not follow from the others. */
export type Difference = {
  /** The line; null when it is a total. */
  readonly lineId: string | null;
  /** The figure, and of what: "revenue share of bet …". */
  readonly what: string;
  readonly stated: string;
  readonly recomputed: string;
};

/** The agent's part of a bet as a line of this kind states it. */
export function partOf(
  bet: Pick<StatementBet, "stakeMinor" | "edgeBps">,
  rates: Rates,
  kind: LineKind,
): Pick<StatementBet, "revenueShareMinor" | "turnoverMinor"> {
  const { revenueShareMinor, turnoverMinor } = dueOf(bet, rates);
  return kind === "accrual"
    ? { revenueShareMinor, turnoverMinor }
    : { revenueShareMinor: -revenueShareMinor, turnoverMinor: -turnoverMinor };
}

/** The totals of lines by currency, in the order of their names; of the other types' parts nothing is counted. */
export function totalsOf(lines: Iterable<StatementLine>, type: StatementType): StatementTotals[] {
  const totals = new Map<string, StatementTotals>();
  for (const line of lines) totals.set(line.currency, addLine(totals.get(line.currency), line, type));
  return [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** Totals with one more line; undefined stands for none yet. */
export function addLine(
  totals: StatementTotals | undefined,
  line: StatementLine,
  type: StatementType,
): StatementTotals {
  const is = (wanted: StatementType) => type === undefined || type === wanted;
  const isAccrual = line.kind === "accrual";
  const share = isAccrual && is("revenue_share") ? line.revenueShareMinor : 0n;
  const turnover = isAccrual && is("turnover") ? line.turnoverMinor : 0n;
  const clawedBack = !isAccrual && is("clawback") ? -line.amountMinor : 0n;
  return {
    currency: line.currency,
    lines: (totals?.lines ?? 0) + 1,
    revenueShareMinor: (totals?.revenueShareMinor ?? 0n) + share,
    turnoverMinor: (totals?.turnoverMinor ?? 0n) + turnover,
    clawedBackMinor: (totals?.clawedBackMinor ?? 0n) + clawedBack,
    netMinor: (totals?.netMinor ?? 0n) + share + turnover - clawedBack,
  };
}

/**
 * Recomputes a statement to the unit: each bet's part from its stake, edge and rates, each line from its bets, each
 * total from the lines.
 *
 * @returns the first figure that differs; null when all follow
 */
export function firstDifference(
  lines: readonly StatementLine[],
  totals: readonly StatementTotals[],
  type: StatementType,
): Difference | null {
  for (const line of lines) {
    const difference = differenceInLine(line);
    if (difference !== null) return difference;
  }
  return differenceInTotals(totals, totalsOf(lines, type));
}

/** @returns the first figure of a line that does not follow from its bets */
export function differenceInLine(line: StatementLine): Difference | null {
  const { id: lineId, kind, bets } = line;
  for (const bet of bets) {
    const due = partOf(bet, bet, kind);
    const of = `of bet ${bet.betId}`;
    const difference =
      compare(lineId, `revenue share ${of}`, bet.revenueShareMinor, due.revenueShareMinor) ??
      compare(lineId, `turnover rebate ${of}`, bet.turnoverMinor, due.turnoverMinor);
    if (difference !== null) return difference;
  }
  const share = bets.reduce((sum, { revenueShareMinor }) => sum + revenueShareMinor, 0n);
  const turnover = bets.reduce((sum, { turnoverMinor }) => sum + turnoverMinor, 0n);
  return (
    compare(lineId, "revenue share", line.revenueShareMinor, share) ??
    compare(lineId, "turnover rebate", line.turnoverMinor, turnover) ??
    compare(lineId, "amount", line.amountMinor, share + turnover)
  );
}

function differenceInTotals(
  stated: readonly StatementTotals[],
  recomputed: readonly StatementTotals[],
): Difference | null {
  const currencies = new Set([...stated, ...recomputed].map(({ currency }) => currency));
  for (const currency of currencies) {
    const a = stated.find((totals) => totals.currency === currency);
    const b = recomputed.find((totals) => totals.currency === currency);
    const difference =
      compare(null, `number of lines in ${currency}`, BigInt(a?.lines ?? 0), BigInt(b?.lines ?? 0)) ??
      compare(null, `revenue share in ${currency}`, a?.revenueShareMinor, b?.revenueShareMinor) ??
      compare(null, `turnover rebate in ${currency}`, a?.turnoverMinor, b?.turnoverMinor) ??
      compare(null, `clawed back in ${currency}`, a?.clawedBackMinor, b?.clawedBackMinor) ??
      compare(null, `net in ${currency}`, a?.netMinor, b?.netMinor);
    if (difference !== null) return difference;
  }
  return null;
}

function compare(
  lineId: string | null,
  what: string,
  stated: bigint = 0n,
  recomputed: bigint = 0n,
): Difference | null {
  if (stated === recomputed) return null;
  return { lineId, what, stated: stated.toString(), recomputed: recomputed.toString() };
}
