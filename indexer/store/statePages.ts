import type pg from "pg";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** The parts of the on-chain state, in the order in which they are told. */
export const STATE_TABLES = [
  "events",
  "postings",
  "deposits",
  "entries",
  "checkpoints",
  "governance",
  "anchors",
  "custody",
] as const;
export type StateTable = (typeof STATE_TABLES)[number];

/** One fact of the on-chain state, as text. */
export interface StateLine {
  readonly table: StateTable;
  readonly block: bigint;
  readonly logIndex: number;
  readonly text: string;
}

/** A row of the on-chain state, by its place on the chain. */
export interface PageRow {
  readonly block_number: bigint;
  readonly log_index: number;
}

/** Rows read at once. */
const PAGE_ROWS = 5_000;
/** SQL for the rows after a place, in order: $1 tenant, $2 vault, $3 last block, ($4, $5) the place before, $6 how many. */
export const PAGE =
  "AND block_number <= $3 AND (block_number, log_index) > ($4, $5) ORDER BY block_number, log_index LIMIT $6";

/** All pages of a query that ends with `PAGE`. Each has at least one row beyond the one before it, so the rows bound the loop. */
export async function* pagesOf<Row extends PageRow>(
  pool: pg.Pool,
  vault: HouseVault,
  through: bigint,
  sql: string,
): AsyncGenerator<Row[]> {
  let last = { block: -1n, logIndex: -1 };
  for (;;) {
    const place = [last.block, last.logIndex];
    const { rows } = await pool.query<Row>(sql, [vault.tenantId, vault.id, through, ...place, PAGE_ROWS]);
    if (rows.length > 0) yield rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_ROWS) return;
    last = { block: end.block_number, logIndex: end.log_index };
  }
}
