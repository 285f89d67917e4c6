/** When money counts as final, and what the chain itself says about it. */
export interface FinalityRule {
  /** Blocks that must stand on top of an event. */
  readonly depth: number;
  /**
   * The block that the chain calls finalized, where that decides instead of the depth. Nothing known yet is -1n.
   * Left out where the depth decides.
   */
  readonly finalizedNumber?: bigint | undefined;
}

/**
 * The last block whose money counts as final, and whose events are recorded: either so many blocks stand on top
 * of it, or the chain itself calls it finalized. Below zero while the chain is shorter than that.
 *
 * @param headNumber the chain's newest block
 * @param tipNumber the last block whose events are recorded
 * @param rule the depth alone, or the whole rule
 */
export function finalBlock(headNumber: bigint, tipNumber: bigint, rule: number | FinalityRule): bigint {
  const { depth, finalizedNumber } = typeof rule === "number" ? { depth: rule } : rule;
  const settled = finalizedNumber ?? headNumber - BigInt(depth);
  return least(settled, headNumber, tipNumber);
}

/**
 * What to believe of a node's answer about the finalized block: it never goes back, whoever answers, and never
 * beyond the head.
 *
 * @param known the highest finalized block so far; -1n when there is none
 * @param answered what a node says now; undefined when it says nothing
 */
export function nextFinalized(known: bigint, answered: bigint | undefined, headNumber: bigint): bigint {
  if (answered === undefined || answered > headNumber || answered < known) return known;
  return answered;
}

/** Where a chain calls nothing finalized for hours, so many blocks are still looked at and no more. */
const MAX_UNSETTLED_BLOCKS = 4_096n;

/**
 * The lowest block at which the chain may have left the recorded branch. What is not final can always be dropped: several
 * reorganisations, each within the depth, may together reach further down than it while nobody looks.
 *
 * @param tipNumber the last recorded block
 * @param finalNumber the last block that counts as final
 * @param maxDepth how many recorded blocks one reorganisation may drop, be they final or not
 * @returns `tipNumber - maxDepth`, or the final block when that is lower; below zero while the chain is short
 */
export function oldestFork(tipNumber: bigint, finalNumber: bigint, maxDepth: number): bigint {
  const byDepth = tipNumber - BigInt(maxDepth);
  if (finalNumber >= byDepth) return byDepth;
  const floor = tipNumber - MAX_UNSETTLED_BLOCKS;
  return least(byDepth, finalNumber > floor ? finalNumber : floor);
}

function least(first: bigint, ...others: readonly bigint[]): bigint {
  return others.reduce((lowest, value) => (value < lowest ? value : lowest), first);
}
