import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { BANKROLL_SHARDS, ensureAccounts } from "#backend/db/accountStore.ts";

/** The risk limit follows the bankroll with at most this delay. */
const MAX_AGE_MS = 100;
/** From this age on the next reading is under way, so that hardly any batch waits for one. */
const REFRESH_AGE_MS = 50;

/** What the house brings to a bet in one currency. */
export interface HouseCurrency {
  readonly minStakeMinor: bigint;
  /** Sum of all shards. */
  readonly bankrollMinor: bigint;
  readonly shardIds: readonly bigint[];
}

/** A tenant's currencies by code, at most 100 ms old. */
export interface HouseBook {
  read(tenantId: number): Promise<Book>;
}

type Book = ReadonlyMap<string, HouseCurrency>;

interface ShardRow {
  readonly code: string;
  readonly min_stake: bigint;
  readonly id: bigint | null;
  readonly balance: bigint | null;
}

export function createHouseBook({
  pool,
  clock,
}: {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}): HouseBook {
  const known = new Map<number, { readonly readAt: number; readonly book: Book }>();
  const underWay = new Map<number, Promise<Book>>();

  function refresh(tenantId: number): Promise<Book> {
    const running = underWay.get(tenantId);
    if (running !== undefined) return running;
    const readAt = clock.now();
    const reading = readBook(pool, tenantId)
      .then((book) => {
        known.set(tenantId, { readAt, book });
        return book;
      })
      .finally(() => underWay.delete(tenantId));
    underWay.set(tenantId, reading);
    return reading;
  }

  return {
    async read(tenantId) {
      const entry = known.get(tenantId);
      const age = entry === undefined ? MAX_AGE_MS : clock.now() - entry.readAt;
      if (entry === undefined || age >= MAX_AGE_MS) return refresh(tenantId);
      // Should it fail, the batch that finds the book too old learns why.
      if (age >= REFRESH_AGE_MS) refresh(tenantId).catch(() => undefined);
      return entry.book;
    },
  };
}

async function readBook(pool: pg.Pool, tenantId: number): Promise<Book> {
  const book = gather(await findShards(pool, tenantId));
  const unopened = [...book].filter(([, { shardIds }]) => shardIds.length < BANKROLL_SHARDS);
  if (unopened.length === 0) return book;
  await openShards(
    pool,
    tenantId,
    unopened.map(([currency]) => currency),
  );
  return gather(await findShards(pool, tenantId));
}

async function findShards(pool: pg.Pool, tenantId: number): Promise<ShardRow[]> {
  const { rows } = await pool.query<ShardRow>({
    name: "house_book",
    text: `
      SELECT currencies.code, currencies.min_stake, accounts.id, accounts.balance
      FROM currencies
      LEFT JOIN accounts ON accounts.tenant_id = currencies.tenant_id AND accounts.kind = 'house_bankroll'
        AND accounts.owner_id IS NULL AND accounts.currency = currencies.code
      WHERE currencies.tenant_id = $1
      ORDER BY currencies.code, accounts.shard`,
    values: [tenantId],
  });
  return rows;
}

function gather(rows: readonly ShardRow[]): Map<string, HouseCurrency> {
  const book = new Map<string, HouseCurrency>();
  for (const { code, min_stake: minStakeMinor, id, balance } of rows) {
    const { bankrollMinor, shardIds } = book.get(code) ?? { bankrollMinor: 0n, shardIds: [] };
    book.set(code, {
      minStakeMinor,
      bankrollMinor: bankrollMinor + (balance ?? 0n),
      shardIds: id === null ? shardIds : [...shardIds, id],
    });
  }
  return book;
}

async function openShards(pool: pg.Pool, tenantId: number, currencies: readonly string[]): Promise<void> {
  const shards = Array.from({ length: BANKROLL_SHARDS }, (_, shard) => shard);
  const names = currencies.flatMap((currency) =>
    shards.map((shard) => ({ kind: "house_bankroll", currency, shard }) as const),
  );
  const client = await pool.connect();
  try {
    await ensureAccounts(client, tenantId, names);
  } finally {
    client.release();
  }
}
