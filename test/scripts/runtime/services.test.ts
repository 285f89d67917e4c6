import { Redis } from "ioredis";
import { Client } from "pg";
import { expect, test } from "vitest";
import { chainRpc } from "#scripts/runtime/chainRpc.ts";
import { createTestDatabase, startTestChain, testRedisUrl } from "#test/support/services.ts";

test("default: a test file gets a migrated database, a Redis database and a chain", async () => {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query("SELECT count(*)::int AS tenants FROM tenants");
  expect(rows).toEqual([{ tenants: 0 }]);
  await client.end();
  await database.drop();

  const redis = new Redis(await testRedisUrl());
  expect(await redis.set("key", "value", "NX")).toBe("OK");
  redis.disconnect();

  const chain = await startTestChain();
  expect(await chainRpc(chain.url, "eth_chainId")).toBe("0x7a69");
});

test("behavior: two databases and two Redis databases do not see each other", async () => {
  const [a, b] = [await testRedisUrl(), await testRedisUrl()];
  expect(a).not.toBe(b);
  const [c, d] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(c.url).not.toBe(d.url);
  await Promise.all([c.drop(), d.drop()]);
});
