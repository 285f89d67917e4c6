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
  const { game, currency, decimals, stake, payout, seed_id: seedId, nonce } = row;
  const paid = `${formatMajor(payout, decimals)} ${currency}`;
  return entryOf(row, {
    kind: "bet",
    effectMinor: payout - stake,
    summary: `${findGame(game).name}: staked ${formatMajor(stake, decimals)}, paid ${paid}`,
    place: { bet: { seedId: seedId.toString(), nonce } },
  });
}

export function depositEntry(row: MovementRow): HistoryEntry {
  const { id, currency, decimals, amount, status } = row;
  return entryOf(row, {
    kind: "deposit",
    effectMinor: status === "credited" ? amount : 0n,
    summary: `Deposit of ${formatMajor(amount, decimals)} ${currency}, ${status}`,
    place: { deposit: id },
  });
}

const WITHDRAWAL_WORDS: Readonly<Record<z.infer<typeof withdrawalStatus>, string>> = {
  requested: "waiting for a batch",
  batched: "in a batch",
  paid: "paid, becoming final",
  settled: "settled",
  credited: "refused by the wallet and kept to be claimed",
  cancelled: "returned to the balance",
};

export function withdrawalEntry(row: MovementRow): HistoryEntry {
  const { id, currency, decimals, amount, status } = row;
  const words = WITHDRAWAL_WORDS[withdrawalStatus.parse(status)];
  return entryOf(row, {
    kind: "withdrawal",
    effectMinor: status === "cancelled" ? 0n : -amount,
    summary: `Withdrawal of ${formatMajor(amount, decimals)} ${currency}, ${words}`,
    place: { withdrawal: id },
  });
}

export function crashBetEntry(row: CrashBetRow): HistoryEntry {
  const { id, decimals, stake, payout } = row;
  return entryOf(row, {
    kind: "bet",
    effectMinor: (payout ?? 0n) - stake,
    summary: `Crash: staked ${formatMajor(stake, decimals)}, ${crashEnd(row)}`,
    place: { crashBet: id },
  });
}

function crashEnd({ payout, is_cancelled: isCancelled, currency, decimals }: CrashBetRow): string {
  if (payout === null) return "the round goes on";
  return `${isCancelled ? "the round was cancelled, returned" : "paid"} ${formatMajor(payout, decimals)} ${currency}`;
}

export function commissionPayoutEntry(row: Omit<MovementRow, "status">): HistoryEntry {
  const { id, currency, decimals, amount } = row;
  return entryOf(row, {
    kind: "commission_payout",
    effectMinor: amount,
    summary: `Commissions of ${formatMajor(amount, decimals)} ${currency}, turned into cash`,
    place: { commissionPayout: id },
  });
}

export function voidEntry(row: VoidRow): HistoryEntry {
  const { id, game, currency, decimals, stake, payout } = row;
  const name = game === "crash" ? "Crash" : findGame(game).name;
  return entryOf(row, {
    kind: "bet_void",
    effectMinor: stake - payout,
    summary:
      `${name}: bet declared void, stake of ${formatMajor(stake, decimals)} given back, ` +
      `payout of ${formatMajor(payout, decimals)} ${currency} taken back`,
    place: { betVoid: id },
  });
}

interface Told {
  readonly kind: HistoryLine["kind"];
  /** What it did to the balance. */
  readonly effectMinor: bigint;
  readonly summary: string;
  /** The row's place among those of its kind. */
  readonly place: HistoryPosition;
}

function entryOf(
  { id, currency, created_at: at }: Pick<MovementRow, "id" | "currency" | "created_at">,
  { kind, effectMinor, summary, place }: Told,
): HistoryEntry {
  const balanceEffect = effectMinor.toString();
  return {
    at,
    line: { kind, id, currency, balanceEffect, summary, createdAt: at.toISOString() },
    moveOn: (position) => ({ ...position, ...place }),
  };
}
