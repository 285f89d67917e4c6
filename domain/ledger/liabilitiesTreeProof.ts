import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Bytes32Hex, bytesFromHex, type EvmAddress, hexFromBytes } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import { type LiabilityLeaf, leafHasher } from "#domain/ledger/liabilitiesTreeLeaf.ts";

/** One step from a leaf to the root: the sibling's hash and sum (in quanta), and on which side it stands. */
export type SumProofStep = {
  readonly hash: Bytes32Hex;
  readonly sum: bigint;
  /** The sibling stands on the left. */
  readonly isLeft: boolean;
};

/** What a checkpoint says about one token. */
export type SumRoot = { readonly root: Bytes32Hex; readonly total: bigint };

/** A node in memory: its hash (32 bytes) and its sum (32 bytes, big-endian). */
export const NODE_BYTES = 64;

/** No proof is longer: it would take a tree of 2^32 leaves. */
export const MAX_PROOF_STEPS = 32;

const HASH_BYTES = 32;
/** Where the lower 16 bytes of a node's sum begin; sums of trees that can be built fit into them. */
const HIGH_WORD = 48;
const LOW_WORD = 56;
const MAX_SUM = 2n ** 128n - 1n;

/**
 * Whether a leaf is in the tree with that root and total. A proof that is too long, or whose sums no tree could
 * have, proves nothing.
 *
 * @throws LeafInvalid, HexInvalid on text that is no address or hash
 */
export function isLeafProven(
  token: EvmAddress,
  leaf: LiabilityLeaf,
  proof: readonly SumProofStep[],
  { root, total }: SumRoot,
): boolean {
  if (proof.length > MAX_PROOF_STEPS) return false;
  let hash = leafHasher(token)(leaf);
  let sum = leaf.quanta;
  const pair = new Uint8Array(2 * NODE_BYTES);
  for (const step of proof) {
    if (step.sum < 0n || step.sum > MAX_SUM - sum) return false;
    const own = step.isLeft ? NODE_BYTES : 0;
    const sibling = NODE_BYTES - own;
    pair.set(hash, own);
    writeSum(pair, own, sum);
    pair.set(bytesFromHex(step.hash, HASH_BYTES), sibling);
    writeSum(pair, sibling, step.sum);
    hash = keccak_256(pair);
    sum += step.sum;
  }
  return hexFromBytes(hash) === root && sum === total;
}

/** The sum of the node that begins at `offset`, in quanta. */
export function readSum(nodes: Uint8Array, offset: number): bigint {
  const view = new DataView(nodes.buffer, nodes.byteOffset, nodes.byteLength);
  return (view.getBigUint64(offset + HIGH_WORD) << 64n) | view.getBigUint64(offset + LOW_WORD);
}

/** Writes the sum of the node that begins at `offset`. */
export function writeSum(nodes: Uint8Array, offset: number, sum: bigint): void {
  invariant(sum >= 0n && sum <= MAX_SUM, "the sum of a tree fits 16 bytes");
  const view = new DataView(nodes.buffer, nodes.byteOffset, nodes.byteLength);
  view.setBigUint64(offset + HIGH_WORD, sum >> 64n);
  view.setBigUint64(offset + LOW_WORD, sum & 0xffff_ffff_ffff_ffffn);
}
