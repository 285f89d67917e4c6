import { growTree } from "#domain/fairness/epochTree.ts";

/** The tree of an epoch, grown without a pause. */
export function buildTree(hashes: Uint8Array): Uint8Array {
  const growing = growTree(hashes, Number.POSITIVE_INFINITY);
  for (;;) {
    const step = growing.next();
    if (step.done === true) return step.value;
  }
}
