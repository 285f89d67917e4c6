import type { CheckpointView } from "#domain/api/checkpoints.ts";
import type { PublishedCheckpoint } from "@/lib/vault/judgeClaims";

/**
 * Whether the house tells the same as the vault: `following` while the newest checkpoint has yet to reach one of the
 * two answers, `none` before the first.
 */
export type Agreement = "none" | "equal" | "differ" | "following";

export function compareCheckpoints(
  told: Pick<CheckpointView, "epoch" | "root" | "total"> | null,
  published: PublishedCheckpoint | null,
): Agreement {
  if (told === null || published === null) return told === published ? "none" : "following";
  if (BigInt(told.epoch) !== published.epoch) return "following";
  return told.root === published.root && BigInt(told.total) === published.total ? "equal" : "differ";
}
