import { payoutBatchDigest } from "#domain/chain/payoutBatchDigest.ts";
import { vaultDomain } from "#domain/chain/typedData.ts";
import { SigningRefused } from "#domain/settlement/judgeBatch.ts";
import { findOpenBatches, type OpenBatch, storeFailure, storeSignature } from "./batch.store.ts";
import type { SettledVault, Settlement } from "./settlement.ts";

/**
 * Has each built batch signed. Asking twice is safe: the signer gives the same signature again for the same
 * batch, and never one for another batch under the same id.
 */
export async function signBatches(settlement: Settlement, vault: SettledVault): Promise<void> {
  const { pool, settings } = settlement;
  const built = (await findOpenBatches(pool, vault)).filter(({ status }) => status === "built");
  for (const open of built) {
    const isResting = open.failure !== null && open.restedMs < settings.refusedRetryMs;
    if (!isResting) await signBatch(settlement, vault, open);
  }
}

async function signBatch({ pool, signer, alerts }: Settlement, vault: SettledVault, open: OpenBatch) {
  const { batch, entries } = open;
  const key = { tenantId: vault.tenantId, batchId: batch.batchId };
  try {
    const { chainId, address } = vault;
    const { signature, digest } = await signer.signBatch({ chainId, vault: address, batch, entries });
    if (digest === payoutBatchDigest(vaultDomain(chainId, address), batch)) {
      await storeSignature(pool, { ...key, signature });
      return;
    }
    alerts.raise("signature_wrong", batch.batchId, { digest });
    await storeFailure(pool, { ...key, failure: "SIGNATURE_OF_ANOTHER_BATCH" });
  } catch (error) {
    if (!(error instanceof SigningRefused)) throw error;
    alerts.raise("signature_refused", batch.batchId, { reason: error.reason, message: error.message });
    await storeFailure(pool, { ...key, failure: error.reason });
  }
}
