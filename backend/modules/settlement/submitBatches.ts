import type { PayoutCall } from "#backend/adapters/chainClient.ts";
import { meaningOfRefusal } from "#domain/settlement/vaultRefusal.ts";
import { payoutCallOf, payoutPayload } from "./attempt.ts";
import { findOpenBatches, type OpenBatch, storeFailure } from "./batch.store.ts";
import { type BatchHistory, findHistories } from "./batchHistory.store.ts";
import type { Hurried } from "./hurry.ts";
import type { SettledVault, Settlement, SettlementSettings } from "./settlement.ts";
import { submitTransaction } from "./submitTransaction.ts";
import type { InFlight } from "./watchTransactions.ts";

/** Gives a transaction to each signed batch that has none on its way. */
export async function submitBatches(
  settlement: Settlement,
  vault: SettledVault,
  { inFlight, hurried }: { inFlight: InFlight; hurried: Hurried },
): Promise<void> {
  const histories = await findHistories(settlement.pool, vault);
  const signed = (await findOpenBatches(settlement.pool, vault)).filter(({ status }) => status !== "built");
  for (const open of signed) {
    const history = histories.get(open.batch.batchId);
    if (inFlight.has(open.batch.batchId) || history?.hasPending) continue;
    const isTurn =
      history === undefined || hurried.has(open.batch.batchId) || isDue(settlement, vault, { open, history });
    if (isTurn) await submitBatch(settlement, vault, open);
  }
}

/** Whether a batch whose transactions all came to nothing has waited long enough for another one. */
function isDue(
  { alerts, settings }: Settlement,
  vault: SettledVault,
  { open: { batch }, history }: { open: OpenBatch; history: BatchHistory },
): boolean {
  if (history.transactions >= settings.maxTransactionsPerBatch) {
    alerts.raise("batch_stuck", vault, batch.batchId, { transactions: history.transactions });
    return false;
  }
  return history.newestAgeMs >= backoffMs(history.transactions, settings);
}

function backoffMs(transactions: number, settings: SettlementSettings): number {
  const doubled = settings.resubmitBackoffMs * 2 ** (transactions - 1);
  return Math.min(doubled, settings.maxResubmitBackoffMs);
}

async function submitBatch(settlement: Settlement, vault: SettledVault, open: OpenBatch): Promise<void> {
  const call = payoutCallOf(settlement, vault, open);
  if (call === null || !(await wouldRun(settlement, vault, call, open))) return;
  const payload = await payoutPayload(settlement, vault, call);
  if (payload === null) return;
  await submitTransaction(settlement, vault, {
    purpose: { kind: "batch", batchId: call.batch.batchId },
    payload,
  });
}

async function wouldRun(
  { chain, pool, alerts }: Settlement,
  vault: SettledVault,
  call: PayoutCall,
  open: OpenBatch,
): Promise<boolean> {
  const outlook = await chain.simulatePayout(call);
  if (outlook.runs) return true;
  const { batchId } = call.batch;
  // Paid already: the indexer will say so in the books.
  if (meaningOfRefusal(outlook.errorName) === "executed") return false;
  alerts.raise("batch_cannot_run", vault, batchId, { reason: outlook.errorName });
  if (open.failure !== outlook.errorName) {
    await storeFailure(pool, { tenantId: vault.tenantId, batchId, failure: outlook.errorName });
  }
  return false;
}
