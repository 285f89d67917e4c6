import { findPublishedTree, type PublishedTree } from "#backend/modules/checkpoints/checkpoints.service.ts";
import { payoutBatchDigest } from "#domain/chain/payoutBatchDigest.ts";
import { unpackEntries } from "#domain/chain/payoutEntries.ts";
import { vaultDomain } from "#domain/chain/typedData.ts";
import { batchProofs } from "#domain/settlement/batchProofs.ts";
import { type RefusalReason, SigningRefused } from "#domain/settlement/signingRefused.ts";
import { findOpenBatches, type OpenBatch, storeFailure, storeSignature } from "./batch.store.ts";
import type { Hurried } from "./hurry.ts";
import type { SettledVault, Settlement } from "./settlement.ts";

/**
 * Has each built batch signed whose amounts a published checkpoint carries. A newer checkpoint serves as well as the
 * first: everything that waits to be paid is a leaf of each. Asking twice is safe: the signer gives the same signature
 * again for the same batch, and never one for another batch under the same id.
 */
export async function signBatches(
  settlement: Settlement,
  vault: SettledVault,
  hurried: Hurried,
): Promise<void> {
  const { pool, settings } = settlement;
  const due = (await findOpenBatches(pool, vault)).filter(({ status, batch, failure, restedMs }) => {
    const isResting = failure !== null && restedMs < settings.refusedRetryMs && !hurried.has(batch.batchId);
    return status === "built" && batch.checkpointEpoch > 0n && !isResting;
  });
  for (const [currency, batches] of Map.groupBy(due, (open) => open.currency)) {
    const published = await findPublishedTree(pool, vault, currency);
    if (published === null) continue;
    const carried = batches.filter(({ batch }) => batch.checkpointEpoch <= published.epoch);
    for (const open of carried) await signBatch(settlement, vault, open, published);
  }
}

async function signBatch(
  settlement: Settlement,
  vault: SettledVault,
  open: OpenBatch,
  { epoch, tree }: PublishedTree,
): Promise<void> {
  const { pool, signer, alerts } = settlement;
  const { batch, entries } = open;
  const key = { tenantId: vault.tenantId, batchId: batch.batchId };
  const proofs = batchProofs(tree, batch.batchId, unpackEntries(entries));
  if (proofs === null) {
    alerts.raise("batch_not_carried", vault, batch.batchId, { epoch: String(epoch) });
    await storeFailure(pool, { ...key, failure: "NOT_IN_CHECKPOINT" });
    return;
  }
  const { chainId, address } = vault;
  const checkpoint = { epoch, root: tree.root, total: tree.total };
  try {
    const request = { chainId, vault: address, batch, entries, checkpoint, proofs };
    const { signature, digest } = await signer.signBatch(request);
    if (digest === payoutBatchDigest(vaultDomain(chainId, address), batch)) {
      await storeSignature(pool, { ...key, signature });
      return;
    }
    alerts.raise("signature_wrong", vault, batch.batchId, { digest });
    await storeFailure(pool, { ...key, failure: "SIGNATURE_OF_ANOTHER_BATCH" });
  } catch (error) {
    if (!(error instanceof SigningRefused)) throw error;
    await noteRefusal(settlement, open, { ...key, error });
  }
}

/** The signer reads the chain itself, and may see a checkpoint a little earlier or later than the indexer did. */
const PASSING: readonly RefusalReason[] = ["CHECKPOINT_UNPUBLISHED", "CHECKPOINT_SUPERSEDED"];

async function noteRefusal(
  { pool, alerts, settings }: Settlement,
  { restedMs }: OpenBatch,
  { error, ...key }: { tenantId: number; batchId: OpenBatch["batch"]["batchId"]; error: SigningRefused },
): Promise<void> {
  const { reason, message } = error;
  if (PASSING.includes(reason) && restedMs < settings.refusedRetryMs) return;
  alerts.raise("signature_refused", key, key.batchId, { reason, message });
  await storeFailure(pool, { ...key, failure: reason });
}
