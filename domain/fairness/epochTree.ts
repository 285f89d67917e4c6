import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { invariant } from "#domain/errors.ts";

/** Bytes of what a tree is made of, and of its nodes: SHA-256. */
export const HASH_BYTES = 32;

/** A tree of more hashes would not fit into one row of a database. */
const MAX_TREE_LEAVES = 2 ** 24;

const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);

/**
 * The Merkle tree of RFC 6962, section 2.1, over hashes: a leaf is SHA-256(0x00 ‖ hash), a node SHA-256(0x01 ‖ left ‖ right), and a
 * node without a neighbour moves up as it is. Without any hash the root is SHA-256 of nothing.
 *
 * It grows in steps: a million hashes take seconds, in which a process that has other work can turn to it.
 *
 * @param hashes any number of hashes of 32 bytes, one after the other, in rising order and each once
 * @param nodesAtOnce nodes that are made between two steps
 * @returns all nodes, level by level from the leaves up to the root, one after the other: what {@link treePath} counts in
 */
export function* growTree(hashes: Uint8Array, nodesAtOnce: number): Generator<void, Uint8Array, void> {
  const size = hashes.length / HASH_BYTES;
  invariant(Number.isInteger(size) && size <= MAX_TREE_LEAVES, "a tree is made of whole hashes, up to 2^24");
  const levels = levelSizes(size);
  const nodes = new Uint8Array(levels.reduce((sum, each) => sum + each, 0) * HASH_BYTES);
  for (let leaf = 0; leaf < size; leaf++) {
    nodes.set(sha256(concatBytes(LEAF_PREFIX, nodeAt(hashes, leaf))), leaf * HASH_BYTES);
    if ((leaf + 1) % nodesAtOnce === 0) yield;
  }
  let below = 0;
  for (const [level, width] of levels.entries()) {
    const above = below + width;
    for (let left = 0; left < width && level + 1 < levels.length; left += 2) {
      const hasNeighbour = left + 1 < width;
      const parent = hasNeighbour
        ? joinNodes(nodeAt(nodes, below + left), nodeAt(nodes, below + left + 1))
        : nodeAt(nodes, below + left);
      nodes.set(parent, (above + left / 2) * HASH_BYTES);
      if ((left / 2 + 1) % nodesAtOnce === 0) yield;
    }
    below = above;
  }
  return nodes;
}

/** The root of a tree by its nodes. */
export function treeRoot(nodes: Uint8Array): Uint8Array {
  return nodes.length === 0 ? sha256(utf8ToBytes("")) : nodes.slice(-HASH_BYTES);
}

/** One step from a leaf towards the root. */
export type PathStep = {
  /** Where the neighbour stands among all nodes. */
  readonly node: number;
  readonly isLeft: boolean;
};

/**
 * Which nodes lead from a leaf to the root, nearest first; levels on which it has no neighbour are left out.
 *
 * @param index from 0, below `size`
 */
export function treePath(index: number, size: number): PathStep[] {
  invariant(index >= 0 && index < size, "a path begins at a leaf");
  const steps: PathStep[] = [];
  let below = 0;
  let place = index;
  for (const width of levelSizes(size)) {
    const isLeft = place % 2 === 1;
    const neighbour = isLeft ? place - 1 : place + 1;
    if (neighbour < width) steps.push({ node: below + neighbour, isLeft });
    below += width;
    place = Math.floor(place / 2);
  }
  return steps;
}

/**
 * The root that a hash and its path lead to.
 *
 * @param hash 32 bytes
 * @param path neighbours in the order and on the sides of {@link treePath}
 */
export function rootOfPath(
  hash: Uint8Array,
  path: readonly { readonly hash: Uint8Array; readonly isLeft: boolean }[],
): Uint8Array {
  let node: Uint8Array = sha256(concatBytes(LEAF_PREFIX, hash));
  for (const step of path) node = step.isLeft ? joinNodes(step.hash, node) : joinNodes(node, step.hash);
  return node;
}

function levelSizes(size: number): number[] {
  const sizes = [];
  for (let width = size; width > 1; width = Math.ceil(width / 2)) sizes.push(width);
  return size === 0 ? [] : [...sizes, 1];
}

function joinNodes(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(NODE_PREFIX, left, right));
}

function nodeAt(nodes: Uint8Array, place: number): Uint8Array {
  return nodes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
}
