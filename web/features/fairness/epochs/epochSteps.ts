import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { InclusionProof } from "#domain/fairness/epoch.ts";
import { rootOfPath, treePath } from "#domain/fairness/epochTree.ts";

/** The way from a hash up to the root of its section; all hashes are 64 hex digits. */
export type EpochSteps = {
  readonly leaf: string;
  readonly steps: readonly {
    readonly neighbour: string;
    readonly isLeft: boolean;
    /** What the two make. */
    readonly parent: string;
  }[];
};

/** Every node that a proof passes through, worked out here. The proof's path must be as long as its tree is high. */
export function epochSteps({ hash, index, size, path }: InclusionProof): EpochSteps {
  const sides = treePath(index, size);
  const neighbours = path.map((text, step) => ({
    hash: hexToBytes(text),
    isLeft: sides[step]?.isLeft ?? false,
  }));
  const nodeAfter = (count: number) => bytesToHex(rootOfPath(hexToBytes(hash), neighbours.slice(0, count)));
  return {
    leaf: nodeAfter(0),
    steps: path.map((neighbour, step) => ({
      neighbour,
      isLeft: neighbours[step]?.isLeft ?? false,
      parent: nodeAfter(step + 1),
    })),
  };
}
