import type pg from "pg";
import { EPOCH_KIND } from "#domain/fairness/epoch.ts";

/** How a version of a game came to be, and where the chain has it. */
export interface VersionOriginRow {
  readonly id: bigint;
  readonly version: number;
  readonly hash: string;
  readonly in_force_since: Date;
  /** The administrator's wallet; null: the version came with a release. */
  readonly set_by: string | null;
  /** The newest anchored epoch, if the version is in it: what has been in an epoch is in all that follow. */
  readonly epoch_id: bigint | null;
  readonly epoch: bigint | null;
  readonly block_number: bigint | null;
  readonly tx_hash: string | null;
}

/** @param ids of versions, as bets keep them */
export async function findVersionOrigins(
  client: pg.ClientBase,
  tenantId: number,
  ids: readonly bigint[],
): Promise<VersionOriginRow[]> {
  const { rows } = await client.query<VersionOriginRow>(
    `WITH anchored AS (
       SELECT epoch.id AS epoch_id, epoch.epoch, anchor.block_number, anchor.tx_hash, section.hashes
       FROM fairness_epochs AS epoch
       JOIN fairness_anchors AS anchor ON anchor.vault_id = epoch.vault_id AND anchor.kind = $3
         AND anchor.epoch = epoch.epoch AND anchor.root = epoch.root
       JOIN fairness_epoch_sections AS section
         ON section.tenant_id = epoch.tenant_id AND section.epoch_id = epoch.id AND section.section = 'games'
       WHERE epoch.tenant_id = $1 ORDER BY epoch.id DESC LIMIT 1
     )
     SELECT config.id, config.version, config.hash, config.in_force_since, staff.wallet_address AS set_by,
       anchored.epoch_id, anchored.epoch, anchored.block_number, anchored.tx_hash
     FROM game_configs AS config
     LEFT JOIN users AS staff ON staff.tenant_id = config.tenant_id AND staff.id = config.actor_id
     LEFT JOIN anchored ON position(decode(config.hash, 'hex') IN anchored.hashes) > 0
     WHERE config.tenant_id = $1 AND config.id = ANY ($2)`,
    [tenantId, ids, EPOCH_KIND],
  );
  return rows;
}
