import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import type { ToldBatch } from "../chain/truth.ts";

const CURRENCY = "BNB";
/** 2100-01-01. */
const DEADLINE = 4_102_444_800n;
/** Batches written in one transaction. */
const BATCHES_AT_ONCE = 100;

/** Writes batches as the settlement worker has them when they are sent. */
export async function planBatches(
  pool: pg.Pool,
  vault: HouseVault,
  batches: readonly ToldBatch[],
): Promise<void> {
  for (let start = 0; start < batches.length; start += BATCHES_AT_ONCE) {
    const some = batches.slice(start, start + BATCHES_AT_ONCE);
    await inTransaction(pool, async (client) => {
      await insertBatches(client, vault, some);
      await insertWithdrawals(client, vault.tenantId, some);
    });
  }
}

async function insertBatches(
  client: pg.ClientBase,
  { id, tenantId }: HouseVault,
  batches: readonly ToldBatch[],
): Promise<void> {
  const packed = batches.map(({ entries }) => packEntries(entries));
  await client.query(
    `INSERT INTO payout_batches (tenant_id, vault_id, currency, checkpoint_epoch, signer_epoch, deadline, status, id,
       total, entry_count, entries, entries_hash)
     SELECT $1, $2, $3, 0, 1, $4, 'sent', *
     FROM unnest($5::text[], $6::bigint[], $7::integer[], $8::text[], $9::text[])`,
    [
      tenantId,
      id,
      CURRENCY,
      DEADLINE,
      batches.map((batch) => batch.id),
      packed.map(({ total }) => total),
      packed.map(({ count }) => count),
      packed.map(({ entries }) => entries),
      packed.map(({ entriesHash }) => entriesHash),
    ],
  );
}

async function insertWithdrawals(
  client: pg.ClientBase,
  tenantId: number,
  batches: readonly ToldBatch[],
): Promise<void> {
  const planned = batches.flatMap(({ id: batchId, entries }) =>
    entries.map(({ account, quanta }, position) => {
      return { id: causeIdOf("withdrawal", batchId, position), batchId, position, account, quanta };
    }),
  );
  const users = await ensureUsers(
    client,
    tenantId,
    planned.map(({ account }) => account),
  );
  const owners = planned.map(({ account }) => users.get(account)!);
  await client.query(
    `INSERT INTO withdrawals (tenant_id, currency, status, id, user_id, amount, to_address, batch_id, position)
     SELECT $1, $2, 'batched', *
     FROM unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::integer[])`,
    [
      tenantId,
      CURRENCY,
      planned.map(({ id }) => id),
      owners,
      planned.map(({ quanta }) => quanta),
      planned.map(({ account }) => account),
      planned.map(({ batchId }) => batchId),
      planned.map(({ position }) => position),
    ],
  );
  const amounts = planned.map(({ id, quanta }, index) => ({ id, ownerId: owners[index]!, quanta }));
  await takeWithdrawals(client, tenantId, amounts);
}

/** Gives players what they withdraw, out of the bankroll, and takes it into their withdrawals. */
async function takeWithdrawals(
  client: pg.ClientBase,
  tenantId: number,
  withdrawals: readonly { readonly id: string; readonly ownerId: string; readonly quanta: bigint }[],
): Promise<void> {
  const owned = (kind: "player_cash" | "withdrawal_pending") =>
    withdrawals.map(({ ownerId }) => ({ kind, currency: CURRENCY, ownerId }));
  const [bankroll, ...accounts] = await ensureAccounts(client, tenantId, [
    { kind: "house_bankroll", currency: CURRENCY },
    ...owned("player_cash"),
    ...owned("withdrawal_pending"),
  ]);
  const transfers = withdrawals.flatMap(({ id, quanta: amountMinor }, index) => {
    const cash = accounts[index]!;
    const pending = accounts[withdrawals.length + index]!;
    const won = { causeId: causeIdOf("winnings", id), leg: 0, code: "suspense_resolved" as const };
    const taken = { causeId: id, leg: 0, code: "withdrawal_requested" as const };
    return [
      { ...won, debitAccountId: bankroll!, creditAccountId: cash, amountMinor },
      { ...taken, debitAccountId: cash, creditAccountId: pending, amountMinor },
    ];
  });
  await postTransfers(client, tenantId, transfers);
}

async function ensureUsers(
  client: pg.ClientBase,
  tenantId: number,
  wallets: readonly Hex[],
): Promise<Map<string, string>> {
  await client.query(
    "INSERT INTO users (tenant_id, wallet_address) SELECT $1, * FROM unnest($2::text[]) ON CONFLICT DO NOTHING",
    [tenantId, [...new Set(wallets)]],
  );
  const { rows } = await client.query<{ id: string; wallet_address: string }>(
    "SELECT id, wallet_address FROM users WHERE tenant_id = $1 AND wallet_address = ANY($2)",
    [tenantId, wallets],
  );
  return new Map(rows.map(({ id, wallet_address }) => [wallet_address, id]));
}
