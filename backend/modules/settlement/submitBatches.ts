import type { PayoutCall } from "#backend/adapters/chainClient.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { type Fees, FeesAboveCap, firstFees } from "#domain/settlement/fees.ts";
import { meaningOfRefusal } from "#domain/settlement/vaultRefusal.ts";
import { broadcastAttempt, type Payload, payoutCallOf, payoutPayload, signAttempt } from "./attempt.ts";
import { findOpenBatches, type OpenBatch, storeFailure } from "./batch.store.ts";
import { type SettledVault, type Settlement, type SettlementSettings, senderOf } from "./settlement.ts";
import { type BatchHistory, findHistories, insertTransaction } from "./transaction.store.ts";
import type { InFlight } from "./watchTransactions.ts";

/** Gives a transaction to each signed batch that has none on its way. */
export async function submitBatches(
  settlement: Settlement,
  vault: SettledVault,
  inFlight: InFlight,
): Promise<void> {
  const histories = await findHistories(settlement.pool, vault);
  const signed = (await findOpenBatches(settlement.pool, vault)).filter(({ status }) => status !== "built");
  for (const open of signed) {
    const history = histories.get(open.batch.batchId);
    if (inFlight.has(open.batch.batchId) || history?.hasPending) continue;
    if (history === undefined || isDue(settlement, open, history)) await submitBatch(settlement, vault, open);
  }
}

/** Whether a batch whose transactions all came to nothing has waited long enough for another one. */
function isDue({ alerts, settings }: Settlement, { batch }: OpenBatch, history: BatchHistory): boolean {
  if (history.transactions >= settings.maxTransactionsPerBatch) {
    alerts.raise("batch_stuck", batch.batchId, { transactions: history.transactions });
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
  const payload = await payoutPayload(settlement, vault.chainId, call);
  const fees = payload && (await affordableFees(settlement, payload));
  if (!payload || !fees) return;

  const sender = senderOf(settlement);
  const target = { tenantId: vault.tenantId, batchId: call.batch.batchId };
  const chainNonce = await settlement.chain.nonceOf(sender);
  const signWith = (nonce: bigint) => signAttempt(settlement, { nonce, payload, fees });
  const stored = await inTransaction(settlement.pool, (client) =>
    insertTransaction(client, { ...target, chainId: vault.chainId, sender, chainNonce, signWith }),
  );
  if (stored === null) return;
  await broadcastAttempt(settlement, { ...target, transactionId: stored.id }, stored.attempt);
}

async function wouldRun(
  { chain, pool, alerts }: Settlement,
  { tenantId }: SettledVault,
  call: PayoutCall,
  open: OpenBatch,
): Promise<boolean> {
  const outlook = await chain.simulatePayout(call);
  if (outlook.runs) return true;
  const { batchId } = call.batch;
  // Paid already: the indexer will say so in the books.
  if (meaningOfRefusal(outlook.errorName) === "executed") return false;
  alerts.raise("batch_cannot_run", batchId, { reason: outlook.errorName });
  if (open.failure !== outlook.errorName) {
    await storeFailure(pool, { tenantId, batchId, failure: outlook.errorName });
  }
  return false;
}

async function affordableFees(settlement: Settlement, payload: Payload): Promise<Fees | null> {
  const { chain, alerts, settings } = settlement;
  const sender = senderOf(settlement);
  try {
    const fees = firstFees(await chain.feeMarket(), settings.maxFeePerGasWei);
    const costWei = payload.gas * fees.maxFeePerGas;
    const balanceWei = await chain.balanceWeiOf(sender);
    if (balanceWei >= costWei) return fees;
    alerts.raise("sender_underfunded", sender, { balanceWei: String(balanceWei), costWei: String(costWei) });
    return null;
  } catch (error) {
    if (!(error instanceof FeesAboveCap)) throw error;
    alerts.raise("fees_above_cap", sender, { wantedWei: String(error.wantedWei) });
    return null;
  }
}
