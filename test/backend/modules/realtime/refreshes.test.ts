import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "#backend/db/client.ts";
import { createPool } from "#backend/db/pool.ts";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { createAudience } from "#backend/modules/realtime/audience.ts";
import type { Connection } from "#backend/modules/realtime/connection.ts";
import { createOwnChannels, type OwnChannelsDeps } from "#backend/modules/realtime/ownChannels.ts";
import { createWallet } from "#backend/modules/wallet/wallet.service.ts";
import { CrashHouse } from "#test/backend/modules/crash/crashHouse.ts";

const PLAYERS = 1_000;
const AT_ONCE = 4;
const LISTENERS = 60;

let house: CrashHouse;
beforeAll(async () => {
  house = await CrashHouse.open({});
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
}, 60_000);

test("behavior: lists of bets are read a few at a time, however many are shown, and all come", async () => {
  let running = 0;
  let most = 0;
  const history = {
    async list() {
      most = Math.max(most, ++running);
      await setTimeout(2);
      running--;
      return { items: [], nextCursor: null };
    },
  };
  const audience = createAudience();
  const told: string[] = [];
  const userIds = Array.from({ length: LISTENERS }, (_, place) => `player ${place}`);
  for (const userId of userIds) {
    const send = (event: string) => void (event === "mine" && told.push(userId));
    audience.add({
      ...{ tenant: { id: 1 }, session: { user: { id: userId } }, joined: new Set(["mine"]), send },
    } as unknown as Connection);
  }
  const wallet = { balancesOf: async () => new Map() };
  const deps = { wallet, history, audience, log: { warn: () => undefined } };
  const own = createOwnChannels(deps as unknown as OwnChannelsDeps);
  for (const userId of userIds) own.refresh({ tenantId: 1, userId });
  while (told.length < LISTENERS) await setTimeout(2);
  expect(most).toBe(AT_ONCE);
  expect(new Set(told)).toEqual(new Set(userIds));
});
