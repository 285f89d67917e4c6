import type pg from "pg";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** Batches named one by one; more are not looked for. */
const MAX_LISTED = 20;

/** A batch that was executed on one side only, or in another currency there. */
export interface DisputedBatch {
  readonly id: string;
  readonly currency: string;
  /** Unknown to the database, or not seen on the chain. */
  readonly kind: "unknown" | "unseen";
}

export interface SearchedBatches {
  readonly disputed: readonly DisputedBatch[];
  /** Whether these are all there are. */
  readonly isComplete: boolean;
}

/** The second topic of a `PayoutExecuted`, written as its index has it. */
const BATCH_ID = "substring(event.topics FROM 33 FOR 32)";

/**
 * Compares the batches executed on-chain with those executed in the database: those since a block, those that can still
 * change, and those that disagreed before; all of them when the block is negative.
 */
export async function disputedBatches(
  client: pg.ClientBase,
  vault: HouseVault,
  since: { readonly throughBlock: bigint; readonly disputed: readonly string[] },
): Promise<SearchedBatches> {
  const values = [vault.tenantId, vault.id, since.throughBlock, since.disputed];
  const unknown = await client.query<{ id: string; currency: string }>(UNKNOWN, values);
  const unseen = await client.query<{ id: string; currency: string }>(UNSEEN, values);
  return {
    disputed: [
      ...unknown.rows.map((row) => ({ ...row, kind: "unknown" as const })),
      ...unseen.rows.map((row) => ({ ...row, kind: "unseen" as const })),
    ],
    isComplete: unknown.rows.length < MAX_LISTED && unseen.rows.length < MAX_LISTED,
  };
}

const UNKNOWN = `
  WITH executed AS (
    SELECT ${BATCH_ID} AS batch_id, token FROM chain_events AS event
    WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND name = 'PayoutExecuted' AND block_number > $3
    UNION
    SELECT ${BATCH_ID}, token FROM chain_events AS event
    WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND name = 'PayoutExecuted'
      AND ${BATCH_ID} = ANY(ARRAY(SELECT decode(substr(id, 3), 'hex') FROM unnest($4::text[]) AS id)))
  SELECT '0x' || encode(batch_id, 'hex') AS id, code AS currency
  FROM executed JOIN currencies ON currencies.tenant_id = $1 AND currencies.token = executed.token
  WHERE NOT EXISTS (
    SELECT FROM payout_batches WHERE payout_batches.tenant_id = $1 AND id = '0x' || encode(batch_id, 'hex')
      AND vault_id = $2 AND currency = code AND status IN ('executed', 'final'))
  ORDER BY id LIMIT ${MAX_LISTED}`;

/** Until its event is final, a batch is 'executed'; only those have the partial index of open batches. */
const UNSEEN = `
  WITH known AS (
    SELECT id, currency FROM payout_batches WHERE tenant_id = $1 AND vault_id = $2 AND status = 'executed'
    UNION
    SELECT id, currency FROM payout_batches
    WHERE tenant_id = $1 AND vault_id = $2 AND status = 'final' AND ($3 < 0 OR id = ANY($4::text[])))
  SELECT id, currency FROM known WHERE NOT EXISTS (
    SELECT FROM chain_events AS event
      JOIN currencies ON currencies.tenant_id = $1 AND currencies.token = event.token AND code = known.currency
    WHERE event.tenant_id = $1 AND vault_id = $2 AND canonical AND name = 'PayoutExecuted'
      AND ${BATCH_ID} = decode(substr(known.id, 3), 'hex'))
  ORDER BY id LIMIT ${MAX_LISTED}`;
