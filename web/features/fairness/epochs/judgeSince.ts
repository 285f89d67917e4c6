import type { AnchoredSince } from "@/features/fairness/epochs/anchoredSince";
import { wasAnchoredBefore } from "@/features/fairness/epochs/judgeEpochProof";

const MS = 1_000;

export type SinceVerdict =
  /** The chain tells it; nobody asked about any other time. */
  | "since"
  /** It was there before the time that matters, as the chain tells it. */
  | "before"
  | "after"
  /** No answer yet. Until there is one, only the proof says it. */
  | "asking"
  /** The transaction that the proof names did not anchor it, or is not known. */
  | "unshown"
  /** The node could not be asked. */
  | "untold";

type Question = {
  /** As a node tells it; null when it shows no such thing, undefined while it has not answered. */
  readonly since: AnchoredSince | null | undefined;
  readonly isFailed: boolean;
  /** When it mattered; null for a proof on its own. */
  readonly at: string | null;
};

/** The moment of a block, in milliseconds; null where a file holds something that is none. */
export function blockMoment(unixSeconds: string): number | null {
  const atMs = new Date(Number(unixSeconds) * MS).getTime();
  return Number.isNaN(atMs) ? null : atMs;
}

/** What is known of the time since when the house was committed: by the chain, never by the proof's own word. */
export function judgeSince({ since, isFailed, at }: Question): SinceVerdict {
  if (since === undefined) return isFailed ? "untold" : "asking";
  if (since === null) return "unshown";
  if (at === null) return "since";
  return wasAnchoredBefore(since.blockTime, at) ? "before" : "after";
}
