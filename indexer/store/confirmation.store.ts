import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";
import type { BlockRange } from "#domain/indexing/blockRange.ts";
import type { ComparedLog } from "#domain/indexing/confirmation.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

interface LogRow {
  readonly block_number: bigint;
  readonly block_hash: Buffer;
  readonly log_index: number;
  readonly emitter: Hex;
  readonly topics: Buffer;
  readonly data: Buffer;
}

/** Logs read in one statement: what they hold may be large. */
const PAGE_ROWS = 2_000;
const TOPIC_BYTES = 32;

/** The canonical logs of a range as they are recorded, in the order of the chain. */
export async function* readRecordedLogs(
  client: pg.ClientBase | pg.Pool,
  vault: HouseVault,
  { from, to }: BlockRange,
): AsyncGenerator<readonly ComparedLog[]> {
  let after: readonly [bigint, number] = [from, -1];
  // Each page moves on by at least one log of the range, so that the range bounds the loop.
  for (;;) {
    const { rows } = await client.query<LogRow>(
      `SELECT block_number, block_hash, log_index, emitter, topics, data FROM chain_events
       WHERE tenant_id = $1 AND vault_id = $2 AND canonical
         AND block_number <= $3 AND (block_number, log_index) > ($4, $5)
       ORDER BY block_number, log_index LIMIT ${PAGE_ROWS}`,
      [vault.tenantId, vault.id, to, ...after],
    );
    yield rows.map(toLog);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = [last.block_number, last.log_index];
  }
}

function toLog({ block_hash, log_index, emitter, topics, data }: LogRow): ComparedLog {
  const count = topics.length / TOPIC_BYTES;
  return {
    address: emitter,
    blockHash: hexOf(block_hash),
    logIndex: log_index,
    topics: Array.from({ length: count }, (_, index) =>
      hexOf(topics.subarray(index * TOPIC_BYTES, (index + 1) * TOPIC_BYTES)),
    ),
    data: hexOf(data),
  };
}

function hexOf(bytes: Buffer): Hex {
  return `0x${bytes.toString("hex")}`;
}
