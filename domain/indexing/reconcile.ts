/** Something that does not agree, in words for the one who looks into it. */
export type Finding = {
  readonly check: FindingCheck;
  readonly detail: string;
  /** Where it begins, as far as that is known. */
  readonly event?: FoundPlace | undefined;
};

/** An event, or a block alone. Block numbers as decimal text, as findings are kept and sent as JSON. */
export type FoundPlace = {
  readonly blockNumber: string;
  readonly logIndex?: number | undefined;
  readonly txHash?: string | undefined;
  readonly name?: string | undefined;
};

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
  /** Events that moved coins of tokens that the house does not list. */
  readonly unlistedEvents: number;
  /** By how much the vault may differ from the books. */
  readonly thresholdMinor: bigint;
};

/** All disagreements of a snapshot; none when the books match the chain. */
export function findingsOf(snapshot: Snapshot): Finding[] {
  const { chainMinor, ledgerMinor, eventsMinor, unknownBatches, unseenBatches, unlistedEvents } = snapshot;
  const findings: Finding[] = [];
  const { thresholdMinor } = snapshot;
  const varianceMinor = chainMinor - ledgerMinor;
  if (varianceMinor > thresholdMinor || varianceMinor < -thresholdMinor) {
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
 * Whether payouts must stop: while the vault lacks more than the threshold, always; for a disagreement within
 * the books when the record before did not name it yet, so that an operator who looked into it can resume.
 *
 * A surplus alarms and does not stop: anyone can force coins into a contract, and must not be able to stop
 * everybody's payouts with them.
 */
export function mustStopPayouts(
  {
    chainMinor,
    ledgerMinor,
    thresholdMinor,
  }: Pick<Snapshot, "chainMinor" | "ledgerMinor" | "thresholdMinor">,
  findings: readonly Finding[],
  earlier: readonly Finding[],
): boolean {
  if (chainMinor - ledgerMinor < -thresholdMinor) return true;
  return newFindings(findings, earlier).some(({ check }) => STOPPING_CHECKS.has(check));
}

/** What the check before did not say. */
export function newFindings(findings: readonly Finding[], earlier: readonly Finding[]): Finding[] {
  const known = new Set(earlier.map(({ check, detail }) => `${check} ${detail}`));
  return findings.filter(({ check, detail }) => !known.has(`${check} ${detail}`));
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
