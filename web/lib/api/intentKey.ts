import { leavesOpen } from "@/lib/api/leavesOpen";
import { newUuid7 } from "@/lib/uuid7";

/** The idempotency key of one intention to move money: whatever is asked for under it happens once at most. */
export type IntentKey = {
  readonly key: string;
  /** It was asked for, and may or may not have happened. */
  readonly isOpen: boolean;
};

export function newIntent(): IntentKey {
  return { key: newUuid7(), isOpen: false };
}

/** The key to ask with next, after a failure: the same one until the house has decided about it. */
export function intentAfter({ key, isOpen }: IntentKey, error: unknown): IntentKey {
  return leavesOpen(error, isOpen) ? { key, isOpen: true } : newIntent();
}
