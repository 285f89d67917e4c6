import type { ReconciliationView } from "#domain/api/monitoring.ts";

/** A comparison is recorded at least once a minute; one that is this old says that nobody compares any more. */
const STALE_AFTER_MS = 180_000;

/**
 * What a comparison means. `tolerated`: the amounts differ, by no more than the house allows. `short`: the vault holds
 * less than that. `surplus`: more. `contradicting`: the amounts fit, but something behind them does not.
 */
export type BooksVerdict = "agree" | "tolerated" | "short" | "surplus" | "contradicting";

export function booksVerdict({
  variance,
  tolerance,
  findings,
}: Pick<ReconciliationView, "variance" | "tolerance" | "findings">): BooksVerdict {
  const difference = BigInt(variance);
  const allowed = BigInt(tolerance);
  // A comparison goes by what was allowed when it was made; what it found stays found when more is allowed later.
  const isTold = findings.some(({ check }) => check === "vault_balance");
  const isBeyond = isTold || difference > allowed || difference < -allowed;
  if (isBeyond && difference !== 0n) return difference < 0n ? "short" : "surplus";
  if (findings.length > 0) return "contradicting";
  return difference === 0n ? "agree" : "tolerated";
}

/** How a verdict looks: what the house allows is neither equal nor a fault. */
export function verdictTone(verdict: BooksVerdict): "positive" | "warning" | "negative" {
  if (verdict === "agree") return "positive";
  return verdict === "tolerated" ? "warning" : "negative";
}

/** How a comparison looks now: what was equal long ago is no reason to be content. */
export function standingTone(
  comparison: Parameters<typeof booksVerdict>[0] & Parameters<typeof isStale>[0],
  nowMs: number,
): ReturnType<typeof verdictTone> {
  const tone = verdictTone(booksVerdict(comparison));
  return tone === "positive" && isStale(comparison, nowMs) ? "warning" : tone;
}

/** Whether a comparison is too old to be the state of affairs. */
export function isStale({ checkedAt }: Pick<ReconciliationView, "checkedAt">, nowMs: number): boolean {
  return nowMs - Date.parse(checkedAt) > STALE_AFTER_MS;
}
