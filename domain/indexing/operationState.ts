/** An announced call as the chain has left it. Times in Unix seconds. */
export type AnnouncedOperation = {
  readonly state: "scheduled" | "executed" | "cancelled";
  /** From then on it can be made. */
  readonly readyAt: bigint;
  /** From then on it cannot any more: the manager says nothing when that comes. */
  readonly expiresAt: bigint;
};

/** What can be done about an announced call at a time, in Unix seconds. */
export function operationStateAt(
  { state, readyAt, expiresAt }: AnnouncedOperation,
  time: bigint,
): "waiting" | "ready" | "expired" | "executed" | "cancelled" {
  if (state !== "scheduled") return state;
  if (time >= expiresAt) return "expired";
  return time >= readyAt ? "ready" : "waiting";
}
