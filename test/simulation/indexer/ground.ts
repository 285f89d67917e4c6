import type pg from "pg";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import { post } from "#indexer/store/posting.store.ts";
import { ensureUsers } from "#indexer/store/user.store.ts";
import { findVaults, type HouseVault } from "#indexer/store/vault.store.ts";
import type { Books } from "#test/indexer/support/house.ts";
import { copyDatabase, dropDatabase } from "#test/simulation/copiedDatabase.ts";
import type { PlannedEntry, TenantPlan, VaultPlan, WorldPlan } from "./plan.ts";

/** Several vaults, each written to by one or two indexers at once. */
const MAX_CONNECTIONS = 10;

/** The books of a world, twice: those that live through everything, and those that an index from scratch fills. */
export interface Ground {
  readonly live: SimBooks;
  readonly scratch: SimBooks;
  close(): Promise<void>;
}

export interface SimBooks extends Books {
  /** The world's vaults, in its order. */
  readonly vaults: readonly { readonly plan: VaultPlan; readonly vault: HouseVault }[];
}

/**
 * Prepares both books of a world as copies of a migrated, empty database that nobody is connected to.
 * @param templateUrl that database
 */
export async function prepareGround(templateUrl: string, world: WorldPlan): Promise<Ground> {
  const scratchUrl = await copyDatabase(templateUrl);
  const drafts = await open(scratchUrl);
  for (const tenant of world.tenants) await planTenant(drafts, tenant, world);
  await drafts.close();
  const liveUrl = await copyDatabase(scratchUrl);
  const [live, scratch] = await Promise.all([openBooks(liveUrl, world), openBooks(scratchUrl, world)]);
  return {
    live,
    scratch,
    async close() {
      await Promise.all([live.close(), scratch.close()]);
      await dropDatabase(liveUrl);
      await dropDatabase(scratchUrl);
    },
  };
}

async function open(url: string): Promise<Books> {
  const owner = createPool({ url, role: "owner", maxConnections: 3 });
  const indexer = createPool({ url, role: "fairhouse_indexer", maxConnections: MAX_CONNECTIONS });
  return {
    url,
    owner,
    indexer,
    async close() {
      await owner.end();
      await indexer.end();
    },
  };
}

async function openBooks(url: string, world: WorldPlan): Promise<SimBooks> {
  const books = await open(url);
  const found = await findVaults(books.owner);
  const vaults = world.chains.flatMap(({ vaults: plans }) =>
    plans.map((plan) => ({ plan, vault: found.find(({ address }) => address === plan.address)! })),
  );
  return { ...books, vaults };
}

async function planTenant({ owner }: Books, tenant: TenantPlan, { chains }: WorldPlan): Promise<void> {
  const { rows } = await owner.query<{ id: number }>(
    "INSERT INTO tenants (slug, name) VALUES ($1, $1) RETURNING id",
    [tenant.slug],
  );
  const tenantId = rows[0]!.id;
  const { currencies } = tenant;
  await owner.query(
    `INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei)
     SELECT $1, * FROM unnest($2::text[], $3::smallint[], $4::text[], $5::numeric[])`,
    [
      tenantId,
      currencies.map(({ code }) => code),
      currencies.map(({ decimals }) => decimals),
      currencies.map(({ token }) => token),
      currencies.map(({ quantumWei }) => quantumWei),
    ],
  );
  const withdrawals: PlannedWithdrawal[] = tenant.waiting.map((entry, place) => ({
    ...entry,
    id: causeIdOf("waiting withdrawal", place),
    currency: "BNB",
  }));
  for (const plan of chains.flatMap(({ vaults }) => vaults)) {
    if (plan.tenant !== tenant.slug) continue;
    await planVault(owner, tenantId, plan);
    withdrawals.push(...(await planBatches(owner, tenantId, currencies, plan)));
  }
  await requestAll(owner, tenantId, withdrawals);
}

async function planVault(owner: pg.Pool, tenantId: number, plan: VaultPlan): Promise<void> {
  const { chainId, address, deployBlock, bankroll, authority, registry } = plan;
  await owner.query(
    `INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address, authority_address,
       fairness_registry_address)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [tenantId, chainId, address, deployBlock, bankroll, authority, registry],
  );
}

interface PlannedWithdrawal extends PlannedEntry {
  readonly id: string;
  readonly currency: string;
  readonly batchId?: Hex;
  readonly position?: number;
}

/** Writes the batches that the house knows as the settlement worker does. @returns their withdrawals */
async function planBatches(
  owner: pg.Pool,
  tenantId: number,
  currencies: TenantPlan["currencies"],
  { address, known }: VaultPlan,
): Promise<PlannedWithdrawal[]> {
  const [vault] = await findVaults(owner, { address });
  const batches = known.map(({ id, token, entries }) => {
    const packed = packEntries(entries.map(({ to, quanta }) => ({ account: to, quanta })));
    return { id, entries, packed, currency: currencies.find((one) => one.token === token)!.code };
  });
  await owner.query(
    `INSERT INTO payout_batches (tenant_id, vault_id, checkpoint_epoch, signer_epoch, deadline, status,
       id, currency, total, entry_count, entries, entries_hash)
     SELECT $1, $2, 0, 1, 4102444800, 'sent', *
     FROM unnest($3::text[], $4::text[], $5::bigint[], $6::integer[], $7::text[], $8::text[])`,
    [
      ...[tenantId, vault!.id, batches.map(({ id }) => id), batches.map(({ currency }) => currency)],
      ...[batches.map(({ packed }) => packed.total), batches.map(({ packed }) => packed.count)],
      ...[batches.map(({ packed }) => packed.entries), batches.map(({ packed }) => packed.entriesHash)],
    ],
  );
  return batches.flatMap(({ id: batchId, entries, currency }) =>
    entries.map((entry, position) => {
      const id = causeIdOf("withdrawal", batchId, position);
      return { ...entry, id, currency, batchId, position };
    }),
  );
}

/** Writes withdrawals, their money taken out of the bankroll. */
async function requestAll(
  owner: pg.Pool,
  tenantId: number,
  withdrawals: readonly PlannedWithdrawal[],
): Promise<void> {
  await inTransaction(owner, async (client) => {
    const users = await ensureUsers(
      client,
      tenantId,
      withdrawals.map(({ wallet }) => wallet),
    );
    const ownerOf = ({ wallet }: PlannedWithdrawal) => users.get(wallet)!;
    await client.query(
      `INSERT INTO withdrawals (tenant_id, id, user_id, currency, amount, to_address, status, batch_id, position)
       SELECT $1, id, user_id, currency, amount, to_address,
         CASE WHEN batch_id IS NULL THEN 'requested' ELSE 'batched' END, batch_id, position
       FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::integer[])
         AS wanted (id, user_id, currency, amount, to_address, batch_id, position)`,
      [
        ...[tenantId, withdrawals.map(({ id }) => id), withdrawals.map(ownerOf)],
        ...[withdrawals.map(({ currency }) => currency), withdrawals.map(({ quanta }) => quanta)],
        ...[withdrawals.map(({ to }) => to), withdrawals.map(({ batchId }) => batchId ?? null)],
        withdrawals.map(({ position }) => position ?? null),
      ],
    );
    const postings = withdrawals.map((withdrawal): Posting => {
      const { id: causeId, currency, quanta: amountMinor } = withdrawal;
      const debit = { kind: "house_bankroll", currency } as const;
      const credit = { kind: "withdrawal_pending", currency, ownerId: ownerOf(withdrawal) } as const;
      return { causeId, leg: 0, code: "withdrawal_requested", debit, credit, amountMinor };
    });
    await post(client, tenantId, postings);
  });
}
