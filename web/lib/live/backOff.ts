const FIRST_MS = 3_000;
const MAX_MS = 60_000;
/** Pages that were refused in the same moment do not all come back in the same moment. */
const SPREAD = 0.5;

/**
 * How long to wait before asking again, after so many refusals in a row: longer each time, and never less than the house
 * asked for.
 *
 * @param chance between 0 and 1
 */
export function backOffMs(refusals: number, askedForMs = 0, chance = Math.random()): number {
  const usual = Math.min(MAX_MS, FIRST_MS * 2 ** Math.max(0, refusals - 1));
  return Math.max(usual, askedForMs) * (1 + chance * SPREAD);
}
