import type pg from "pg";
import { z } from "zod";
import { exactTime } from "#backend/db/exactTime.ts";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorTime, decodeCursor } from "#backend/http/pageCursor.ts";
import { uuid } from "#domain/api/primitives.ts";
import {
  type SuspenseItem,
  type SuspenseQuery,
  suspenseReason,
  suspenseState,
} from "#domain/api/suspense.ts";

const position = z.strictObject({ since: cursorTime, id: uuid });

interface SuspenseRow {
  readonly id: string;
  readonly vault: string;
  readonly reason: string;
  readonly event: string;
  readonly account: string | null;
  readonly token: string;
  readonly currency: string | null;
  readonly amount: string;
  readonly state: string;
  readonly block_number: bigint;
  readonly log_index: number;
  readonly tx_hash: string;
  readonly since: Date;
  readonly since_exactly: string;
}

/** Money that no account is known for, newest first. @throws CursorInvalid */
export async function listSuspense(
  client: pg.ClientBase,
  tenantId: number,
  { state, reason, cursor, limit }: SuspenseQuery,
): Promise<Page<SuspenseItem>> {
  const after = cursor === undefined ? null : decodeCursor(position, cursor);
  const { rows } = await client.query<SuspenseRow>(
    `SELECT item.id, vault.address AS vault, reason, event, account, token, currency, amount::text AS amount, state,
       block_number, log_index, tx_hash, since,
       ${exactTime("since")} AS since_exactly
     FROM suspense_items AS item
     JOIN vaults AS vault ON vault.tenant_id = item.tenant_id AND vault.id = item.vault_id
     WHERE item.tenant_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR reason = $3)
       AND ($4::timestamptz IS NULL OR (since, item.id) < ($4, $5::uuid))
     ORDER BY since DESC, item.id DESC LIMIT $6`,
    [tenantId, state ?? null, reason ?? null, after?.since ?? null, after?.id ?? null, limit + 1],
  );
  return cutPage(rows, {
    limit,
    toItem,
    positionOf: ({ since_exactly: since, id }) => ({ since, id }),
  });
}

function toItem(row: SuspenseRow): SuspenseItem {
  return {
    id: row.id,
    vault: row.vault,
    reason: suspenseReason.parse(row.reason),
    event: row.event,
    account: row.account,
    token: row.token,
    currency: row.currency,
    quanta: row.amount,
    state: suspenseState.parse(row.state),
    blockNumber: row.block_number.toString(),
    logIndex: row.log_index,
    txHash: row.tx_hash,
    since: row.since.toISOString(),
  };
}
