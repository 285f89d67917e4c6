import { DatabaseSync } from "node:sqlite";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { StandingEntry } from "#domain/settlement/judgeEntryIntent.ts";
import type { SpentToday } from "#domain/settlement/signingPolicy.ts";
import { follows, headAfter, LOG_START, type LogEntry, type LogHead, readLogRow } from "./requestLog.ts";
import { createTables } from "./signerTables.store.ts";

/** What was signed: its EIP-712 digest, and the signature over that. */
export interface Signed {
  readonly digest: Hex;
  readonly signature: Hex;
}
export type SignedEntry = Signed & StandingEntry;

/** Where spending is counted: one token of one vault, on one UTC day. */
export interface SpendingPlace {
  readonly day: bigint;
  readonly chainId: number;
  readonly vault: EvmAddress;
  readonly token: EvmAddress;
}

/** An account's next entry, of which one is signed at a time. */
export interface EntryPlace {
  readonly chainId: number;
  readonly vault: EvmAddress;
  readonly account: EvmAddress;
  readonly nonce: bigint;
}

export interface BatchSigning extends Signed {
  readonly batchId: Hex;
  readonly place: SpendingPlace;
  readonly totalQuanta: bigint;
  readonly byRecipient: ReadonlyMap<EvmAddress, bigint>;
}

/** What the signer must never forget. Writes belong into `atomically`, and are on disk when that is done. */
export interface SignerStore {
  /** All that `work` writes, or nothing of it. One at a time. */
  atomically(work: () => Promise<void>): Promise<void>;
  findBatch(batchId: Hex): Signed | undefined;
  findEntry(place: EntryPlace): SignedEntry | undefined;
  spentToday(place: SpendingPlace, accounts: Iterable<EvmAddress>): SpentToday;
  entriesToday(place: Omit<SpendingPlace, "token">): number;
  /** Writes the signature and what it spends; an id that stands already throws. */
  recordBatch(signing: BatchSigning): void;
  /** Writes the signature, in place of one for the same nonce that is over, and counts it. */
  recordEntry(place: EntryPlace, day: bigint, entry: SignedEntry): void;
  appendLog(entry: LogEntry): void;
  close(): void;
}

/** The store cannot be used; signing without its memory could sign twice. */
export class SignerStoreUnusable extends FairhouseError {
  readonly code = "SIGNER_STORE_UNUSABLE";
}

/** How much of the log's hash chain is recomputed at each start; `check-log` recomputes all of it. */
const LOG_ENTRIES_CHECKED_AT_START = 10_000;
/** How long a commit waits for somebody who reads the log meanwhile. */
const BUSY_TIMEOUT_MS = 5_000;
/** The row of `spending` that counts all recipients together. */
const EVERYBODY = "";

/** @throws SignerStoreUnusable when another signer has the store, or its log was tampered with */
export function openSignerStore(path: string): SignerStore {
  const lock = takeLock(path);
  const database = openDatabase(path);
  const statements = prepareStatements(database);
  let head = readHead(database, path);

  function readSpent(key: readonly [bigint, number, string, string, string]): bigint {
    const row = statements.spent.get(...key);
    return typeof row?.quanta === "string" ? BigInt(row.quanta) : 0n;
  }

  function spend(place: SpendingPlace, account: string, quanta: bigint): void {
    const key = [place.day, place.chainId, place.vault, place.token, account] as const;
    statements.spend.run(...key, String(readSpent(key) + quanta));
  }

  return {
    async atomically(work) {
      const before = head;
      database.exec("BEGIN IMMEDIATE");
      try {
        await work();
        database.exec("COMMIT");
      } catch (error) {
        head = before;
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    },
    findBatch(batchId) {
      const row = statements.findBatch.get(batchId);
      return row && readSigned(row);
    },
    findEntry({ chainId, vault, account, nonce }) {
      const row = statements.findEntry.get(chainId, vault, account, String(nonce));
      if (row === undefined) return undefined;
      const [deadline, signerEpoch] = [BigInt(String(row.deadline)), BigInt(String(row.signer_epoch))];
      return { ...readSigned(row), deadline, signerEpoch };
    },
    spentToday({ day, chainId, vault, token }, accounts) {
      const spentBy = (account: string) => readSpent([day, chainId, vault, token, account]);
      const byRecipient = new Map([...accounts].map((account) => [account, spentBy(account)]));
      return { totalQuanta: spentBy(EVERYBODY), byRecipient };
    },
    entriesToday({ day, chainId, vault }) {
      return Number(statements.entriesToday.get(day, chainId, vault)?.entries ?? 0);
    },
    recordBatch({ batchId, digest, signature, place, totalQuanta, byRecipient }) {
      statements.insertBatch.run(batchId, digest, signature);
      spend(place, EVERYBODY, totalQuanta);
      for (const [account, quanta] of byRecipient) spend(place, account, quanta);
    },
    recordEntry({ chainId, vault, account, nonce }, day, { digest, signature, deadline, signerEpoch }) {
      const key = [chainId, vault, account, String(nonce)] as const;
      statements.putEntry.run(...key, digest, signature, String(deadline), String(signerEpoch));
      statements.countEntry.run(day, chainId, vault);
    },
    appendLog(entry) {
      head = headAfter(head, entry);
      const { atSeconds, outcome, reason, subject, digest, requestHash } = entry;
      const row = [head.seq, atSeconds, outcome, reason, subject, digest, requestHash, head.hash] as const;
      statements.appendLog.run(...row);
    },
    close() {
      database.close();
      lock.close();
    },
  };
}

/**
 * Keeps a second signer away for as long as this process lives: each would count the other's day as empty. A file
 * of its own is locked, so that the store itself stays readable for whoever checks the log.
 */
function takeLock(path: string): DatabaseSync {
  return opening(path, `${path}.lock`, (lock) => lock.exec("BEGIN EXCLUSIVE"));
}

function openDatabase(path: string): DatabaseSync {
  return opening(path, path, createTables);
}

function opening(path: string, file: string, prepare: (database: DatabaseSync) => void): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: file === path ? BUSY_TIMEOUT_MS : 0 });
    prepare(database);
    return database;
  } catch (cause) {
    database?.close();
    const advice = "stop the other signer that uses it, or set SIGNER_STORE to a file that can be written";
    throw new SignerStoreUnusable(`The signer's store ${path} cannot be opened: ${advice}.`, { cause });
  }
}

function prepareStatements(database: DatabaseSync) {
  const place = "day = ? AND chain_id = ? AND vault = ? AND token = ? AND account = ?";
  const entry = "chain_id = ? AND vault = ? AND account = ? AND nonce = ?";
  return {
    findBatch: database.prepare("SELECT digest, signature FROM signed_batches WHERE batch_id = ?"),
    insertBatch: database.prepare(
      "INSERT INTO signed_batches (batch_id, digest, signature) VALUES (?, ?, ?)",
    ),
    findEntry: database.prepare(`SELECT * FROM signed_entries WHERE ${entry}`),
    putEntry: database.prepare("INSERT OR REPLACE INTO signed_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
    spent: database.prepare(`SELECT quanta FROM spending WHERE ${place}`),
    spend: database.prepare("INSERT OR REPLACE INTO spending VALUES (?, ?, ?, ?, ?, ?)"),
    entriesToday: database.prepare(
      "SELECT entries FROM entry_counts WHERE day = ? AND chain_id = ? AND vault = ?",
    ),
    countEntry: database.prepare(
      "INSERT INTO entry_counts VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET entries = entries + 1",
    ),
    appendLog: database.prepare("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
  };
}

function readSigned(row: Record<string, unknown>): Signed {
  return { digest: hexColumn(row.digest), signature: hexColumn(row.signature) };
}

function hexColumn(value: unknown): Hex {
  const digits = typeof value === "string" ? /^0x([0-9a-f]+)$/.exec(value)?.[1] : undefined;
  if (digits === undefined)
    throw new SignerStoreUnusable("The sign-once table holds something that is no hex.");
  return `0x${digits}`;
}

/** Recomputes the end of the hash chain and returns its last link. */
function readHead(database: DatabaseSync, path: string): LogHead {
  const rows = database
    .prepare("SELECT * FROM (SELECT * FROM log ORDER BY seq DESC LIMIT ?) ORDER BY seq")
    .all(LOG_ENTRIES_CHECKED_AT_START + 1)
    .map(readLogRow);
  let head: LogHead = LOG_START;
  for (const [index, row] of rows.entries()) {
    // The oldest row that was read is where the check starts from, unless it is the log's very first.
    const isTrusted = index === 0 && row.seq !== 1;
    if (!isTrusted && !follows(head, row)) {
      const advice = "restore the store from a trusted copy";
      throw new SignerStoreUnusable(`The signer's log ${path} was changed at entry ${row.seq}: ${advice}.`);
    }
    head = row;
  }
  return { seq: head.seq, hash: head.hash };
}
