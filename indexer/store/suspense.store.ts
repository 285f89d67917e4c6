import type pg from "pg";
import { bigintColumn, byteaColumn, integerColumn, textColumn, uuidColumn } from "#backend/db/columns.ts";
import type { EventPlace } from "#domain/indexing/eventPlace.ts";
import { accountOf, type SuspenseReason } from "#domain/indexing/suspense.ts";
import { tokenOf, type VaultEvent } from "#domain/indexing/vaultEvent.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** An event with what it left in suspense. */
export interface Movement {
  readonly event: VaultEvent;
  readonly reason: SuspenseReason;
  /** Quanta: above zero coins came in for nobody, below zero coins left that nobody paid. */
  readonly amount: bigint;
}

type Position = Pick<EventPlace, "blockNumber" | "logIndex">;

/**
 * Makes the list say about the events between two places, both included, what the movements say: those are open, and all
 * others that were are resolved.
 */
export async function saveMovements(
  client: pg.ClientBase,
  vault: HouseVault,
  { first, last }: { readonly first: Position; readonly last: Position },
  movements: readonly Movement[],
): Promise<void> {
  const events = movements.map(({ event }) => event);
  await client.query(
    `WITH suspended AS (
       SELECT * FROM unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[], $13::bytea[],
         $14::bytea[], $15::integer[], $16::bigint[])
         AS moved (reason, event, account, token, amount, block_number, block_hash, tx_hash, log_index, block_time)),
     settled AS (
       UPDATE suspense_movements AS standing SET state = 'resolved'
       WHERE tenant_id = $1 AND vault_id = $2 AND state = 'open'
         AND block_number BETWEEN $3 AND $5 AND (block_number, log_index) >= ($3, $4)
         AND (block_number, log_index) <= ($5, $6)
         AND NOT EXISTS (SELECT FROM suspended WHERE suspended.block_number = standing.block_number
           AND suspended.log_index = standing.log_index))
     INSERT INTO suspense_movements AS standing (tenant_id, vault_id, state, reason, event, account, token, amount,
       block_number, block_hash, tx_hash, log_index, since)
     SELECT $1, $2, 'open', reason, event, account, token, amount::numeric, block_number, block_hash, tx_hash,
       log_index, to_timestamp(block_time) FROM suspended
     ON CONFLICT (vault_id, block_number, log_index, block_hash) DO UPDATE
     SET reason = excluded.reason, amount = excluded.amount, state = 'open'
     WHERE (standing.reason, standing.amount, standing.state) <> (excluded.reason, excluded.amount, 'open')`,
    [
      vault.tenantId,
      vault.id,
      first.blockNumber,
      first.logIndex,
      last.blockNumber,
      last.logIndex,
      textColumn(movements.map(({ reason }) => reason)),
      textColumn(events.map(({ name }) => name)),
      textColumn(events.map((event) => accountOf(event) ?? null)),
      textColumn(events.map((event) => tokenOf(event) ?? null)),
      textColumn(movements.map(({ amount }) => `${amount}`)),
      bigintColumn(events.map(({ blockNumber }) => blockNumber)),
      byteaColumn(events.map(({ blockHash }) => blockHash)),
      byteaColumn(events.map(({ txHash }) => txHash)),
      integerColumn(events.map(({ logIndex }) => logIndex)),
      bigintColumn(events.map(({ blockTime }) => blockTime)),
    ],
  );
}

/** Marks everything from a block on as dropped by the chain. */
export async function reverseMovements(
  client: pg.ClientBase,
  vault: HouseVault,
  from: bigint,
): Promise<void> {
  await client.query(
    `UPDATE suspense_movements SET state = 'reversed'
     WHERE tenant_id = $1 AND vault_id = $2 AND block_number >= $3 AND state <> 'reversed'`,
    [vault.tenantId, vault.id, from],
  );
}

/** By how much the transfers of each cause changed what is in suspense. */
export async function sumSuspenseByCause(
  client: pg.ClientBase,
  tenantId: number,
  causeIds: readonly string[],
): Promise<Map<string, bigint>> {
  if (causeIds.length === 0) return new Map();
  const { rows } = await client.query<{ cause_id: string; effect: bigint }>(
    `SELECT cause_id, sum(CASE WHEN credit_account_id = suspense.id THEN amount ELSE -amount END)::bigint AS effect
     FROM transfers JOIN accounts AS suspense ON suspense.tenant_id = $1 AND suspense.kind = 'suspense'
       AND suspense.id IN (debit_account_id, credit_account_id)
     WHERE transfers.tenant_id = $1 AND cause_id = ANY($2::uuid[]) GROUP BY cause_id`,
    [tenantId, uuidColumn(causeIds)],
  );
  return new Map(rows.map(({ cause_id, effect }) => [cause_id, effect]));
}
