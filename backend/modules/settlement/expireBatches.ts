import { inTransaction } from "#backend/db/transaction.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { isDead, isVoided } from "#domain/settlement/vaultRefusal.ts";
import { expireBatch, findOpenBatches } from "./batch.store.ts";
import { findFinalBlock } from "./finality.store.ts";
import type { SettledVault, Settlement } from "./settlement.ts";

/**
 * Dissolves batches that can never be executed any more, as a final block says: their deadline has passed, or a
 * rotation of the signer made their signature void. Their withdrawals may then go into another batch.
 */
export async function expireBatches(settlement: Settlement, vault: SettledVault): Promise<void> {
  const { pool, chain, alerts } = settlement;
  const open = await findOpenBatches(pool, vault);
  if (open.length === 0) return;
  const head = await chain.head();
  const suspects = open.filter(({ batch, failure }) => batch.deadline < head.timestamp || isVoided(failure));
  if (suspects.length === 0) return;
  const final = await findFinalBlock(pool, vault);
  if (final === undefined) return;
  // Once the exit is open, what waits in a batch belongs to its recipients as leaves of the last checkpoint.
  if ((await chain.checkpointState(vault.address, NATIVE_TOKEN)).isExitActive) return;

  for (const { batch } of suspects) {
    const facts = await chain.finalFacts(vault.address, batch.batchId, final);
    if (facts === null || !isDead(batch, facts)) continue;
    const key = { tenantId: vault.tenantId, batchId: batch.batchId };
    const isExpired = await inTransaction(pool, (client) => expireBatch(client, key, batch.count));
    if (isExpired) alerts.raise("batch_expired", vault, batch.batchId, { total: String(batch.total) });
  }
}
