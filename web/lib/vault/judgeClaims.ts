import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { isLeafProven } from "#domain/ledger/liabilitiesTreeProof.ts";
import type { BalanceClaims } from "@/lib/vault/balanceClaims";

/** A checkpoint as the vault itself tells it; the sum is in quanta. */
export type PublishedCheckpoint = {
  readonly epoch: bigint;
  readonly root: Hex;
  readonly total: bigint;
  /** Unix seconds. */
  readonly publishedAt: bigint;
};

/**
 * What a file is worth, held against the vault's last checkpoint:
 * - `proven`: every amount in it is a leaf of the published tree
 * - `older`, `newer`: it is about another checkpoint than the vault's last one
 * - `otherRoot`: it agrees with itself, but not with what was published under its number
 * - `changed`: its amounts do not lead to the root that it names
 * - `unpublished`: the vault has no checkpoint at all
 */
export type ClaimsVerdict = "proven" | "older" | "newer" | "otherRoot" | "changed" | "unpublished";

/** Checks every leaf of a file with the rule that the vault's exit applies. */
export function judgeClaims(claims: BalanceClaims, published: PublishedCheckpoint | null): ClaimsVerdict {
  const { tree } = claims;
  if (!agreesWithItself(claims)) return "changed";
  if (published === null) return "unpublished";
  if (tree.epoch !== published.epoch) return tree.epoch < published.epoch ? "older" : "newer";
  return tree.root === published.root && tree.total === published.total ? "proven" : "otherRoot";
}

/** Whether every amount leads to the root that the file itself names, and none is listed twice. */
export function agreesWithItself(claims: BalanceClaims): boolean {
  return areLeavesDistinct(claims) && claims.leaves.every((_, index) => leadsToRoot(claims, index));
}

/** One amount listed twice would count twice. */
function areLeavesDistinct({ leaves }: BalanceClaims): boolean {
  return new Set(leaves.map(({ batchId }) => batchId)).size === leaves.length;
}

function leadsToRoot({ tree, leaves }: BalanceClaims, index: number): boolean {
  const leaf = leaves[index];
  try {
    return leaf !== undefined && isLeafProven(tree.token, leaf, leaf.proof, tree);
  } catch (error) {
    // A leaf of no amount, or of more than a leaf can hold: no tree has it.
    if (error instanceof FairhouseError) return false;
    throw error;
  }
}
