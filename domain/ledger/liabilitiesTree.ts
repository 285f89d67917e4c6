import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Bytes32Hex, type EvmAddress, hexFromBytes } from "#domain/chain/hex.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";
import { compareLeaves, type LiabilityLeaf, leafHasher } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { NODE_BYTES, readSum, type SumProofStep, writeSum } from "#domain/ledger/liabilitiesTreeProof.ts";

/** The most leaves of one tree: a proof then has at most 20 steps. */
export const MAX_LEAVES = 2 ** 20;

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Bytes32Hex = `0x${"0".repeat(64)}`;

/**
 * Everything that the house owes in one token, as a Merkle sum tree: each node carries the sum of the leaves
 * below it, so that the root commits to the total and nobody's leaf can be left out of it.
 */
export type LiabilitiesTree = {
  readonly token: EvmAddress;
  /** By account and batch id, ascending. */
  readonly leaves: readonly LiabilityLeaf[];
  readonly root: Bytes32Hex;
  /** The sum of all leaves, in quanta. */
  readonly total: bigint;
  /** The nodes of each level, hash and sum side by side, from the leaves to the root. */
  readonly levels: readonly Uint8Array[];
};

const HASH_BYTES = 32;

/**
 * Builds the tree of one token.
 *
 * A node is keccak256(abi.encode(leftHash, leftSum, rightHash, rightSum)); an odd last node of a level goes up
 * unchanged. `contracts/libraries/SumTree.sol` checks the same.
 *
 * @param leaves in any order
 * @throws DuplicateLeaf when two leaves have the same account and batch
 * @throws LeafInvalid on an amount of zero or above what a leaf holds, or text that is not lower-case hex
 * @throws TooManyLeaves above `MAX_LEAVES`
 */
export function buildLiabilitiesTree(token: EvmAddress, leaves: readonly LiabilityLeaf[]): LiabilitiesTree {
  if (leaves.length > MAX_LEAVES) throw new TooManyLeaves(leaves.length);
  const sorted = leaves.toSorted(compareLeaves);
  requireDistinct(sorted);
  const levels = buildLevels(leafLevel(token, sorted));
  const top = levels.at(-1);
  if (top === undefined || top.length === 0)
    return { token, leaves: [], root: EMPTY_ROOT, total: 0n, levels: [] };
  return {
    token,
    leaves: sorted,
    root: hexFromBytes(top.subarray(0, HASH_BYTES)),
    total: readSum(top, 0),
    levels,
  };
}

/**
 * The siblings on the way from a leaf to the root: with them, anyone can check that the leaf is in the tree.
 *
 * @param index the leaf's place in `tree.leaves`
 */
export function proofOf(tree: LiabilitiesTree, index: number): SumProofStep[] {
  invariant(tree.leaves[index] !== undefined, `the tree has a leaf ${index}`);
  const steps: SumProofStep[] = [];
  let place = index;
  for (const level of tree.levels) {
    const isLeft = place % 2 === 1;
    const sibling = (isLeft ? place - 1 : place + 1) * NODE_BYTES;
    if (sibling < level.length) {
      const hash = hexFromBytes(level.subarray(sibling, sibling + HASH_BYTES));
      steps.push({ hash, sum: readSum(level, sibling), isLeft });
    }
    place = Math.floor(place / 2);
  }
  return steps;
}

/** The places of an account's leaves in `tree.leaves`, ascending. */
export function placesOf(tree: LiabilitiesTree, account: EvmAddress): number[] {
  return tree.leaves.flatMap((leaf, place) => (leaf.account === account ? [place] : []));
}

function requireDistinct(sorted: readonly LiabilityLeaf[]): void {
  for (const [index, leaf] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before !== undefined && compareLeaves(before, leaf) === 0) throw new DuplicateLeaf(leaf);
  }
}

function leafLevel(token: EvmAddress, leaves: readonly LiabilityLeaf[]): Uint8Array {
  const hash = leafHasher(token);
  const level = new Uint8Array(leaves.length * NODE_BYTES);
  for (const [index, leaf] of leaves.entries()) {
    level.set(hash(leaf), index * NODE_BYTES);
    writeSum(level, index * NODE_BYTES, leaf.quanta);
  }
  return level;
}

/** Each level has half the nodes of the one below it, so the loop ends at the root. */
function buildLevels(leaves: Uint8Array): Uint8Array[] {
  const levels = [leaves];
  for (let level = leaves; level.length > NODE_BYTES; ) {
    level = levelAbove(level);
    levels.push(level);
  }
  return levels;
}

function levelAbove(below: Uint8Array): Uint8Array {
  const nodes = Math.ceil(below.length / NODE_BYTES / 2);
  const level = new Uint8Array(nodes * NODE_BYTES);
  for (let node = 0; node < nodes; node += 1) {
    // Two nodes side by side are exactly what their parent hashes.
    const pair = below.subarray(2 * node * NODE_BYTES, (2 * node + 2) * NODE_BYTES);
    if (pair.length === NODE_BYTES) {
      level.set(pair, node * NODE_BYTES);
    } else {
      level.set(keccak_256(pair), node * NODE_BYTES);
      writeSum(level, node * NODE_BYTES, readSum(pair, 0) + readSum(pair, NODE_BYTES));
    }
  }
  return level;
}

/** Two leaves are about the same money: it would be owed twice. */
export class DuplicateLeaf extends FairhouseError {
  readonly code = "DUPLICATE_LEAF";
  readonly leaf: LiabilityLeaf;

  constructor(leaf: LiabilityLeaf) {
    super(`The account ${leaf.account} has two leaves for batch ${leaf.batchId}: add them up into one.`);
    this.leaf = leaf;
  }
}

/** More leaves than one tree takes. */
export class TooManyLeaves extends FairhouseError {
  readonly code = "TOO_MANY_LEAVES";
  readonly count: number;

  constructor(count: number) {
    super(`A tree takes at most ${MAX_LEAVES} leaves, not ${count}.`);
    this.count = count;
  }
}
