import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { RefusalReason } from "#domain/settlement/judgeBatch.ts";
import type { SpentToday } from "#domain/settlement/signingPolicy.ts";

/** What the sign-once table says of a batch id. */
export interface SignedBatch {
  readonly digest: Hex;
  readonly signature: Hex;
}

/** Where spending is counted: one token of one vault, on one UTC day. */
export interface SpendingPlace {
  readonly day: bigint;
  readonly chainId: number;
  readonly vault: EvmAddress;
  readonly token: EvmAddress;
}

export interface LogEntry {
  readonly atSeconds: bigint;
  readonly outcome: "signed" | "repeated" | "refused";
  readonly reason: RefusalReason | "";
  readonly batchId: string;
  readonly digest: string;
  /** sha256 of the request as it came in: what was asked, without storing whatever was sent. */
  readonly requestHash: string;
}

export interface Signing extends SignedBatch {
  readonly batchId: Hex;
  readonly place: SpendingPlace;
  readonly totalQuanta: bigint;
  readonly byRecipient: ReadonlyMap<EvmAddress, bigint>;
}

/** What the signer must never forget. Writes belong into `atomically`, and are on disk when that is done. */
export interface SignerStore {
  /** All that `work` writes, or nothing of it. One at a time. */
  atomically(work: () => Promise<void>): Promise<void>;
  findSigned(batchId: Hex): SignedBatch | undefined;
  spentToday(place: SpendingPlace, accounts: Iterable<EvmAddress>): SpentToday;
  /** Writes the signature, what it spends, and the log entry; an id that stands already throws. */
  recordSigning(signing: Signing, entry: LogEntry): void;
  appendLog(entry: LogEntry): void;
  close(): void;
}

/** The store cannot be used; signing without its memory could sign twice. */
export class SignerStoreUnusable extends FairhouseError {
  readonly code = "SIGNER_STORE_UNUSABLE";
}

/** How much of the log's hash chain is recomputed at each start; the rest was checked by earlier starts. */
const LOG_ENTRIES_CHECKED_AT_START = 10_000;
const LOG_GENESIS = "0".repeat(64);

// Exclusive: two signers on one store would each count the other's day as empty. A rollback journal keeps the
// store one file, so that a copy of it is complete. Amounts are text, since they may pass 64 bits.
const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS signed_batches (
    batch_id TEXT PRIMARY KEY, digest TEXT NOT NULL, signature TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS spending (
    day INTEGER NOT NULL, chain_id INTEGER NOT NULL, vault TEXT NOT NULL, token TEXT NOT NULL,
    account TEXT NOT NULL, quanta TEXT NOT NULL,
    PRIMARY KEY (day, chain_id, vault, token, account)) STRICT;
  CREATE TABLE IF NOT EXISTS log (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
    batch_id TEXT NOT NULL, digest TEXT NOT NULL, request_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
`;
/** The row of `spending` that counts all recipients together. */
const EVERYBODY = "";

type LogRow = { seq: number; at: number; hash: string } & Record<
  "outcome" | "reason" | "batch_id" | "digest" | "request_hash",
  string
>;

/** @throws SignerStoreUnusable when another signer has the store, or its log was tampered with */
export function openSignerStore(path: string): SignerStore {
  const database = openDatabase(path);
  const tail = readTail(database, path);
  const statements = prepareStatements(database);
  let { seq, hash } = tail;

  function appendLog(entry: LogEntry): void {
    const next = seq + 1;
    const nextHash = chainHash(hash, next, entry);
    const { atSeconds, outcome, reason, batchId, digest, requestHash } = entry;
    statements.appendLog.run(next, atSeconds, outcome, reason, batchId, digest, requestHash, nextHash);
    seq = next;
    hash = nextHash;
  }

  function spend(place: SpendingPlace, account: string, quanta: bigint): void {
    const key = [place.day, place.chainId, place.vault, place.token, account] as const;
    statements.spend.run(...key, String(readSpent(key) + quanta));
  }

  function readSpent(key: readonly [bigint, number, string, string, string]): bigint {
    const row = statements.spent.get(...key);
    return typeof row?.quanta === "string" ? BigInt(row.quanta) : 0n;
  }

  return {
    findSigned: (batchId) => statements.findSigned(batchId),
    spentToday({ day, chainId, vault, token }, accounts) {
      const spentBy = (account: string) => readSpent([day, chainId, vault, token, account]);
      const byRecipient = new Map([...accounts].map((account) => [account, spentBy(account)]));
      return { totalQuanta: spentBy(EVERYBODY), byRecipient };
    },
    async atomically(work) {
      const before = { seq, hash };
      database.exec("BEGIN IMMEDIATE");
      try {
        await work();
        database.exec("COMMIT");
      } catch (error) {
        ({ seq, hash } = before);
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    },
    recordSigning({ batchId, digest, signature, place, totalQuanta, byRecipient }, entry) {
      statements.insertSigned.run(batchId, digest, signature);
      spend(place, EVERYBODY, totalQuanta);
      for (const [account, quanta] of byRecipient) spend(place, account, quanta);
      appendLog(entry);
    },
    appendLog,
    close: () => database.close(),
  };
}

function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec(SCHEMA);
    // Takes the exclusive lock now rather than with the first signature.
    database.exec("BEGIN EXCLUSIVE; COMMIT");
    return database;
  } catch (cause) {
    database?.close();
    const advice = "stop the other signer that uses it, or set SIGNER_STORE to a file that can be written";
    throw new SignerStoreUnusable(`The signer's store ${path} cannot be opened: ${advice}.`, { cause });
  }
}

function prepareStatements(database: DatabaseSync) {
  const findSigned = database.prepare("SELECT digest, signature FROM signed_batches WHERE batch_id = ?");
  const place = "day = ? AND chain_id = ? AND vault = ? AND token = ? AND account = ?";
  return {
    findSigned(batchId: Hex): SignedBatch | undefined {
      const row = findSigned.get(batchId);
      return row && { digest: hexColumn(row.digest), signature: hexColumn(row.signature) };
    },
    insertSigned: database.prepare(
      "INSERT INTO signed_batches (batch_id, digest, signature) VALUES (?, ?, ?)",
    ),
    spent: database.prepare(`SELECT quanta FROM spending WHERE ${place}`),
    spend: database.prepare("INSERT OR REPLACE INTO spending VALUES (?, ?, ?, ?, ?, ?)"),
    appendLog: database.prepare("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
  };
}

function hexColumn(value: unknown): Hex {
  const digits = typeof value === "string" ? /^0x([0-9a-f]+)$/.exec(value)?.[1] : undefined;
  if (digits === undefined)
    throw new SignerStoreUnusable("The sign-once table holds something that is no hex.");
  return `0x${digits}`;
}

/** Recomputes the end of the hash chain and returns its last link. */
function readTail(database: DatabaseSync, path: string): { seq: number; hash: string } {
  const rows = database
    .prepare("SELECT * FROM (SELECT * FROM log ORDER BY seq DESC LIMIT ?) ORDER BY seq")
    .all(LOG_ENTRIES_CHECKED_AT_START + 1)
    .map(readLogRow);
  const [first, ...others] = rows;
  if (first === undefined) return { seq: 0, hash: LOG_GENESIS };
  // The oldest row that was read is where the check starts from, unless it is the log's very first.
  if (first.seq === 1) requireLink({ seq: 0, hash: LOG_GENESIS }, first, path);
  let previous = first;
  for (const row of others) {
    requireLink(previous, row, path);
    previous = row;
  }
  return previous;
}

function requireLink(previous: { seq: number; hash: string }, row: LogRow, path: string): void {
  const entry = { ...row, atSeconds: row.at, batchId: row.batch_id, requestHash: row.request_hash };
  if (row.seq === previous.seq + 1 && row.hash === chainHash(previous.hash, row.seq, entry)) return;
  throw new SignerStoreUnusable(
    `The signer's log ${path} was changed at entry ${row.seq}: restore the store from a trusted copy.`,
  );
}

function chainHash(
  previous: string,
  seq: number,
  entry: Record<"outcome" | "reason" | "batchId" | "digest" | "requestHash", string> & {
    atSeconds: bigint | number;
  },
): string {
  const { atSeconds, outcome, reason, batchId, digest, requestHash } = entry;
  const link = [previous, seq, String(atSeconds), outcome, reason, batchId, digest, requestHash];
  return createHash("sha256").update(JSON.stringify(link)).digest("hex");
}

function readLogRow(row: Record<string, unknown>): LogRow {
  const text = (name: string) => String(row[name]);
  return {
    seq: Number(row.seq),
    at: Number(row.at),
    outcome: text("outcome"),
    reason: text("reason"),
    batch_id: text("batch_id"),
    digest: text("digest"),
    request_hash: text("request_hash"),
    hash: text("hash"),
  };
}
