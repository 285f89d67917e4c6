import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";
import type { SettledVault } from "#backend/modules/settlement/settlement.ts";
import { buildLiabilitiesTree } from "#domain/ledger/liabilitiesTree.ts";
import { assignEpoch, type CheckpointCurrency, saveBuilt } from "./checkpoint.store.ts";
import { compressLeaves } from "./packedLeaves.ts";
import { readSnapshot } from "./snapshot.store.ts";

/** A checkpoint that is stored and may be sent. */
export interface StoredCheckpoint {
  readonly id: bigint;
  readonly root: `0x${string}`;
}

/**
 * Builds the tree of everything that the house owes in a currency, stores it under its epoch, and gives the epoch to
 * the batches that it carries: all as of one moment, in one transaction.
 * @returns null when nothing is indexed yet, or the epoch is published or on its way by now
 */
export async function buildCheckpoint(
  pool: pg.Pool,
  vault: SettledVault,
  { code, token }: CheckpointCurrency,
  epoch: bigint,
): Promise<StoredCheckpoint | null> {
  return inTransaction(pool, async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    const snapshot = await readSnapshot(client, vault, { code, token });
    if (snapshot === null) return null;
    const { cutBlock, entered, executed } = snapshot;
    const tree = buildLiabilitiesTree(token, snapshot.leaves);
    const id = await saveBuilt(client, vault, {
      currency: code,
      epoch,
      root: tree.root,
      total: tree.total,
      entered,
      executed,
      cutBlock,
      leafCount: tree.leaves.length,
      leaves: await compressLeaves(tree.leaves),
    });
    if (id === null) return null;
    await assignEpoch(client, vault, { currency: code, epoch });
    return { id, root: tree.root };
  });
}
