import { publishPayload } from "#backend/modules/checkpoints/publishPayload.ts";
import { anchorPayload } from "#backend/modules/epochs/anchorPayload.ts";
import type { Hex } from "#domain/chain/hex.ts";
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
import { type Purpose, subjectOf } from "./purpose.ts";
import { accountFor, type SettledVault, type Settlement } from "./settlement.ts";
import { type Attempt, insertAttempt, type OpenTransaction } from "./transaction.store.ts";

/**
 * Signs a dearer version of a transaction that waits too long, at the same nonce. If its purpose cannot run any
 * more, the nonce is filled with nothing, so that later ones are not held up. All versions are kept.
 */
export async function replaceAttempt(
  settlement: Settlement,
  vault: SettledVault,
  transaction: OpenTransaction,
): Promise<void> {
  const { pool, alerts, settings } = settlement;
  const { id, tenantId, purpose, nonce, attempts } = transaction;
  const newest = attempts.at(-1);
  if (newest === undefined) return;
  const target = { tenantId, transactionId: id, purpose };
  alerts.raise("transaction_stuck", vault, newest.hash, {
    purpose: subjectOf(purpose),
    nonce: String(nonce),
    attempts: attempts.length,
  });

  const fees =
    attempts.length < settings.maxAttemptsPerNonce ? await dearerFees(settlement, vault, newest) : null;
  if (fees === null) {
    await broadcastAttempt(settlement, target, newest);
    return;
  }
  const payload = await payloadNow(settlement, vault, transaction);
  const attempt = await signAttempt(accountFor(settlement, purpose), { nonce, payload, fees });
  await insertAttempt(pool, { tenantId, transactionId: id, attempt });
  await broadcastAttempt(settlement, target, attempt);
}

async function dearerFees(
  { chain, alerts, settings }: Settlement,
  vault: SettledVault,
  newest: Attempt,
): Promise<Fees | null> {
  try {
    return replacementFees(newest.fees, await chain.feeMarket(), settings.maxFeePerGasWei);
  } catch (error) {
    if (!(error instanceof FeesAboveCap)) throw error;
    alerts.raise("fees_above_cap", vault, newest.hash, { wantedWei: String(error.wantedWei) });
    return null;
  }
}

/** What the nonce should do as things stand now. */
async function payloadNow(
  settlement: Settlement,
  vault: SettledVault,
  { purpose, sender }: OpenTransaction,
): Promise<Payload> {
  return (await purposePayload(settlement, vault, purpose)) ?? fillerPayload(sender, vault.chainId);
}

async function purposePayload(
  settlement: Settlement,
  vault: SettledVault,
  purpose: Purpose,
): Promise<Payload | null> {
  switch (purpose.kind) {
    case "batch":
      return batchPayload(settlement, vault, purpose.batchId);
    case "checkpoint":
      return publishPayload(settlement, vault, purpose.checkpointId);
    case "anchor":
      return anchorPayload(settlement, vault, purpose.anchor);
  }
}

async function batchPayload(
  settlement: Settlement,
  vault: SettledVault,
  batchId: Hex,
): Promise<Payload | null> {
  const open = (await findOpenBatches(settlement.pool, vault)).find(({ batch }) => batch.batchId === batchId);
  const call = open && payoutCallOf(settlement, vault, open);
  if (!call || !(await settlement.chain.simulatePayout(call)).runs) return null;
  return payoutPayload(settlement, vault, call);
}
