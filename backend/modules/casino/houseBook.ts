import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { BANKROLL_SHARDS, ensureAccounts } from "#backend/db/accountStore.ts";
import { keptFresh } from "#backend/keptFresh.ts";
import { type GamesInForce, readGamesInForce } from "#backend/modules/casino/gamesInForce.ts";

/** The risk limit follows the bankroll with at most this delay, and a game its edge. */
const MAX_AGE_MS = 100;
/** From this age on the next reading is under way, so that hardly any batch waits for one. */
const REFRESH_AGE_MS = 50;

/** What the house brings to a bet in one currency. */
export interface HouseCurrency {
  readonly minStakeMinor: bigint;
  /** Sum of all shards. */
  readonly bankrollMinor: bigint;
  /** By shard: the bankroll's account, and the one of commissions that is owed from it. */
  readonly shardIds: readonly bigint[];
  readonly payableIds: readonly bigint[];
}

/** What a tenant's bets are played against. */
export interface House {
  readonly currencies: ReadonlyMap<string, HouseCurrency>;
  readonly games: GamesInForce;
}

/** Tenants' houses, at most 100 ms old. */
export interface HouseBook {
  readHouse(tenantId: number): Promise<House>;
  /** The currencies alone. */
  read(tenantId: number): Promise<House["currencies"]>;
}

export function createHouseBook({
  pool,
  clock,
}: {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}): HouseBook {
  const find = keptFresh({
    clock,
    maxAgeMs: MAX_AGE_MS,
    refreshAgeMs: REFRESH_AGE_MS,
    read: (tenantId) => readHouse(pool, tenantId),
  });
  return {
    readHouse: find,
    read: async (tenantId) => (await find(tenantId)).currencies,
  };
}

async function readHouse(pool: pg.Pool, tenantId: number): Promise<House> {
  const [currencies, games] = await Promise.all([
    readCurrencies(pool, tenantId),
    readGamesInForce(pool, tenantId),
  ]);
  return { currencies, games };
}

async function readCurrencies(pool: pg.Pool, tenantId: number): Promise<Map<string, HouseCurrency>> {
  const currencies = gather(await findShards(pool, tenantId));
  const unopened = [...currencies].filter(
    ([, { shardIds, payableIds }]) =>
      shardIds.length < BANKROLL_SHARDS || payableIds.length < BANKROLL_SHARDS,
  );
  if (unopened.length === 0) return currencies;
  await openShards(
    pool,
    tenantId,
    unopened.map(([currency]) => currency),
  );
  return gather(await findShards(pool, tenantId));
}

interface ShardRow {
  readonly code: string;
  readonly min_stake: bigint;
  readonly bankroll_id: bigint | null;
  readonly balance: bigint | null;
  readonly payable_id: bigint | null;
}

async function findShards(pool: pg.Pool, tenantId: number): Promise<ShardRow[]> {
  const { rows } = await pool.query<ShardRow>({
    name: "house_book",
    text: `
      SELECT currencies.code, currencies.min_stake, bankroll.id AS bankroll_id, bankroll.balance, payable.id AS payable_id
      FROM currencies
      LEFT JOIN accounts AS bankroll ON bankroll.tenant_id = currencies.tenant_id AND bankroll.kind = 'house_bankroll'
        AND bankroll.owner_id IS NULL AND bankroll.currency = currencies.code
      LEFT JOIN accounts AS payable ON payable.tenant_id = currencies.tenant_id AND payable.kind = 'commission_payable'
        AND payable.owner_id IS NULL AND payable.currency = currencies.code AND payable.shard = bankroll.shard
      WHERE currencies.tenant_id = $1
      ORDER BY currencies.code, bankroll.shard`,
    values: [tenantId],
  });
  return rows;
}

function gather(rows: readonly ShardRow[]): Map<string, HouseCurrency> {
  const currencies = new Map<string, HouseCurrency>();
  for (const {
    code,
    min_stake: minStakeMinor,
    bankroll_id: shardId,
    balance,
    payable_id: payableId,
  } of rows) {
    const { bankrollMinor, shardIds, payableIds } = currencies.get(code) ?? {
      bankrollMinor: 0n,
      shardIds: [],
      payableIds: [],
    };
    currencies.set(code, {
      minStakeMinor,
      bankrollMinor: bankrollMinor + (balance ?? 0n),
      shardIds: shardId === null ? shardIds : [...shardIds, shardId],
      payableIds: payableId === null ? payableIds : [...payableIds, payableId],
    });
  }
  return currencies;
}

async function openShards(pool: pg.Pool, tenantId: number, currencies: readonly string[]): Promise<void> {
  const shards = Array.from({ length: BANKROLL_SHARDS }, (_, shard) => shard);
  const names = currencies.flatMap((currency) =>
    shards.flatMap((shard) => [
      { kind: "house_bankroll", currency, shard } as const,
      { kind: "commission_payable", currency, shard } as const,
    ]),
  );
  const client = await pool.connect();
  try {
    await ensureAccounts(client, tenantId, names);
  } finally {
    client.release();
  }
}
