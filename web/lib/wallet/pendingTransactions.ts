import { z } from "zod";
import { hash32, minorAmount, timestamp } from "#domain/api/primitives.ts";
import { readStored, writeStored } from "@/lib/storage";
import { createStore } from "@/lib/store";

const pendingTransaction = z.object({
  hash: hash32,
  /** The user that sent it: others may sign in at this browser. */
  userId: z.string(),
  kind: z.enum(["deposit", "claim"]),
  currency: z.string(),
  amount: minorAmount,
  sentAt: timestamp,
});
export type PendingTransaction = z.infer<typeof pendingTransaction>;

const STORAGE_KEY = "fairhouse.pendingTransactions";
const MAX_REMEMBERED = 20;
/** After a day a transaction was replaced or dropped; nothing will come of waiting. */
const REMEMBERED_FOR_MS = 24 * 3_600_000;

export const NO_TRANSACTIONS: readonly PendingTransaction[] = [];

/** Transactions sent from this browser that the house has not shown yet. Survives a reload. */
export const pendingTransactions = createStore<readonly PendingTransaction[]>(NO_TRANSACTIONS);

export function restorePendingTransactions(): void {
  const kept = readStored(localStorage, STORAGE_KEY, z.array(pendingTransaction));
  const since = Date.now() - REMEMBERED_FOR_MS;
  const recent = kept?.filter(({ sentAt }) => Date.parse(sentAt) > since) ?? [];
  if (recent.length > 0) pendingTransactions.set(recent);
}

export function rememberTransaction(transaction: PendingTransaction): void {
  update((kept) => [transaction, ...kept.filter(({ hash }) => hash !== transaction.hash)]);
}

export function forgetTransactions(hashes: ReadonlySet<string>): void {
  if (pendingTransactions.get().some(({ hash }) => hashes.has(hash))) {
    update((kept) => kept.filter(({ hash }) => !hashes.has(hash)));
  }
}

function update(change: (kept: readonly PendingTransaction[]) => readonly PendingTransaction[]): void {
  pendingTransactions.set((kept) => change(kept).slice(0, MAX_REMEMBERED));
  writeStored(localStorage, STORAGE_KEY, pendingTransactions.get());
}
