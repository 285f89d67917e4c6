import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { EpochProof } from "#domain/api/epochs.ts";
import { EPOCH_KIND, epochRoot } from "#domain/fairness/epoch.ts";
import { HASH_BYTES, treePath, treeRoot } from "#domain/fairness/epochTree.ts";
import { buildTree } from "#test/support/buildTree.ts";

/** Commitments in rising order: 00…00, 01…01 and so on. */
export const HASHES = Array.from({ length: 5 }, (_, index) =>
  index.toString(16).padStart(2, "0").repeat(HASH_BYTES),
);

/** The proof of one of them, as the house hands it out. */
export function epochProofOf(index: number): EpochProof {
  const nodes = buildTree(hexToBytes(HASHES.join("")));
  const none = bytesToHex(treeRoot(new Uint8Array()));
  const roots = { seeds: bytesToHex(treeRoot(nodes)), games: none, chains: none };
  const path = treePath(index, HASHES.length).map(({ node }) =>
    bytesToHex(nodes.subarray(node * HASH_BYTES, (node + 1) * HASH_BYTES)),
  );
  return {
    epoch: {
      id: "3",
      epoch: "3",
      root: epochRoot(roots),
      roots,
      counts: { seeds: HASHES.length, games: 0, chains: 0 },
      status: "pending",
      anchor: null,
      chainId: 56,
      registry: `0x${"5a".repeat(20)}`,
      kind: EPOCH_KIND,
      builtAt: "2026-11-21T12:00:00.000Z",
    },
    proof: { hash: HASHES[index]!, section: "seeds", index, size: HASHES.length, path, roots },
  };
}
