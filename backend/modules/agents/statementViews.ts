import { partOf, type StatementTotals } from "#domain/agents/statement.ts";
import type { DownlineTotalsView, StatementLineView, StatementTotalsView } from "#domain/api/commissions.ts";
import type { DownlineSums } from "./downlineSums.store.ts";
import type { StoredBet, StoredLine } from "./statement.store.ts";

/**
 * A line with its bets, as it is shown. Of one player's bets alone its amounts are made anew; otherwise they are what was
 * written, whether it follows from the bets or not.
 */
export function toLineView(
  line: StoredLine,
  bets: readonly StoredBet[],
  { isOfOnePlayer }: { readonly isOfOnePlayer: boolean },
): StatementLineView {
  const parts = bets.map((bet) => ({ ...bet, ...partOf(bet, bet, line.kind) }));
  const isPartial = isOfOnePlayer && bets.length < line.betCount;
  const revenueShareMinor = isPartial
    ? parts.reduce((sum, part) => sum + part.revenueShareMinor, 0n)
    : line.revenueShareMinor;
  const turnoverMinor = isPartial
    ? parts.reduce((sum, part) => sum + part.turnoverMinor, 0n)
    : line.turnoverMinor;
  return {
    id: line.id,
    kind: line.kind,
    currency: line.currency,
    revenueShare: revenueShareMinor.toString(),
    turnover: turnoverMinor.toString(),
    amount: (revenueShareMinor + turnoverMinor).toString(),
    createdAt: line.createdAt.toISOString(),
    isPartial,
    bets: parts.map((part) => ({
      betId: part.betId,
      playerId: part.playerId,
      game: part.game,
      settledAt: part.settledAt.toISOString(),
      stake: part.stakeMinor.toString(),
      edgeBps: part.edgeBps,
      planId: part.planId.toString(),
      planVersion: part.planVersion,
      revenueShareBps: part.revenueShareBps,
      turnoverBps: part.turnoverBps,
      revenueShare: part.revenueShareMinor.toString(),
      turnover: part.turnoverMinor.toString(),
    })),
  };
}

export function toTotalsView({ currency, lines, ...minor }: StatementTotals): StatementTotalsView {
  return {
    currency,
    lines,
    revenueShare: minor.revenueShareMinor.toString(),
    turnover: minor.turnoverMinor.toString(),
    clawedBack: minor.clawedBackMinor.toString(),
    net: minor.netMinor.toString(),
  };
}

export function toDownlineTotalsView({ currency, bets, ...minor }: DownlineSums): DownlineTotalsView {
  const { revenueShareMinor, turnoverMinor, clawedBackMinor } = minor;
  return {
    ...{
      currency,
      bets: Number(bets),
      staked: minor.stakedMinor.toString(),
      paid: minor.paidMinor.toString(),
    },
    revenueShare: revenueShareMinor.toString(),
    turnover: turnoverMinor.toString(),
    clawedBack: clawedBackMinor.toString(),
    net: (revenueShareMinor + turnoverMinor - clawedBackMinor).toString(),
  };
}
