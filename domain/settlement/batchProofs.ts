import type { Bytes32Hex, EvmAddress } from "#domain/chain/hex.ts";
import type { PayoutEntry } from "#domain/chain/payoutEntries.ts";
import { type LiabilitiesTree, proofOf } from "#domain/ledger/liabilitiesTree.ts";
import type { SumProofStep } from "#domain/ledger/liabilitiesTreeProof.ts";
import { quantaByRecipient } from "#domain/settlement/judgeBatch.ts";

/**
 * The proofs that a tree carries a whole batch: one for each distinct recipient, in ascending order of address, that
 * a leaf holds just what the batch pays it.
 *
 * @param payments the batch's payments, accounts in lower case
 * @returns null when a leaf is missing or holds another amount
 */
export function batchProofs(
  tree: LiabilitiesTree,
  batchId: Bytes32Hex,
  payments: readonly PayoutEntry[],
): SumProofStep[][] | null {
  const places = new Map<EvmAddress, number>();
  for (const [place, leaf] of tree.leaves.entries()) {
    if (leaf.batchId === batchId) places.set(leaf.account, place);
  }
  const proofs: SumProofStep[][] = [];
  const paid = [...quantaByRecipient(payments)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [account, quanta] of paid) {
    const place = places.get(account);
    if (place === undefined || tree.leaves[place]?.quanta !== quanta) return null;
    proofs.push(proofOf(tree, place));
  }
  return proofs;
}
