import type pg from "pg";
import { bigintColumn, smallintColumn, textColumn, uuidColumn } from "#backend/db/columns.ts";
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

const WANTED = `unnest($2::text[], $3::uuid[], $4::text[], $5::smallint[])
  WITH ORDINALITY AS wanted (kind, owner_id, currency, shard, place)`;

// In the order of their key: two who open the same accounts do not wait for each other, and index entries that are
// neighbours are written together.
const OPEN_MISSING = `
  INSERT INTO accounts (tenant_id, kind, owner_id, currency, shard)
  SELECT $1, wanted.kind, wanted.owner_id, wanted.currency, wanted.shard FROM ${WANTED}
  ORDER BY wanted.kind, wanted.owner_id, wanted.currency, wanted.shard
  ON CONFLICT DO NOTHING`;

// Two halves, because no index serves "is not distinct from": thousands of owners would each be compared with all others.
const FIND = `
  SELECT wanted.place, account.id
  FROM ${WANTED}
  JOIN accounts AS account ON account.tenant_id = $1 AND account.kind = wanted.kind
    AND account.owner_id = wanted.owner_id
    AND account.currency = wanted.currency AND account.shard = wanted.shard
  UNION ALL
  SELECT wanted.place, account.id
  FROM ${WANTED}
  JOIN accounts AS account ON account.tenant_id = $1 AND account.kind = wanted.kind
    AND account.owner_id IS NULL
    AND account.currency = wanted.currency AND account.shard = wanted.shard
  WHERE wanted.owner_id IS NULL`;

/** The ids of the named accounts, in the order asked for, opening those that do not exist yet. */
export async function ensureAccounts(
  client: pg.ClientBase,
  tenantId: number,
  names: readonly AccountName[],
): Promise<bigint[]> {
  const found = await findAccounts(client, tenantId, names);
  const missing = names.filter((_, place) => found[place] === undefined);
  if (missing.length > 0) {
    await client.query(OPEN_MISSING, columnsOf(tenantId, missing));
    const opened = await findAccounts(client, tenantId, missing);
    for (const [place, id] of found.entries()) if (id === undefined) found[place] = opened.shift();
  }
  return found.map((id) => {
    invariant(id !== undefined, "every account that was asked for exists after opening");
    return id;
  });
}

async function findAccounts(
  client: pg.ClientBase,
  tenantId: number,
  names: readonly AccountName[],
): Promise<(bigint | undefined)[]> {
  const { rows } = await client.query<{ place: bigint; id: bigint }>(FIND, columnsOf(tenantId, names));
  const found = new Array<bigint | undefined>(names.length).fill(undefined);
  for (const { place, id } of rows) found[Number(place) - 1] = id;
  return found;
}

function columnsOf(tenantId: number, names: readonly AccountName[]): unknown[] {
  return [
    tenantId,
    textColumn(names.map(({ kind }) => kind)),
    uuidColumn(names.map(({ ownerId }) => ownerId ?? null)),
    textColumn(names.map(({ currency }) => currency)),
    smallintColumn(names.map(({ shard }) => shard ?? 0)),
  ];
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
    [tenantId, bigintColumn([...new Set(ids)])],
  );
  return new Map(
    rows.map(({ id, kind, currency, balance }) => [id, { id, kind, currency, balanceMinor: balance }]),
  );
}
