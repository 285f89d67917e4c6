// @ts-nocheck Ponder and its types are installed here when the bench first runs, not with the project.
import { index, onchainTable, primaryKey } from "ponder";

/** Every deposit; what the house keeps as `deposits`. */
export const deposit = onchainTable(
  "deposit",
  (t) => ({
    id: t.text().primaryKey(),
    account: t.hex().notNull(),
    token: t.hex().notNull(),
    quanta: t.bigint().notNull(),
    blockNumber: t.bigint().notNull(),
    blockHash: t.hex().notNull(),
    blockTime: t.bigint().notNull(),
    txHash: t.hex().notNull(),
    logIndex: t.integer().notNull(),
  }),
  (table) => ({ byAccount: index().on(table.account, table.blockNumber) }),
);

/** What each account paid in, was paid, and has as credit. */
export const account = onchainTable(
  "account",
  (t) => ({
    address: t.hex().notNull(),
    token: t.hex().notNull(),
    deposited: t.bigint().notNull(),
    paid: t.bigint().notNull(),
    credit: t.bigint().notNull(),
    entered: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.address, table.token] }) }),
);

/** Sums over all accounts of a token; what the house keeps as its own accounts in the ledger. */
export const house = onchainTable("house", (t) => ({
  token: t.hex().primaryKey(),
  custody: t.bigint().notNull(),
  deposited: t.bigint().notNull(),
  paid: t.bigint().notNull(),
  credited: t.bigint().notNull(),
  claimed: t.bigint().notNull(),
  entered: t.bigint().notNull(),
  events: t.integer().notNull(),
}));

export const payout = onchainTable("payout", (t) => ({
  batchId: t.hex().primaryKey(),
  token: t.hex().notNull(),
  total: t.bigint().notNull(),
  credited: t.bigint().notNull(),
  count: t.integer().notNull(),
  txHash: t.hex().notNull(),
}));

/** Every entry of every batch; what the house keeps as `withdrawals`. */
export const payoutEntry = onchainTable(
  "payout_entry",
  (t) => ({
    batchId: t.hex().notNull(),
    position: t.integer().notNull(),
    account: t.hex().notNull(),
    quanta: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.batchId, table.position] }) }),
);

export const credit = onchainTable("credit", (t) => ({
  id: t.text().primaryKey(),
  batchId: t.hex(),
  account: t.hex().notNull(),
  token: t.hex().notNull(),
  /** Positive when a payment was refused, negative when the credit was claimed. */
  quanta: t.bigint().notNull(),
}));

export const entry = onchainTable("entry", (t) => ({
  id: t.text().primaryKey(),
  account: t.hex().notNull(),
  sponsor: t.hex().notNull(),
  quanta: t.bigint().notNull(),
  isRetopup: t.boolean().notNull(),
}));

export const checkpoint = onchainTable(
  "checkpoint",
  (t) => ({
    token: t.hex().notNull(),
    epoch: t.bigint().notNull(),
    root: t.hex().notNull(),
    total: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.token, table.epoch] }) }),
);
