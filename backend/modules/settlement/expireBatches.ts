import { inTransaction } from "#backend/db/transaction.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { isDead, isVoided } from "#domain/settlement/vaultRefusal.ts";
import { expireBatch, findOpenBatches } from "./batch.store.ts";
import type { SettledVault, Settlement } from "./settlement.ts";

/**
 * Dissolves batches that can never be executed any more, as a final block says: their deadline has passed, or a
 * rotation of the signer made their signature void. Their withdrawals may then go into another batch.
 */
export async function expireBatches(settlement: Settlement, vault: SettledVault): Promise<void> {
  const { pool, chain, alerts, finalityDepth } = settlement;
  const open = await findOpenBatches(pool, vault);
  if (open.length === 0) return;
  const head = await chain.head();
  const finalNumber = head.number - BigInt(finalityDepth);
  const suspects = open.filter(({ batch, failure }) => batch.deadline < head.timestamp || isVoided(failure));
  if (suspects.length === 0 || finalNumber < 0n) return;
  // Once the exit is open, what waits in a batch belongs to its recipients as leaves of the last checkpoint.
  if ((await chain.checkpointState(vault.address, NATIVE_TOKEN)).isExitActive) return;

  const { timestamp } = await chain.blockAt(finalNumber);
  for (const { batch } of suspects) {
    const facts = await chain.finalFacts(vault.address, batch.batchId, finalNumber);
    if (!isDead(batch, { ...facts, timestamp })) continue;
    const key = { tenantId: vault.tenantId, batchId: batch.batchId };
    const isExpired = await inTransaction(pool, (client) => expireBatch(client, key, batch.count));
    if (isExpired) alerts.raise("batch_expired", batch.batchId, { total: String(batch.total) });
  }
}
