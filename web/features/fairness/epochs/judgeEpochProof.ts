import type { EpochProof } from "#domain/api/epochs.ts";
import { isIncluded } from "#domain/fairness/epoch.ts";

export type EpochVerdict =
  | "proven"
  /** It holds, but the registry has no root for this epoch yet. */
  | "waiting"
  /** The registry has another root. */
  | "otherRoot"
  /** It does not lead to the root that it names. */
  | "broken";

/**
 * Judges a proof by what the registry holds; whoever made the proof is not believed.
 *
 * @param anchoredRoot as a node of the chain tells it, 0x and 64 hex digits; null when nothing is anchored there
 */
export function judgeEpochProof({ epoch, proof }: EpochProof, anchoredRoot: string | null): EpochVerdict {
  if (!isIncluded(epoch.root, proof)) return "broken";
  if (anchoredRoot === null) return "waiting";
  return anchoredRoot === epoch.root ? "proven" : "otherRoot";
}

/** Whether something that was anchored then was fixed before a time; block times are in Unix seconds. */
export function wasAnchoredBefore(blockTime: string, at: string): boolean {
  return Number(blockTime) * 1_000 <= Date.parse(at);
}
