/** A node that asks for a longer rest is asked again after this all the same: the answer may have been a slip. */
const MAX_RETRY_AFTER_MS = 60_000;

/**
 * How long a server wants to be left alone, by its Retry-After header: seconds, or a date (RFC 9110, 10.2.3).
 * Undefined where it does not say.
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) : undefined;
  const waitMs = seconds === undefined ? Date.parse(header) - now : seconds * 1_000;
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(0, waitMs));
}
