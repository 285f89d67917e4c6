import { type Fees, FeesAboveCap, replacementFees } from "#domain/settlement/fees.ts";
import {
  broadcastAttempt,
  fillerPayload,
  type Payload,
  payoutCallOf,
  payoutPayload,
  signAttempt,
} from "./attempt.ts";
import { findOpenBatches } from "./batch.store.ts";
import type { SettledVault, Settlement } from "./settlement.ts";
import { type Attempt, insertAttempt, type OpenTransaction } from "./transaction.store.ts";

/**
 * Signs a dearer version of a transaction that waits too long, at the same nonce. If the batch cannot run any
 * more, the nonce is filled with nothing, so that later ones are not held up. All versions are kept.
 */
export async function replaceAttempt(
  settlement: Settlement,
  vault: SettledVault,
  transaction: OpenTransaction,
): Promise<void> {
  const { pool, alerts, settings } = settlement;
  const { id, tenantId, batchId, nonce, attempts } = transaction;
  const newest = attempts.at(-1);
  if (newest === undefined) return;
  const target = { tenantId, transactionId: id, batchId };
  alerts.raise("transaction_stuck", newest.hash, {
    batchId,
    nonce: String(nonce),
    attempts: attempts.length,
  });

  const fees = attempts.length < settings.maxAttemptsPerNonce ? await dearerFees(settlement, newest) : null;
  if (fees === null) {
    await broadcastAttempt(settlement, target, newest);
    return;
  }
  const payload = await payloadNow(settlement, vault, transaction);
  const attempt = await signAttempt(settlement, { nonce, payload, fees });
  await insertAttempt(pool, { tenantId, transactionId: id, attempt });
  await broadcastAttempt(settlement, target, attempt);
}

async function dearerFees({ chain, alerts, settings }: Settlement, newest: Attempt): Promise<Fees | null> {
  try {
    return replacementFees(newest.fees, await chain.feeMarket(), settings.maxFeePerGasWei);
  } catch (error) {
    if (!(error instanceof FeesAboveCap)) throw error;
    alerts.raise("fees_above_cap", newest.hash, { wantedWei: String(error.wantedWei) });
    return null;
  }
}

/** What the nonce should do as things stand now. */
async function payloadNow(
  settlement: Settlement,
  vault: SettledVault,
  { batchId }: OpenTransaction,
): Promise<Payload> {
  const filler = fillerPayload(settlement, vault.chainId);
  const open = (await findOpenBatches(settlement.pool, vault)).find(({ batch }) => batch.batchId === batchId);
  const call = open && payoutCallOf(settlement, vault, open);
  if (!call) return filler;
  const outlook = await settlement.chain.simulatePayout(call);
  if (!outlook.runs) return filler;
  return (await payoutPayload(settlement, vault.chainId, call)) ?? filler;
}
