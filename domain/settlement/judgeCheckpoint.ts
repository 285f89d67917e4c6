import type { PayoutEntry } from "#domain/chain/payoutEntries.ts";
import { FairhouseError } from "#domain/errors.ts";
import { FREE_BALANCE, type LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { isLeafProven, type SumProofStep } from "#domain/ledger/liabilitiesTreeProof.ts";
import { type Checkpoint, quantaByRecipient, type SigningRequest } from "#domain/settlement/judgeBatch.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";

/**
 * Demands that everything that a batch pays is owed: each recipient's sum must be a leaf, under this batch's id,
 * of a checkpoint that is published. So nobody can have money signed away that the players' tree does not hold,
 * and whoever exits instead is owed exactly the leaf.
 *
 * @param published the checkpoint that the request names, as the signer itself read it, or else the latest one;
 *   epoch 0 before the first
 * @throws SigningRefused BATCH_ID_INVALID, CHECKPOINT_REQUIRED, CHECKPOINT_UNPUBLISHED, CHECKPOINT_SUPERSEDED,
 *   CHECKPOINT_MISMATCH, PROOFS_INCOMPLETE, LEAF_NOT_IN_CHECKPOINT
 */
export function judgeCheckpoint(
  request: SigningRequest,
  payments: readonly PayoutEntry[],
  published: Checkpoint,
): void {
  // Free balances are leaves of that id: paid by such a batch, they could be taken once more at an exit.
  if (request.batch.batchId === FREE_BALANCE)
    throw new SigningRefused("BATCH_ID_INVALID", "The id of zeros stands for money that is in no batch.");
  requirePublished(request, published);
  requireProven(request, payments);
}

function requirePublished({ batch, checkpoint }: SigningRequest, published: Checkpoint): void {
  if (batch.checkpointEpoch < 1n) {
    throw new SigningRefused("CHECKPOINT_REQUIRED", "The batch names no checkpoint.");
  }
  const needed = checkpoint.epoch < batch.checkpointEpoch ? batch.checkpointEpoch : checkpoint.epoch;
  if (checkpoint.epoch < batch.checkpointEpoch || published.epoch < needed) {
    const latest = `the chain has published ${published.epoch}`;
    throw new SigningRefused(
      "CHECKPOINT_UNPUBLISHED",
      `Proofs must lead to checkpoint ${needed}; ${latest}.`,
    );
  }
  if (published.epoch > checkpoint.epoch) {
    const latest = `prove against checkpoint ${published.epoch}`;
    throw new SigningRefused("CHECKPOINT_SUPERSEDED", `Checkpoint ${checkpoint.epoch} is over: ${latest}.`);
  }
  if (published.root !== checkpoint.root || published.total !== checkpoint.total) {
    const truth = `root ${published.root} and total ${published.total}`;
    throw new SigningRefused("CHECKPOINT_MISMATCH", `Checkpoint ${published.epoch} has ${truth}.`);
  }
}

function requireProven(
  { batch, checkpoint, proofs }: SigningRequest,
  payments: readonly PayoutEntry[],
): void {
  const owed = [...quantaByRecipient(payments)].sort(([one], [other]) => (one < other ? -1 : 1));
  if (proofs.length !== owed.length) {
    const message = `There are ${owed.length} recipients and ${proofs.length} proofs.`;
    throw new SigningRefused("PROOFS_INCOMPLETE", message);
  }
  for (const [index, [account, quanta]] of owed.entries()) {
    const leaf = { account, quanta, batchId: batch.batchId };
    if (!isProven(batch.token, leaf, proofs[index] ?? [], checkpoint)) {
      const message = `Checkpoint ${checkpoint.epoch} does not hold ${quanta} for ${account} in this batch.`;
      throw new SigningRefused("LEAF_NOT_IN_CHECKPOINT", message);
    }
  }
}

/** What could not even be written as a leaf is in no tree. */
function isProven(
  token: LiabilityLeaf["account"],
  leaf: LiabilityLeaf,
  proof: readonly SumProofStep[],
  checkpoint: Checkpoint,
): boolean {
  try {
    return isLeafProven(token, leaf, proof, checkpoint);
  } catch (error) {
    if (!(error instanceof FairhouseError)) throw error;
    return false;
  }
}
