/** How long a player waits for a limit to be raised or removed. */
export const RAISE_AFTER_MS = 24 * 60 * 60 * 1_000;

/** A limit as it is kept: the amount in force (null: none), and what takes its place later. Minor units. */
export type KeptLimit = {
  readonly amountMinor: bigint | null;
  readonly next: { readonly amountMinor: bigint | null; readonly fromMs: number } | null;
};

export const NO_LIMIT: KeptLimit = { amountMinor: null, next: null };

/**
 * A limit after its player has asked for another: lower at once, higher or none after 24 hours. Asking for a lower one
 * takes back a raise that was on its way; asking again for that raise does not put it off.
 *
 * @param kept with `next` still ahead of `nowMs`
 * @param wantedMinor null: no limit
 */
export function changeLimit(kept: KeptLimit, wantedMinor: bigint | null, nowMs: number): KeptLimit {
  if (isAtMost(wantedMinor, kept.amountMinor)) return { amountMinor: wantedMinor, next: null };
  if (kept.next !== null && kept.next.amountMinor === wantedMinor) return kept;
  return {
    amountMinor: kept.amountMinor,
    next: { amountMinor: wantedMinor, fromMs: nowMs + RAISE_AFTER_MS },
  };
}

function isAtMost(limit: bigint | null, other: bigint | null): boolean {
  if (other === null) return true;
  return limit !== null && limit <= other;
}
