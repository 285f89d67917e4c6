import type pg from "pg";
import { z } from "zod";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorInteger, cursorNumber, decodeCursor } from "#backend/http/pageCursor.ts";
import type { GovernanceChange, GovernanceChangeQuery } from "#domain/api/governance.ts";
import { callName, SELECTOR_CHARACTERS } from "./callNames.ts";
import { type PlaceRow, placeOf } from "./governanceTime.ts";

const position = z.strictObject({ block: cursorNumber, log: cursorInteger, vault: cursorInteger });
/** Arguments are shown up to this many characters; what is longer can be read on the chain. */
const MAX_ARGS_CHARACTERS = 8_192;

interface ChangeRow extends PlaceRow {
  readonly vault_id: number;
  readonly vault: string;
  readonly emitter: string;
  readonly name: string;
  readonly args: Record<string, unknown> | null;
  /** Of the function that the change is about. */
  readonly selector: string | null;
  readonly final_number: bigint | null;
}

/** Every event that changed who may do what, newest first. @throws CursorInvalid */
export async function listChanges(
  client: pg.ClientBase,
  tenantId: number,
  { vault, cursor, limit }: GovernanceChangeQuery,
): Promise<Page<GovernanceChange>> {
  const after = cursor === undefined ? null : decodeCursor(position, cursor);
  const { rows } = await client.query<ChangeRow>(
    `SELECT change.vault_id, vault.address AS vault, change.emitter, change.name,
       CASE WHEN length(change.args::text) <= $3 THEN change.args END AS args,
       left(coalesce(change.args->>'selector', change.args->>'data'), ${SELECTOR_CHARACTERS}) AS selector,
       change.block_number, change.block_time, change.tx_hash, change.log_index, cursor.final_number
     FROM governance_changes AS change
     JOIN vaults AS vault ON vault.tenant_id = change.tenant_id AND vault.id = change.vault_id
     LEFT JOIN chain_cursors AS cursor ON cursor.tenant_id = change.tenant_id AND cursor.vault_id = change.vault_id
     WHERE change.tenant_id = $1 AND ($2::text IS NULL OR vault.address = $2)
       AND ($4::bigint IS NULL OR (change.block_number, change.log_index, change.vault_id) < ($4, $5::integer, $6::integer))
     ORDER BY change.block_number DESC, change.log_index DESC, change.vault_id DESC LIMIT $7`,
    [
      tenantId,
      vault?.toLowerCase() ?? null,
      MAX_ARGS_CHARACTERS,
      after?.block ?? null,
      after?.log ?? null,
      after?.vault ?? null,
      limit + 1,
    ],
  );
  return cutPage(rows, {
    limit,
    toItem: (row) => ({
      vault: row.vault,
      emitter: row.emitter,
      name: row.name,
      args: row.args,
      call: row.selector === null ? null : callName(row.selector),
      changed: placeOf(row, row.final_number),
    }),
    positionOf: ({ block_number, log_index, vault_id }) => ({
      block: String(block_number),
      log: log_index,
      vault: vault_id,
    }),
  });
}
