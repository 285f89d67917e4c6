import { inTransaction } from "#backend/db/transaction.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { type Fees, FeesAboveCap, firstFees } from "#domain/settlement/fees.ts";
import { broadcastAttempt, type Payload, signAttempt } from "./attempt.ts";
import { insertTransaction } from "./newTransaction.store.ts";
import type { Purpose } from "./purpose.ts";
import { accountFor, addressOf, type SettledVault, type Settlement } from "./settlement.ts";

/**
 * Spends the sender's next nonce on a purpose that has no transaction on its way. Nothing is sent when gas is too dear,
 * the sender too poor, or somebody else was faster; the first two raise alerts.
 */
export async function submitTransaction(
  settlement: Settlement,
  vault: SettledVault,
  { purpose, payload }: { purpose: Purpose; payload: Payload },
): Promise<void> {
  const account = accountFor(settlement, purpose);
  const sender = addressOf(account);
  const fees = await affordableFees(settlement, vault, { sender, payload });
  if (fees === null) return;
  const chainNonce = await settlement.chain.nonceOf(sender);
  const signWith = (nonce: bigint) => signAttempt(account, { nonce, payload, fees });
  const stored = await inTransaction(settlement.pool, (client) =>
    insertTransaction(client, { vault, sender, purpose, chainNonce, signWith }),
  );
  if (stored === null) return;
  const target = { tenantId: vault.tenantId, transactionId: stored.id, purpose };
  await broadcastAttempt(settlement, target, stored.attempt);
}

async function affordableFees(
  { chain, alerts, settings }: Settlement,
  vault: SettledVault,
  { sender, payload }: { sender: EvmAddress; payload: Payload },
): Promise<Fees | null> {
  try {
    const fees = firstFees(await chain.feeMarket(), settings.maxFeePerGasWei);
    const costWei = payload.gas * fees.maxFeePerGas;
    const balanceWei = await chain.balanceWeiOf(sender);
    if (balanceWei >= costWei) return fees;
    alerts.raise("sender_underfunded", vault, sender, {
      balanceWei: String(balanceWei),
      costWei: String(costWei),
    });
    return null;
  } catch (error) {
    if (!(error instanceof FeesAboveCap)) throw error;
    alerts.raise("fees_above_cap", vault, sender, { wantedWei: String(error.wantedWei) });
    return null;
  }
}
