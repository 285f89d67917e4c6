import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesFromHex, type Hex, hexFromBytes } from "#domain/chain/hex.ts";
import { leafHasher } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { NODE_BYTES, type SumProofStep, writeSum } from "#domain/ledger/liabilitiesTreeProof.ts";
import type { ProvenLeaf } from "@/lib/vault/balanceClaims";

/** A node on the way from a leaf to the root; its sum is in quanta. */
export type PathNode = { readonly hash: Hex; readonly sum: bigint };

/** One step up: the node that was reached, its sibling, and what both make. */
export type PathStep = { readonly sibling: SumProofStep; readonly parent: PathNode };

const HASH_BYTES = 32;

/** Works the way from a leaf to the root out node by node, so that each can be worked out again elsewhere. */
export function proofPath(
  token: Hex,
  leaf: ProvenLeaf,
): { readonly leaf: PathNode; readonly steps: PathStep[] } {
  const start: PathNode = { hash: hexFromBytes(leafHasher(token)(leaf)), sum: leaf.quanta };
  const steps: PathStep[] = [];
  let node = start;
  for (const sibling of leaf.proof) {
    const parent = sibling.isLeft ? parentOf(sibling, node) : parentOf(node, sibling);
    steps.push({ sibling, parent });
    node = parent;
  }
  return { leaf: start, steps };
}

function parentOf(left: PathNode, right: PathNode): PathNode {
  const pair = new Uint8Array(2 * NODE_BYTES);
  for (const [place, { hash, sum }] of [left, right].entries()) {
    pair.set(bytesFromHex(hash, HASH_BYTES), place * NODE_BYTES);
    writeSum(pair, place * NODE_BYTES, sum);
  }
  return { hash: hexFromBytes(keccak_256(pair)), sum: left.sum + right.sum };
}
