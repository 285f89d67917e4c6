import type { DatabaseSync } from "node:sqlite";

// A rollback journal keeps the store one file, so that a copy of it is complete. Amounts and the numbers of
// signed structs are text, since they may pass 64 bits.
const SCHEMA = `
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS signed_batches (
    batch_id TEXT PRIMARY KEY, digest TEXT NOT NULL, signature TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS signed_entries (
    chain_id INTEGER NOT NULL, vault TEXT NOT NULL, account TEXT NOT NULL, nonce TEXT NOT NULL,
    digest TEXT NOT NULL, signature TEXT NOT NULL, deadline TEXT NOT NULL, signer_epoch TEXT NOT NULL,
    PRIMARY KEY (chain_id, vault, account, nonce)) STRICT;
  CREATE TABLE IF NOT EXISTS spending (
    day INTEGER NOT NULL, chain_id INTEGER NOT NULL, vault TEXT NOT NULL, token TEXT NOT NULL,
    account TEXT NOT NULL, quanta TEXT NOT NULL,
    PRIMARY KEY (day, chain_id, vault, token, account)) STRICT;
  CREATE TABLE IF NOT EXISTS entry_counts (
    day INTEGER NOT NULL, chain_id INTEGER NOT NULL, vault TEXT NOT NULL, entries INTEGER NOT NULL,
    PRIMARY KEY (day, chain_id, vault)) STRICT;
  CREATE TABLE IF NOT EXISTS log (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
    subject TEXT NOT NULL, digest TEXT NOT NULL, request_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
`;

/** Makes a new store, or brings one of an earlier version up to date without touching what it remembers. */
export function createTables(database: DatabaseSync): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('log')").all();
  // The first version knew batches only, and called what was asked for a batch id.
  if (columns.some(({ name }) => name === "batch_id"))
    database.exec("ALTER TABLE log RENAME COLUMN batch_id TO subject");
  database.exec(SCHEMA);
}
