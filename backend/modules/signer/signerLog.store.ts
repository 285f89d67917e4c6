import { DatabaseSync } from "node:sqlite";
import { follows, LOG_START, type LogHead, readLogRow } from "./requestLog.ts";
import { SignerStoreUnusable } from "./signer.store.ts";

/** What the whole log says, and whatever contradicts it. */
export interface SignerLogReport {
  readonly entries: number;
  readonly byOutcome: Readonly<Record<string, number>>;
  /** Write it down elsewhere: a log that was cut short, or rewritten as a whole, no longer leads to it. */
  readonly head: LogHead;
  readonly findings: readonly string[];
}

const PAGE_ENTRIES = 5_000;
const MAX_FINDINGS = 100;

/**
 * Recomputes the whole hash chain, and holds it against the sign-once tables. A running signer is not disturbed:
 * it is read a page at a time.
 *
 * @param expected a head that was written down earlier, which must still be part of the log
 * @throws SignerStoreUnusable when there is no log to read
 */
export function checkSignerLog(path: string, expected?: LogHead): SignerLogReport {
  const database = openReadOnly(path);
  try {
    const report = walk(database, expected);
    return {
      ...report,
      findings: [...report.findings, ...unloggedSignatures(database)].slice(0, MAX_FINDINGS),
    };
  } finally {
    database.close();
  }
}

function walk(database: DatabaseSync, expected: LogHead | undefined): SignerLogReport {
  const page = database.prepare("SELECT * FROM log WHERE seq > ? ORDER BY seq LIMIT ?");
  const findings: string[] = [];
  const byOutcome: Record<string, number> = {};
  let head = LOG_START;
  let isExpectedSeen = expected === undefined || expected.seq === 0;
  // Ends with the log: each page starts after the last entry of the one before.
  for (let rows = page.all(0, PAGE_ENTRIES); rows.length > 0; rows = page.all(head.seq, PAGE_ENTRIES)) {
    for (const row of rows.map(readLogRow)) {
      if (!follows(head, row)) findings.push(changedAt(head, row));
      byOutcome[row.outcome] = (byOutcome[row.outcome] ?? 0) + 1;
      if (row.seq === expected?.seq && row.hash === expected.hash) isExpectedSeen = true;
      head = { seq: row.seq, hash: row.hash };
    }
  }
  if (!isExpectedSeen)
    findings.push(
      `The log does not lead to the head ${expected?.seq}:${expected?.hash} that was written down.`,
    );
  const entries = Object.values(byOutcome).reduce((sum, count) => sum + count, 0);
  return { entries, byOutcome, head, findings };
}

function changedAt(head: LogHead, row: LogHead & { readonly at: number; readonly subject: string }): string {
  const when = new Date(row.at * 1000).toISOString();
  const gap = row.seq === head.seq + 1 ? "" : ` Entries ${head.seq + 1} to ${row.seq - 1} are missing.`;
  return `Entry ${row.seq} (${when}, ${row.subject || "unreadable request"}) was changed, or the one before it.${gap}`;
}

/** A signature that the log does not know was put there by hand, or its entry was cut off. */
function unloggedSignatures(database: DatabaseSync): string[] {
  const unlogged = (table: string, name: string) =>
    database
      .prepare(
        `SELECT ${name} AS subject FROM ${table} AS signed WHERE NOT EXISTS
           (SELECT 1 FROM log WHERE log.digest = signed.digest AND log.outcome = 'signed') LIMIT ?`,
      )
      .all(MAX_FINDINGS)
      .map(({ subject }) => `The signature for ${subject} has no entry in the log.`);
  // Digests have no index: an audit may take its time, a signature may not.
  return [
    ...unlogged("signed_batches", "batch_id"),
    ...unlogged("signed_entries", "account || '/' || nonce"),
  ];
}

function openReadOnly(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    database.prepare("SELECT subject FROM log LIMIT 1").get();
    return database;
  } catch (cause) {
    database?.close();
    const advice = "set SIGNER_STORE to the file of a signer that has run";
    throw new SignerStoreUnusable(`There is no signer's log in ${path}: ${advice}.`, { cause });
  }
}
