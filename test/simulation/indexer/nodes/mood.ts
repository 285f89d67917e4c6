import type { Random } from "#test/indexer/support/random.ts";

/** How a node fails for a while, as nodes do. */
export type Mood =
  | { readonly kind: "well" }
  /** HTTP says no. */
  | { readonly kind: "down"; readonly how: "busy" | "tooMany" | "page" | "half" | "reset" | "slow" }
  /** JSON-RPC says no. */
  | { readonly kind: "refusing" }
  | { readonly kind: "lagging"; readonly blocks: number }
  /** It still stands on the branch that the others left. */
  | { readonly kind: "behindTheTimes" }
  /**
   * It knows the newest blocks, and not yet what was logged in them, or (`isPartial`) not all of it; `hidesBloom`: their
   * headers say that there is nothing.
   */
  | {
      readonly kind: "withoutLogs";
      readonly blocks: number;
      readonly isPartial: boolean;
      readonly hidesBloom: boolean;
    }
  /** It leaves logs out without a word: every answer ends after so many. */
  | { readonly kind: "truncating"; readonly logs: number }
  | { readonly kind: "doubling" }
  | { readonly kind: "shuffling" }
  /** It has headers missing here and there. */
  | { readonly kind: "forgetful" }
  /** A proxy in front of it leads to another chain. */
  | { readonly kind: "wrongChain" };

export const WELL: Mood = { kind: "well" };
const DOWN = ["busy", "tooMany", "page", "half", "reset", "slow"] as const;
/** A lie by omission that nobody could find out ends before the block is final. */
const MAX_BLOCKS_WITHOUT_LOGS = 3;
const MAX_LAG = 20;

/**
 * A mood at random. Only a node that `mayLie` leaves out logs of any block; others at most those of the newest blocks,
 * for a while.
 */
export function moodAtRandom(random: Random, mayLie: boolean): Mood {
  switch (random.int(0, 13)) {
    case 0:
    case 1:
      return { kind: "down", how: random.pick(DOWN) };
    case 2:
      return { kind: "refusing" };
    case 3:
      return { kind: "lagging", blocks: random.int(1, random.chance(0.8) ? 4 : MAX_LAG) };
    case 4:
      return { kind: "behindTheTimes" };
    case 5:
    case 6:
    case 11:
    case 12:
      return {
        kind: "withoutLogs",
        blocks: random.int(1, MAX_BLOCKS_WITHOUT_LOGS),
        isPartial: random.chance(0.4),
        hidesBloom: random.chance(0.5),
      };
    case 7:
      return mayLie ? { kind: "truncating", logs: random.int(0, 4) } : WELL;
    case 8:
      return { kind: "doubling" };
    case 9:
      return { kind: "shuffling" };
    case 10:
      return { kind: "forgetful" };
    default:
      return { kind: "wrongChain" };
  }
}
