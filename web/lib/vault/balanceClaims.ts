import type { BalanceProof, TreePlace } from "#domain/api/checkpoints.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import type { SumProofStep } from "#domain/ledger/liabilitiesTreeProof.ts";

/** The tree that a file is about: which vault's, and what its root is said to be. Sums are quanta. */
export type ClaimedTree = {
  readonly chainId: number;
  readonly vault: Hex;
  readonly currency: string;
  readonly token: Hex;
  readonly epoch: bigint;
  readonly root: Hex;
  readonly total: bigint;
};

/** One amount of an account, with the way from it to the root. */
export type ProvenLeaf = LiabilityLeaf & { readonly proof: readonly SumProofStep[] };

/** Everything that an account claims of one tree. Nothing is checked yet: see `judgeClaims`. */
export type BalanceClaims = {
  readonly tree: ClaimedTree;
  readonly account: Hex;
  readonly leaves: readonly ProvenLeaf[];
};

/** A proof file's content as numbers and hex. */
export function claimsOfProof(file: BalanceProof): BalanceClaims {
  const account = hex(file.account);
  const leaves = file.leaves.map(({ quanta, batchId, proof }) => ({
    account,
    quanta: BigInt(quanta),
    batchId: hex(batchId),
    proof: proof.map(({ hash, sum, isLeft }) => ({ hash: hex(hash), sum: BigInt(sum), isLeft })),
  }));
  return { tree: claimedTree(file), account, leaves };
}

export function claimedTree(place: TreePlace): ClaimedTree {
  const { chainId, vault, currency, token, epoch, root, total } = place;
  return {
    chainId,
    vault: hex(vault),
    currency,
    token: hex(token),
    epoch: BigInt(epoch),
    root: hex(root),
    total: BigInt(total),
  };
}

/** The sum of all that is claimed, in quanta. */
export function claimedQuanta({ leaves }: BalanceClaims): bigint {
  return leaves.reduce((sum, { quanta }) => sum + quanta, 0n);
}

function hex(text: string): Hex {
  return `0x${text.slice("0x".length)}`;
}
