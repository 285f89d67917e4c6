/** What an operator should know about a batch that is not settled. */
export type BatchAlert = {
  readonly kind: "refused" | "cannot_run" | "stuck" | "many_transactions" | "deadline_near" | "expired";
  readonly detail: string;
};

/** A transaction that was spent on the batch: how often it was made dearer, and how long its newest version waits. */
export type SpentTransaction = {
  readonly isPending: boolean;
  readonly attempts: number;
  readonly newestAgeMs: number;
};

export type WatchedBatch = {
  readonly status: "built" | "signed" | "sent" | "executed" | "final" | "expired";
  /** Why it did not get on when it was tried last. */
  readonly failure: string | null;
  /** Until its deadline; negative when that has passed. */
  readonly secondsLeft: bigint;
  readonly transactions: readonly SpentTransaction[];
};

/** A transaction is mined within a few blocks, or it waits because of its fees. */
const STUCK_AFTER_MS = 120_000;
/** One transaction pays a batch; a second one may follow bad luck. */
const USUAL_TRANSACTIONS = 2;
const DEADLINE_NEAR_SECONDS = 86_400n;

/** Everything worth a look, the most urgent first; nothing for a batch that was executed. */
export function alertsOf({ status, failure, secondsLeft, transactions }: WatchedBatch): BatchAlert[] {
  if (status === "executed" || status === "final") return [];
  if (status === "expired") {
    return [{ kind: "expired", detail: "Dissolved unpaid; its withdrawals went into other batches." }];
  }
  const alerts: BatchAlert[] = [];
  if (failure !== null) alerts.push({ kind: status === "built" ? "refused" : "cannot_run", detail: failure });
  const stuck = transactions.find(({ isPending, newestAgeMs }) => isPending && newestAgeMs >= STUCK_AFTER_MS);
  if (stuck !== undefined) {
    const detail = `Not mined for ${Math.floor(stuck.newestAgeMs / 1_000)} s, after ${stuck.attempts} versions.`;
    alerts.push({ kind: "stuck", detail });
  }
  if (transactions.length > USUAL_TRANSACTIONS) {
    alerts.push({
      kind: "many_transactions",
      detail: `${transactions.length} transactions were spent on it.`,
    });
  }
  if (secondsLeft < DEADLINE_NEAR_SECONDS) {
    alerts.push({ kind: "deadline_near", detail: `It can be executed for ${secondsLeft} s more.` });
  }
  return alerts;
}
