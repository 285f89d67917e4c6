/** Something that does not agree, in words for the one who looks into it. */
export type Finding = { readonly check: FindingCheck; readonly detail: string };

export type FindingCheck =
  /** The vault holds another amount than custody says. */
  | "vault_balance"
  /** The recorded events add up to another amount than their postings. */
  | "event_postings"
  /** The first event or block at which the books leave the chain. */
  | "first_difference"
  /** A batch was executed that the database does not know, or knows differently. */
  | "payout_batches"
  /** Coins of a token that the house does not list. */
  | "unlisted_token";

/** What was read about one currency of a vault, all of it as of one block. Minor units. */
export type Snapshot = {
  readonly chainMinor: bigint;
  /** Minus the custody account. */
  readonly ledgerMinor: bigint;
  /** What the recorded events add up to. */
  readonly eventsMinor: bigint;
  /** Batches executed on-chain that the database does not know, or whose entries are not its withdrawals. */
  readonly unknownBatches: readonly string[];
  /** Batches executed in the database that no recorded event executed. */
  readonly unseenBatches: readonly string[];
  /** Events in tokens that the house does not list. */
  readonly unlistedEvents: number;
};

/** All disagreements of a snapshot; none when the books match the chain. */
export function findingsOf(snapshot: Snapshot): Finding[] {
  const { chainMinor, ledgerMinor, eventsMinor, unknownBatches, unseenBatches, unlistedEvents } = snapshot;
  const findings: Finding[] = [];
  if (chainMinor !== ledgerMinor) {
    findings.push({ check: "vault_balance", detail: `vault ${chainMinor}, ledger ${ledgerMinor}` });
  }
  if (eventsMinor !== ledgerMinor) {
    findings.push({ check: "event_postings", detail: `events ${eventsMinor}, ledger ${ledgerMinor}` });
  }
  for (const id of unknownBatches) {
    findings.push({ check: "payout_batches", detail: `${id} executed on-chain, unknown to the database` });
  }
  for (const id of unseenBatches) {
    findings.push({ check: "payout_batches", detail: `${id} executed in the database, not on-chain` });
  }
  if (unlistedEvents > 0) {
    findings.push({
      check: "unlisted_token",
      detail: `${unlistedEvents} events in tokens without a currency`,
    });
  }
  return findings;
}

/** Disagreements within the books, which stop payouts when they are new. */
const STOPPING_CHECKS: ReadonlySet<FindingCheck> = new Set(["event_postings", "payout_batches"]);

/**
 * Whether payouts must stop: while the vault holds less than the books say, always; for a disagreement within
 * the books when the record before did not name it yet, so that an operator who looked into it can resume.
 *
 * A surplus alarms and does not stop: anyone can force coins into a contract, and must not be able to stop
 * everybody's payouts with them.
 */
export function mustStopPayouts(
  varianceMinor: bigint,
  findings: readonly Finding[],
  earlier: readonly Finding[],
): boolean {
  if (varianceMinor < 0n) return true;
  const known = new Set(earlier.map(({ detail }) => detail));
  return findings.some(({ check, detail }) => STOPPING_CHECKS.has(check) && !known.has(detail));
}

/** An unchanged result is recorded again after so long, which bounds the history and still shows the check lives. */
export const RECORD_UNCHANGED_AFTER_MS = 60_000;

/** What two checks of one currency are compared by. */
export type CheckResult = {
  readonly chainMinor: bigint;
  readonly ledgerMinor: bigint;
  readonly findings: readonly Finding[];
};

/** Whether a check says something that the record before it does not. */
export function isWorthRecording(result: CheckResult, last: CheckResult | undefined, ageMs: number): boolean {
  if (last === undefined || ageMs >= RECORD_UNCHANGED_AFTER_MS) return true;
  return (
    result.chainMinor !== last.chainMinor ||
    result.ledgerMinor !== last.ledgerMinor ||
    JSON.stringify(result.findings) !== JSON.stringify(last.findings)
  );
}
