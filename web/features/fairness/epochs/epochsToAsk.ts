import type { EpochView } from "#domain/api/epochs.ts";

/** More epochs than these are not asked for one hash: a live seed is in each of them. */
export const MAX_ASKED = 6;

/**
 * Which epochs may have a hash, the most telling first.
 *
 * When it mattered at some time, the last epoch before that says most: whatever is in it was fixed beforehand. A seed that
 * was made since then is in the first epoch after. Otherwise the newest come first.
 *
 * @param epochs newest first
 */
export function epochsToAsk<Epoch extends Pick<EpochView, "builtAt">>(
  epochs: readonly Epoch[],
  at: string | null,
): readonly Epoch[] {
  if (at === null) return epochs.slice(0, MAX_ASKED);
  const atMs = Date.parse(at);
  const before = epochs.find(({ builtAt }) => Date.parse(builtAt) <= atMs);
  const after = epochs.filter(({ builtAt }) => Date.parse(builtAt) > atMs).toReversed();
  return [...(before === undefined ? [] : [before]), ...after].slice(0, MAX_ASKED);
}
