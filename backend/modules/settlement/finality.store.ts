import type pg from "pg";
import type { FinalBlock } from "#backend/adapters/finalReader.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { SettledVault } from "./settlement.ts";

interface FinalRow {
  readonly final_number: bigint;
  readonly number: bigint;
  readonly hash: Hex;
}

/**
 * The last block whose money counts as final, with the recorded block by which a node is known to be on the same chain:
 * itself, or the next one above it whose hash is kept. The indexer alone judges what is final, by depth or by what the
 * chain says, and after a second node has confirmed it; while it cannot, nothing else becomes final either.
 * @returns undefined before its first block
 */
export async function findFinalBlock(pool: pg.Pool, vault: SettledVault): Promise<FinalBlock | undefined> {
  const { rows } = await pool.query<FinalRow>(
    `SELECT cursor.final_number, coalesce(kept.number, cursor.block_number) AS number,
       coalesce(kept.hash, cursor.block_hash) AS hash
     FROM chain_cursors AS cursor
     LEFT JOIN LATERAL (
       SELECT number, hash FROM chain_blocks AS block
       WHERE block.tenant_id = cursor.tenant_id AND block.vault_id = cursor.vault_id
         AND block.number >= cursor.final_number ORDER BY block.number LIMIT 1) AS kept ON true
     WHERE cursor.tenant_id = $1 AND cursor.vault_id = $2 AND cursor.final_number >= 0`,
    [vault.tenantId, vault.id],
  );
  return rows.map(({ final_number, number, hash }) => ({
    number: final_number,
    witness: { number, hash },
  }))[0];
}
