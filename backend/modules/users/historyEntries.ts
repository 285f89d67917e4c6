import type { z } from "zod";
import { type historyLine, withdrawalStatus } from "#domain/api/wallet.ts";
import { findGame } from "#domain/games/registry.ts";
import { formatMajor } from "#domain/money/amount.ts";
import type { BetRow, CrashBetRow, HistoryPosition, MovementRow, VoidRow } from "./history.store.ts";

export type HistoryLine = z.input<typeof historyLine>;

/** A line, when it happened, and the position of a page that ends with it. */
export interface HistoryEntry {
  readonly at: Date;
  readonly line: HistoryLine;
  readonly moveOn: (position: HistoryPosition) => HistoryPosition;
}

export function betEntry(row: BetRow): HistoryEntry {
  const { id, game, currency, decimals, stake, payout, created_at: at } = row;
  const name = findGame(game).name;
  const paid = `${formatMajor(payout, decimals)} ${currency}`;
  return {
    at,
    line: {
      kind: "bet",
      id,
      currency,
      balanceEffect: (payout - stake).toString(),
      summary: `${name}: staked ${formatMajor(stake, decimals)}, paid ${paid}`,
      createdAt: at.toISOString(),
    },
    moveOn: (position) => ({ ...position, bet: { seedId: row.seed_id.toString(), nonce: row.nonce } }),
  };
}

export function depositEntry({
  id,
  currency,
  decimals,
  amount,
  status,
  created_at: at,
}: MovementRow): HistoryEntry {
  return {
    at,
    line: {
      kind: "deposit",
      id,
      currency,
      balanceEffect: status === "credited" ? amount.toString() : "0",
      summary: `Deposit of ${formatMajor(amount, decimals)} ${currency}, ${status}`,
      createdAt: at.toISOString(),
    },
    moveOn: (position) => ({ ...position, deposit: id }),
  };
}

const WITHDRAWAL_WORDS: Readonly<Record<z.infer<typeof withdrawalStatus>, string>> = {
  requested: "waiting for a batch",
  batched: "in a batch",
  paid: "paid, becoming final",
  settled: "settled",
  credited: "refused by the wallet and kept to be claimed",
  cancelled: "returned to the balance",
};

export function withdrawalEntry({
  id,
  currency,
  decimals,
  amount,
  status,
  created_at: at,
}: MovementRow): HistoryEntry {
  return {
    at,
    line: {
      kind: "withdrawal",
      id,
      currency,
      balanceEffect: status === "cancelled" ? "0" : `-${amount}`,
      summary: `Withdrawal of ${formatMajor(amount, decimals)} ${currency}, ${WITHDRAWAL_WORDS[withdrawalStatus.parse(status)]}`,
      createdAt: at.toISOString(),
    },
    moveOn: (position) => ({ ...position, withdrawal: id }),
  };
}

export function crashBetEntry(row: CrashBetRow): HistoryEntry {
  const { id, currency, decimals, stake, payout, created_at: at } = row;
  return {
    at,
    line: {
      kind: "bet",
      id,
      currency,
      balanceEffect: ((payout ?? 0n) - stake).toString(),
      summary: `Crash: staked ${formatMajor(stake, decimals)}, ${crashEnd(row)}`,
      createdAt: at.toISOString(),
    },
    moveOn: (position) => ({ ...position, crashBet: id }),
  };
}

function crashEnd({ payout, is_cancelled: isCancelled, currency, decimals }: CrashBetRow): string {
  if (payout === null) return "the round goes on";
  return `${isCancelled ? "the round was cancelled, returned" : "paid"} ${formatMajor(payout, decimals)} ${currency}`;
}

export function commissionPayoutEntry(row: Omit<MovementRow, "status">): HistoryEntry {
  const { id, currency, decimals, amount, created_at: at } = row;
  return {
    at,
    line: {
      kind: "commission_payout",
      id,
      currency,
      balanceEffect: amount.toString(),
      summary: `Commissions of ${formatMajor(amount, decimals)} ${currency}, turned into cash`,
      createdAt: at.toISOString(),
    },
    moveOn: (position) => ({ ...position, commissionPayout: id }),
  };
}

export function voidEntry({
  id,
  game,
  currency,
  decimals,
  stake,
  payout,
  created_at: at,
}: VoidRow): HistoryEntry {
  const name = game === "crash" ? "Crash" : findGame(game).name;
  return {
    at,
    line: {
      kind: "bet_void",
      id,
      currency,
      balanceEffect: (stake - payout).toString(),
      summary:
        `${name}: bet declared void, stake of ${formatMajor(stake, decimals)} given back, ` +
        `payout of ${formatMajor(payout, decimals)} ${currency} taken back`,
      createdAt: at.toISOString(),
    },
    moveOn: (position) => ({ ...position, betVoid: id }),
  };
}
