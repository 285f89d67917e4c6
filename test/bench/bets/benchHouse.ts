import { randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import { systemEntropy } from "#backend/adapters/entropy.ts";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { migrate } from "#backend/db/migrate.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { createFairness } from "#backend/modules/fairness/fairness.service.ts";
import { createSeedCipher, type SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { seed } from "#scripts/seed.ts";
import type { BenchServers } from "./benchServers.ts";

const PLAYER_BALANCE = 1_000_000_000_000n;
const BANKROLL = 1_000_000_000_000_000n;
/** Making a log segment costs tens of milliseconds; a server that has run for a while has them all. */
const WAL_SEGMENTS = 96;

export interface BenchHouse {
  readonly databaseUrl: string;
  readonly tenantId: number;
  readonly players: readonly string[];
  readonly owner: pg.Pool;
  /** As the house's processes seal and open seeds. */
  readonly cipher: SeedCipher;
}

/** A house with funded players in a database of its own. */
export async function createBenchHouse(
  { postgres }: BenchServers,
  { playerCount, seedKey }: { readonly playerCount: number; readonly seedKey: string },
): Promise<BenchHouse> {
  const databaseUrl = await createDatabase(postgres.url);
  await migrate(databaseUrl);
  const { tenantId } = await seed({
    databaseUrl,
    tenant: { slug: "main", name: "Main", hostnames: [] },
    vault: { chainId: 31_337, address: randomAddress(), deployBlock: 0n, bankrollAddress: randomAddress() },
  });
  const owner = createPool({ url: databaseUrl, role: "owner", maxConnections: 2 });
  const cipher = createSeedCipher(Buffer.from(seedKey, "base64"), systemEntropy);
  const fairness = createFairness({ pool: owner, enginePool: owner, cipher });
  const players = await inTransaction(owner, async (client) => {
    const userIds = await insertPlayers(client, tenantId, playerCount);
    for (const userId of userIds)
      await fairness.createSeedPair(client, { tenantId, userId, clientSeed: "bench" });
    await fund(client, tenantId, userIds);
    return userIds;
  });
  await owner.query("ANALYZE");
  return { databaseUrl, tenantId, players, owner, cipher };
}

/** Fills the log up to `WAL_SEGMENTS` once, and starts the run right after a checkpoint. */
export async function premakeWal(owner: pg.Pool): Promise<void> {
  for (let segment = 0; segment < WAL_SEGMENTS; segment++) {
    await owner.query("SELECT pg_logical_emit_message(false, 'bench', 'filler'), pg_switch_wal()");
  }
  await owner.query("CHECKPOINT");
}

async function createDatabase(url: string): Promise<string> {
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const pool = createPool({ url, role: "owner", maxConnections: 1 });
  await pool.query(`CREATE DATABASE ${name}`);
  await pool.end();
  const named = new URL(url);
  named.pathname = `/${name}`;
  return named.href;
}

async function insertPlayers(client: pg.ClientBase, tenantId: number, count: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO users (tenant_id, wallet_address)
     SELECT $1, '0x' || lpad(to_hex(n), 40, '0') FROM generate_series(1, $2) AS n RETURNING id`,
    [tenantId, count],
  );
  return rows.map(({ id }) => id);
}

async function fund(client: pg.ClientBase, tenantId: number, userIds: readonly string[]): Promise<void> {
  const currency = "BNB";
  const [custody, bankroll, ...cash] = await ensureAccounts(client, tenantId, [
    { kind: "custody", currency },
    { kind: "house_bankroll", currency },
    ...userIds.map((ownerId) => ({ kind: "player_cash" as const, currency, ownerId })),
  ]);
  const debitAccountId = custody!;
  const funding = { leg: 0, code: "suspense_resolved" as const, debitAccountId };
  await postTransfers(client, tenantId, [
    { ...funding, causeId: randomUUID(), creditAccountId: bankroll!, amountMinor: BANKROLL },
    ...cash.map((creditAccountId) => ({
      ...funding,
      causeId: randomUUID(),
      creditAccountId,
      amountMinor: PLAYER_BALANCE,
    })),
  ]);
}

function randomAddress(): string {
  return `0x${randomBytes(20).toString("hex")}`;
}
