import type { BalanceProof, TreePlace } from "#domain/api/checkpoints.ts";
import { balanceProofOf } from "#domain/api/leavesFile.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { buildLiabilitiesTree, type LiabilitiesTree } from "#domain/ledger/liabilitiesTree.ts";
import { FREE_BALANCE, type LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";

export const ALICE: Hex = `0x${"a1".repeat(20)}`;
export const BOB: Hex = `0x${"b0".repeat(20)}`;
export const BATCH: Hex = `0x${"77".repeat(32)}`;
const NATIVE: Hex = `0x${"00".repeat(20)}`;

/** What the house owes: two amounts to Alice, one to Bob. */
export const LEAVES: readonly LiabilityLeaf[] = [
  { account: ALICE, quanta: 1_750_000_000n, batchId: FREE_BALANCE },
  { account: ALICE, quanta: 250_000_000n, batchId: BATCH },
  { account: BOB, quanta: 40n, batchId: FREE_BALANCE },
];

export function tree(leaves: readonly LiabilityLeaf[] = LEAVES): LiabilitiesTree {
  return buildLiabilitiesTree(NATIVE, leaves);
}

export function place(overrides: Partial<TreePlace> = {}): TreePlace {
  const { token, root, total } = tree();
  const vault = `0x${"5a".repeat(20)}`;
  return {
    chainId: 56,
    vault,
    currency: "BNB",
    token,
    epoch: "7",
    root,
    total: String(total),
    ...overrides,
  };
}

/** Alice's proof file. */
export function proofFile(account: Hex = ALICE): BalanceProof {
  return balanceProofOf(place(), tree(), account);
}

/** The checkpoint as the vault tells it. */
export function published() {
  const { root, total } = tree();
  return { epoch: 7n, root, total, publishedAt: 1_700_000_000n };
}
