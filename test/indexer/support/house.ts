import type pg from "pg";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import { createSession, type Session } from "#indexer/session.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { post } from "#indexer/store/posting.store.ts";
import { findVaults, type HouseVault } from "#indexer/store/vault.store.ts";
import { createTestDatabase } from "#test/support/services.ts";

/** An empty database with the owner's view of it and the indexer's. */
export interface Books {
  readonly url: string;
  readonly owner: pg.Pool;
  readonly indexer: pg.Pool;
  close(): Promise<void>;
}

export async function openBooks(): Promise<Books> {
  const { url, drop } = await createTestDatabase();
  const owner = createPool({ url, role: "owner", maxConnections: 3 });
  const indexer = createPool({ url, role: "fairhouse_indexer", maxConnections: 4 });
  // Several tenants index one vault here, each from scratch, so that what they made of it can be compared.
  await owner.query("ALTER TABLE vaults DROP CONSTRAINT vaults_chain_address_once");
  return {
    url,
    owner,
    indexer,
    async close() {
      await owner.end();
      await indexer.end();
      await drop();
    },
  };
}

/** A withdrawal that a batch will pay. */
export interface PlannedWithdrawal {
  readonly wallet: Hex;
  readonly to: Hex;
  readonly quanta: bigint;
}
export interface PlannedBatch {
  readonly id: Hex;
  readonly withdrawals: readonly PlannedWithdrawal[];
}

export interface HousePlan {
  readonly slug: string;
  readonly chainId?: number;
  readonly vault: Hex;
  readonly deployBlock?: bigint;
  readonly bankroll: Hex;
  readonly authority?: Hex;
  readonly registry?: Hex;
  readonly batches?: readonly PlannedBatch[];
  readonly batchStatus?: string;
}

/** A tenant with one vault, and batches whose withdrawals wait for the chain. */
export async function openHouse(books: Books, plan: HousePlan): Promise<HouseVault> {
  const { owner } = books;
  const tenant = await owner.query<{ id: number }>(
    "INSERT INTO tenants (slug, name) VALUES ($1, $1) RETURNING id",
    [plan.slug],
  );
  const tenantId = tenant.rows[0]!.id;
  await owner.query(
    "INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei) VALUES ($1, 'BNB', 9, $2, 1000000000)",
    [tenantId, NATIVE_TOKEN],
  );
  const chainId = plan.chainId ?? 31_337;
  await owner.query(
    `INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address, authority_address,
       fairness_registry_address)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      ...[tenantId, chainId, plan.vault, plan.deployBlock ?? 1n, plan.bankroll],
      ...[plan.authority ?? null, plan.registry ?? null],
    ],
  );
  const vaults = await findVaults(owner, { chainId, address: plan.vault });
  const vault = vaults.find((candidate) => candidate.tenantId === tenantId)!;
  for (const batch of plan.batches ?? []) await planBatch(books, vault, batch, plan.batchStatus);
  return vault;
}

/** Writes a batch as the settlement worker does, its withdrawals paid for out of the bankroll. */
export async function planBatch(
  { owner }: Books,
  vault: HouseVault,
  batch: PlannedBatch,
  status = "sent",
): Promise<void> {
  const packed = packEntries(batch.withdrawals.map(({ to, quanta }) => ({ account: to, quanta })));
  const { tenantId } = vault;
  await owner.query(
    `INSERT INTO payout_batches (tenant_id, id, vault_id, currency, total, entry_count, entries, entries_hash,
       checkpoint_epoch, signer_epoch, deadline, status)
     VALUES ($1, $2, $3, 'BNB', $4, $5, $6, $7, 0, 1, 4102444800, $8)`,
    [tenantId, batch.id, vault.id, packed.total, packed.count, packed.entries, packed.entriesHash, status],
  );
  for (const [position, { wallet, to, quanta }] of batch.withdrawals.entries()) {
    const user = await owner.query<{ id: string }>(
      `INSERT INTO users (tenant_id, wallet_address) VALUES ($1, $2)
       ON CONFLICT (tenant_id, wallet_address) DO UPDATE SET wallet_address = excluded.wallet_address RETURNING id`,
      [tenantId, wallet],
    );
    const ownerId = user.rows[0]!.id;
    const id = causeIdOf("withdrawal", batch.id, position);
    await owner.query(
      `INSERT INTO withdrawals (tenant_id, id, user_id, currency, amount, to_address, status, batch_id, position)
       VALUES ($1, $2, $3, 'BNB', $4, $5, 'batched', $6, $7)`,
      [tenantId, id, ownerId, quanta, to, batch.id, position],
    );
    await inTransaction(owner, (client) =>
      post(client, tenantId, [
        {
          causeId: id,
          leg: 0,
          code: "withdrawal_requested",
          debit: { kind: "house_bankroll", currency: "BNB" },
          credit: { kind: "withdrawal_pending", currency: "BNB", ownerId },
          amountMinor: quanta,
        },
      ]),
    );
  }
}

export function openSession(
  books: Books,
  vault: HouseVault,
  reader: ChainReader,
  rules: Partial<Session["rules"]> & Partial<Pick<Session, "rewind">> = {},
): Session {
  const { rewind, maxReorgDepth = 64, finalityDepth = 6 } = rules;
  return createSession({
    pool: books.indexer,
    reader,
    vault,
    rules: { maxReorgDepth, finalityDepth },
    ...(rewind && { rewind }),
  });
}
