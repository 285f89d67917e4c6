import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDatabase } from "#backend/db/client.ts";
import { createPool } from "#backend/db/pool.ts";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { settledCrashBets } from "#backend/modules/crash/settledBets.service.ts";
import { createAudience } from "#backend/modules/realtime/audience.ts";
import type { Connection } from "#backend/modules/realtime/connection.ts";
import { createOwnChannels, type OwnChannelsDeps, ownBetOf } from "#backend/modules/realtime/ownChannels.ts";
import { createRefresh } from "#backend/modules/realtime/refreshes.ts";
import { createSocketReadings } from "#backend/modules/realtime/socketReadings.ts";
import { createWallet } from "#backend/modules/wallet/wallet.service.ts";
import type { MineMessage } from "#domain/api/socket.ts";
import { anyPoint, CrashHouse } from "#test/backend/modules/crash/crashHouse.ts";

const PLAYERS = 1_000;
const AT_ONCE = 4;

let house: CrashHouse;
beforeAll(async () => {
  house = await CrashHouse.open({ points: [anyPoint] });
});
afterAll(() => house.close());

test("behavior: the players of a large round all hear of their money, by a few readings of many at once", async () => {
  const { rows } = await house.owner.query<{ id: string }>(
    `INSERT INTO users (tenant_id, wallet_address)
     SELECT $1, '0x' || lpad(to_hex(n), 40, '0') FROM generate_series(1, $2) AS n RETURNING id`,
    [house.tenant.id, PLAYERS],
  );
  const userIds = rows.map(({ id }) => id);
  await house.fundAll(userIds, 5_000n);

  const pool = createPool({
    url: house.databaseUrl,
    role: "fairhouse_api",
    maxConnections: 12,
    onIdleError: () => undefined,
  });
  const db = createDatabase(pool);
  const wallet = createWallet(db);
  let running = 0;
  let most = 0;
  let readings = 0;
  const counting = {
    ...wallet,
    async balancesOf(tenantId: number, some: readonly string[]) {
      most = Math.max(most, ++running);
      readings += 1;
      return wallet.balancesOf(tenantId, some).finally(() => running--);
    },
  };
  const audience = createAudience();
  const heard = new Map<string, string>();
  for (const userId of userIds) {
    const send = (_event: string, { balances }: { balances: { available: string }[] }) =>
      heard.set(userId, balances[0]!.available);
    audience.add({
      ...{ tenant: house.tenant, session: { user: { id: userId } }, joined: new Set(), send },
    } as unknown as Connection);
  }
  const deps = {
    wallet: counting,
    history: createBetHistory(pool),
    audience,
    readings: createSocketReadings(),
    log: { warn: () => undefined },
  };
  const own = createOwnChannels(deps as unknown as OwnChannelsDeps);

  for (const userId of userIds) {
    own.refresh({ tenantId: house.tenant.id, userId });
    // News of the same player meanwhile makes for one more reading, later.
    own.refresh({ tenantId: house.tenant.id, userId });
  }
  while (heard.size < PLAYERS) await setTimeout(5);
  expect(most).toBeLessThanOrEqual(AT_ONCE);
  expect(readings).toBeLessThan(PLAYERS / 50);
  expect(new Set(heard.values())).toEqual(new Set(["5000"]));
  while (running > 0) await setTimeout(5);
  await db.close();
  await pool.end();
});

test("behavior: balances do not wait for the list of bets, nor are they lost with it; nor is what was asked for meanwhile", async () => {
  let available = 1n;
  const { promise: slow, reject } = Promise.withResolvers<never>();
  const faults: unknown[] = [];
  const refresh = createRefresh({
    own: {
      balances: async () => [
        { currency: "BNB", available: String(available), confirming: "0", withdrawing: "0", claimable: "0" },
      ],
      bets: vi.fn().mockReturnValueOnce(slow).mockResolvedValue([]),
    },
    onFault: (error) => faults.push(error),
  });
  const audience = createAudience();
  const heard: string[] = [];
  const send = (event: string, message: { balances: { available: string }[] }) =>
    void (event === "balance" && heard.push(message.balances[0]!.available));
  const session = { user: { id: randomUUID() } };
  const listener = audience.add({
    ...{ tenant: house.tenant, session, joined: new Set(["mine"]), send },
  } as unknown as Connection);

  refresh(listener!);
  await expect.poll(() => heard).toEqual(["1"]);
  available = 2n;
  refresh(listener!);
  const failure = new Error("the list took too long");
  reject(failure);
  await expect.poll(() => heard, { timeout: 30_000 }).toEqual(["1", "2"]);
  expect(faults).toEqual([failure]);
});

/** A settled round of crash with a bet of each of so many new players. @returns the players */
async function settledRound(players: number, number: number): Promise<string[]> {
  const { rows } = await house.owner.query<{ user_id: string }>(
    `WITH round AS (
       INSERT INTO crash_rounds (tenant_id, currency, number, chain_id, game, commitment, sealed_hash, edge_bps, phase,
         fence, ceiling, betting_ends_at, settled_at, game_hash, point, paid)
       SELECT $1, 'BNB', $3::int, id, $3::int, encode(sha256(convert_to(hash, 'UTF8')), 'hex'), '', edge_bps, 'settled',
         0, 150, now(), now(), hash, 120, 0
       FROM crash_chains, lpad($3::text, 64, '0') AS hash RETURNING id
     ), player AS (
       INSERT INTO users (tenant_id, wallet_address)
       SELECT $1, '0x' || lpad($3::text, 20, 'f') || lpad(to_hex(n), 20, '0') FROM generate_series(1, $2) AS n RETURNING id
     )
     INSERT INTO crash_bets (tenant_id, id, round_id, user_id, currency, stake, highest, exit, payout)
     SELECT $1, gen_random_uuid(), round.id, player.id, 'BNB', 1000, 150, NULL, 0 FROM player, round
     RETURNING user_id`,
    [house.tenant.id, players, number],
  );
  return rows.map(({ user_id: userId }) => userId);
}

test("behavior: after a round of crash all who see their bets are told, by as many statements for a thousand as for ten", async () => {
  const pool = createPool({ url: house.databaseUrl, role: "fairhouse_api", maxConnections: 4 });
  let statements = 0;
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const counted = (...args: unknown[]) => {
      statements += 1;
      return query(...args);
    };
    Object.assign(client, { query: counted });
  });
  const counts: number[] = [];
  for (const [place, listeners] of [10, PLAYERS].entries()) {
    const userIds = await settledRound(listeners, place + 1);
    const audience = createAudience();
    const told = new Map<string, MineMessage["bets"]>();
    for (const userId of userIds) {
      const send = (event: string, { bets }: Pick<MineMessage, "bets">) =>
        void (event === "mine" && told.set(userId, bets));
      audience.add({
        ...{ tenant: house.tenant, session: { user: { id: userId } }, joined: new Set(["mine"]), send },
      } as unknown as Connection);
    }
    const deps = {
      wallet: { balancesOf: async () => new Map() },
      history: createBetHistory(pool, settledCrashBets),
      audience,
      readings: createSocketReadings(),
      log: { warn: () => undefined },
    };
    const own = createOwnChannels(deps as unknown as OwnChannelsDeps);
    statements = 0;
    for (const userId of userIds) own.refresh({ tenantId: house.tenant.id, userId });
    while (told.size < listeners) await setTimeout(2);
    counts.push(statements);
    for (const bets of told.values())
      expect(bets).toMatchObject([
        { game: "crash", stake: "1000", payout: "0", multiplier: { numerator: "0" } },
      ]);
  }
  // A transaction's beginning and end, its house, and one statement for each kind of bets.
  expect(counts).toEqual([5, 5]);
  await pool.end();
});

test("behavior: the newest of many players are those of each alone, of all games, in the same order", async () => {
  const pool = createPool({ url: house.databaseUrl, role: "fairhouse_api", maxConnections: 4 });
  const history = createBetHistory(pool, settledCrashBets);
  const userIds = await settledRound(3, 3);
  const newest = await history.newestOf(house.tenant.id, [...userIds, randomUUID()], 20);
  for (const userId of userIds) {
    const { items } = await history.list({ tenantId: house.tenant.id, userId }, { limit: 20 });
    expect(items).toHaveLength(1);
    expect(newest.get(userId)).toEqual(items.map(ownBetOf));
  }
  expect(await history.newestOf(house.tenant.id + 1, userIds, 20)).toEqual(
    new Map(userIds.map((userId) => [userId, []])),
  );
  await pool.end();
});
