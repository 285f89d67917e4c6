import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { buildLiabilitiesTree, type LiabilitiesTree, proofOf } from "#domain/ledger/liabilitiesTree.ts";
import { FREE_BALANCE, type LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { ethers } from "#test/contracts/support/deploy.ts";
import { asHex, type House } from "#test/contracts/support/house.ts";

/** Where a checkpoint stands on the vault's two lines; where it does not say, at their ends. */
export type Cut = { readonly entered?: bigint; readonly executed?: bigint };

export function leafOf(
  account: { address: string },
  quanta: bigint,
  batchId: Hex = FREE_BALANCE,
): LiabilityLeaf {
  return { account: asHex(account.address.toLowerCase()), quanta, batchId };
}

/** Publishes the next checkpoint of a token, with a tree of these leaves. */
export async function publishTree(
  house: House,
  leaves: readonly LiabilityLeaf[],
  { token = NATIVE_TOKEN, ...cut }: Cut & { token?: Hex } = {},
): Promise<LiabilitiesTree> {
  const tree = buildLiabilitiesTree(asHex(token.toLowerCase()), leaves);
  await publish(house, { token, root: tree.root, total: tree.total, ...cut });
  return tree;
}

type Checkpoint = Cut & { token?: Hex; epoch?: bigint; root?: Hex; total?: bigint };

/** Publishes a checkpoint; without overrides the next one of an empty tree. */
export async function publish(house: House, overrides: Checkpoint = {}) {
  const { vault, operator } = house;
  const { token = NATIVE_TOKEN, root = asHex(ethers.ZeroHash), total = 0n } = overrides;
  const {
    epoch = (await vault.checkpointEpoch(token)) + 1n,
    entered = await vault.enteredTotal(token),
    executed = await vault.executedTotal(token),
  } = overrides;
  return vault.connect(operator).publishCheckpoint(token, epoch, root, total, entered, executed);
}

/** The arguments with which a leaf's account exits it to somebody. */
export function exitArgs(tree: LiabilitiesTree, leaf: LiabilityLeaf, to: { getAddress(): Promise<string> }) {
  const place = tree.leaves.findIndex(
    ({ account, batchId }) => account === leaf.account && batchId === leaf.batchId,
  );
  return [tree.token, leaf, proofOf(tree, place), to] as const;
}
