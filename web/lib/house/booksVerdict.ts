import type { ReconciliationView } from "#domain/api/monitoring.ts";

/** A comparison is recorded at least once a minute; one that is this old says that nobody compares any more. */
const STALE_AFTER_MS = 180_000;

/**
 * What a comparison means. `short`: the vault holds less than the books say. `surplus`: more. `contradicting`: the
 * amounts are equal, but something behind them does not fit.
 */
export type BooksVerdict = "agree" | "short" | "surplus" | "contradicting";

export function booksVerdict({
  variance,
  findings,
}: Pick<ReconciliationView, "variance" | "findings">): BooksVerdict {
  const difference = BigInt(variance);
  if (difference < 0n) return "short";
  if (difference > 0n) return "surplus";
  return findings.length === 0 ? "agree" : "contradicting";
}

/** Whether a comparison is too old to be the state of affairs. */
export function isStale({ checkedAt }: Pick<ReconciliationView, "checkedAt">, nowMs: number): boolean {
  return nowMs - Date.parse(checkedAt) > STALE_AFTER_MS;
}
