import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import { exitObserved, exitSettled, houseExitSettled } from "#domain/indexing/exitPostings.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import type { DepositsExited, Exited, VaultEvent } from "#domain/indexing/vaultEvent.ts";
import type { Handler, Scope } from "#indexer/handlers/handler.ts";
import { postAll } from "#indexer/postAll.ts";
import { findBatchSources, findPlayerSources, settleExitedWithdrawals } from "#indexer/store/exit.store.ts";
import { type Known, withHistory } from "#indexer/store/history.store.ts";

type Exit = Exited | DepositsExited;

const FREE = `0x${"0".repeat(64)}`;

/** Coins leave through the exit when they are seen to; see `settleExits` for whose they were. */
export const exitedHandler: Handler<Exit> = {
  async observe({ currencies }, events) {
    return events.flatMap(({ event, history, observedId }) => {
      const currency = currencies.get(event.args.token)?.code;
      if (currency === undefined || history.isObserved) return [];
      return exitObserved(observedId, currency, event.args.paid);
    });
  },

  finalize: async () => [],
  reverse: async () => {},
};

/**
 * Takes final exits off what their owners were owed, one after the other: each sees what the one before it left, and
 * everything else that became final with it. So this comes after all other postings, and posts by itself.
 */
export async function settleExits(scope: Scope, final: readonly VaultEvent[]): Promise<void> {
  const exits = final.filter((event) => event.name === "Exited" || event.name === "DepositsExited");
  if (exits.length === 0) return;
  await postAll(scope);
  for (const exit of await withHistory(scope.client, scope.vault.tenantId, exits)) {
    if (exit.history.isFinalized) continue;
    scope.postings.push(...(await settlementOf(scope, exit)));
    await postAll(scope);
  }
}

async function settlementOf(scope: Scope, { event, finalizedId: causeId }: Known<Exit>): Promise<Posting[]> {
  const { client, vault } = scope;
  const { account, token, paid } = event.args;
  const currency = scope.currencies.get(token)?.code;
  if (currency === undefined) return [];
  if (account === vault.bankrollAddress) return houseExitSettled(causeId, currency, paid, BANKROLL_SHARDS);
  if (event.name === "Exited" && event.args.batchId !== FREE)
    return batchSettlement(scope, event, causeId, currency);
  const { userId, sources } = await findPlayerSources(client, vault.tenantId, account, currency);
  if (userId !== undefined) scope.notices.push({ kind: "balance", tenantId: vault.tenantId, userId });
  return exitSettled(causeId, currency, paid, sources);
}

/** The leaf of a batch: withdrawals that the vault paid after all, though not by their batch. */
async function batchSettlement(
  { client, vault, notices }: Scope,
  { args, txHash }: Exited,
  causeId: string,
  currency: string,
): Promise<Posting[]> {
  const { batchId, account, paid } = args;
  const sources = await findBatchSources(client, vault.tenantId, { batchId, account, currency });
  const settled = await settleExitedWithdrawals(client, vault.tenantId, { batchId, account, txHash });
  for (const { id, userId } of settled)
    notices.push({ kind: "withdrawal", tenantId: vault.tenantId, userId, id });
  return exitSettled(causeId, currency, paid, sources);
}
