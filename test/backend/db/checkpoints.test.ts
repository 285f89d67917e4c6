import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

const address = `0x${"ab".repeat(20)}`;
const root = `0x${"cd".repeat(32)}`;

let database: TestDatabase;
let owner: pg.Pool;
let worker: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = createPool({ url: database.url, role: "owner", maxConnections: 1 });
  worker = createPool({ url: database.url, role: "fairhouse_worker", maxConnections: 1 });
  await owner.query("INSERT INTO tenants (slug, name) VALUES ('one', 'One'), ('two', 'Two')");
  await owner.query(
    `INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei)
     VALUES (1, 'BNB', 9, '0x0000000000000000000000000000000000000000', 1000000000)`,
  );
  await insertVault(1);
});
afterAll(async () => {
  await Promise.all([owner.end(), worker.end()]);
  await database.drop();
});

function insertVault(tenantId: number) {
  return owner.query(
    "INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address) VALUES ($1, 56, $2, 1, $2)",
    [tenantId, address],
  );
}

function insertCheckpoint(epoch: number, status = "built") {
  return worker.query(
    `INSERT INTO checkpoints (tenant_id, vault_id, currency, epoch, root, total, entered, executed, status)
     VALUES (1, 1, 'BNB', $1, $2, 0, 0, 0, $3)`,
    [epoch, root, status],
  );
}

describe("the schema of checkpoints", () => {
  test("behavior: a vault belongs to one house", async () => {
    await expect(insertVault(2)).rejects.toThrow(/vaults_chain_address_once/);
  });

  test("behavior: an epoch has one row, and a published one names its transaction", async () => {
    await insertCheckpoint(1);
    await expect(insertCheckpoint(1)).rejects.toThrow(/unique/);
    await expect(insertCheckpoint(2, "published")).rejects.toThrow(/only_published_checkpoints_name/);
  });

  test("behavior: a transaction serves one purpose", async () => {
    const insert = `INSERT INTO chain_transactions (tenant_id, vault_id, chain_id, sender, nonce, checkpoint_id, status)
       VALUES (1, 1, 56, '${address}', $1, $2, 'pending')`;
    await worker.query(insert, [0, 1]);
    await expect(worker.query(insert, [1, null])).rejects.toThrow(/a_transaction_has_one_purpose/);
  });

  test("behavior: only the indexer says that a checkpoint is published", async () => {
    const publish = `UPDATE checkpoints SET status = 'published', tx_hash = '${root}', published_at = now()`;
    await expect(worker.query(publish)).rejects.toThrow(/permission denied/);
  });
});
