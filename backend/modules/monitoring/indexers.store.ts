import type pg from "pg";
import { exactTime } from "#backend/db/exactTime.ts";
import type { IndexerView, ReconciliationReport } from "#domain/api/monitoring.ts";

interface StandingRow {
  readonly vault: string;
  readonly chain_id: bigint;
  readonly deploy_block: bigint;
  readonly block_number: bigint | null;
  readonly head_number: bigint | null;
  readonly final_number: bigint | null;
  readonly block_time: bigint | null;
  readonly heard_at: Date | null;
}

/** How far the indexer is with each vault, the newest vault first. */
export async function findIndexers(
  client: pg.ClientBase,
  tenantId: number,
  nowMs: number,
): Promise<IndexerView[]> {
  const { rows } = await client.query<StandingRow>(
    `SELECT vault.address AS vault, vault.chain_id, vault.deploy_block, cursor.block_number, cursor.head_number,
       cursor.final_number, block.timestamp AS block_time, cursor.updated_at AS heard_at
     FROM vaults AS vault
     LEFT JOIN chain_cursors AS cursor ON cursor.tenant_id = vault.tenant_id AND cursor.vault_id = vault.id
     LEFT JOIN chain_blocks AS block ON block.tenant_id = vault.tenant_id AND block.vault_id = vault.id
       AND block.number = cursor.block_number
     WHERE vault.tenant_id = $1 ORDER BY vault.id DESC`,
    [tenantId],
  );
  return rows.map((row) => ({
    vault: row.vault,
    chainId: Number(row.chain_id),
    deployBlock: row.deploy_block.toString(),
    indexedBlock: row.block_number?.toString() ?? null,
    headBlock: row.head_number?.toString() ?? null,
    finalBlock: row.final_number?.toString() ?? null,
    lagSeconds: lagSecondsOf(row, nowMs),
    heardAt: row.heard_at?.toISOString() ?? null,
  }));
}

/** At the head there is no lag, however long the chain has made no block. */
function lagSecondsOf({ block_number, head_number, block_time }: StandingRow, nowMs: number): number | null {
  if (block_number === null || head_number === null) return null;
  if (block_number >= head_number) return 0;
  return block_time === null ? null : Math.max(0, Math.floor(nowMs / 1_000) - Number(block_time));
}

/** How a stop begins its reason when the comparison of the books made it. */
const BY_RECONCILIATION = "Reconciliation: ";

/** Whether payouts go on, and if not, since when and why. */
export async function findPayoutsStanding(
  client: pg.ClientBase,
  tenantId: number,
): Promise<ReconciliationReport["payouts"]> {
  // To the microsecond: who lets payouts go on names the stop by it.
  const { rows } = await client.query<{ reason: string; since: string }>(
    `SELECT reason, ${exactTime("set_at")} AS since
     FROM kill_switches WHERE tenant_id = $1 AND name = 'payouts'`,
    [tenantId],
  );
  const [stop] = rows;
  if (stop === undefined) return { areStopped: false, isByReconciliation: false, reason: null, since: null };
  const { reason, since } = stop;
  return {
    areStopped: true,
    isByReconciliation: reason.startsWith(BY_RECONCILIATION),
    reason,
    since,
  };
}
