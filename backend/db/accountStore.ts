import type pg from "pg";
import { invariant } from "#domain/errors.ts";
import type { Account, AccountKind } from "#domain/ledger/accounts.ts";

/** Names one account; `ownerId` for those of a player, `shard` for the house's split accounts. */
export interface AccountName {
  readonly kind: AccountKind;
  readonly currency: string;
  readonly ownerId?: string;
  readonly shard?: number;
}

/** Sub-accounts that the house bankroll is split into, so that concurrent batches do not queue for one row. */
export const BANKROLL_SHARDS = 8;

interface AccountRow {
  readonly id: bigint;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly balance: bigint;
}

const OPEN_MISSING = `
  INSERT INTO accounts (tenant_id, kind, owner_id, currency, shard)
  SELECT $1, wanted.kind, wanted.owner_id, wanted.currency, wanted.shard
  FROM unnest($2::text[], $3::uuid[], $4::text[], $5::smallint[]) AS wanted (kind, owner_id, currency, shard)
  ON CONFLICT DO NOTHING`;

const FIND = `
  SELECT wanted.place, account.id
  FROM unnest($2::text[], $3::uuid[], $4::text[], $5::smallint[])
    WITH ORDINALITY AS wanted (kind, owner_id, currency, shard, place)
  JOIN accounts AS account ON account.tenant_id = $1 AND account.kind = wanted.kind
    AND account.owner_id IS NOT DISTINCT FROM wanted.owner_id
    AND account.currency = wanted.currency AND account.shard = wanted.shard
  ORDER BY wanted.place`;

/** The ids of the named accounts, in the order asked for, opening those that do not exist yet. */
export async function ensureAccounts(
  client: pg.ClientBase,
  tenantId: number,
  names: readonly AccountName[],
): Promise<bigint[]> {
  const values = [
    tenantId,
    names.map(({ kind }) => kind),
    names.map(({ ownerId }) => ownerId ?? null),
    names.map(({ currency }) => currency),
    names.map(({ shard }) => shard ?? 0),
  ];
  const found = await client.query<{ id: bigint }>(FIND, values);
  if (found.rows.length === names.length) return found.rows.map(({ id }) => id);
  await client.query(OPEN_MISSING, values);
  const opened = await client.query<{ id: bigint }>(FIND, values);
  invariant(opened.rows.length === names.length, "every account that was asked for exists after opening");
  return opened.rows.map(({ id }) => id);
}

/**
 * Locks the accounts for this transaction, always in id order, so that no two transactions wait for each
 * other. Everything that moves money goes through here first.
 */
export async function lockAccounts(
  client: pg.ClientBase,
  tenantId: number,
  ids: readonly bigint[],
): Promise<Map<bigint, Account>> {
  const { rows } = await client.query<AccountRow>(
    `SELECT id, kind, currency, balance FROM accounts
     WHERE tenant_id = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR NO KEY UPDATE`,
    [tenantId, [...new Set(ids)]],
  );
  return new Map(
    rows.map(({ id, kind, currency, balance }) => [id, { id, kind, currency, balanceMinor: balance }]),
  );
}
