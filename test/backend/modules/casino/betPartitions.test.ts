import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { findKnownCauses } from "#backend/modules/casino/bet.store.ts";
import { findBet, listBets } from "#backend/modules/casino/betHistory.store.ts";
import { betPartitionsJob } from "#backend/modules/housekeeping/betPartitions.jobs.ts";
import { diceBet, openTestHouse, type TestHouse } from "./testHouse.ts";

/** A month that nobody prepares. */
const FAR_AWAY = "2031-05-17T12:00:00Z";
const APPEND_ONLY = "23000";

let house: TestHouse;
let worker: pg.Pool;

beforeAll(async () => {
  house = await openTestHouse();
  worker = createPool({ url: house.databaseUrl, role: "fairhouse_worker", maxConnections: 1 });
});

afterAll(async () => {
  await worker.end();
  await house.stop();
});

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A bet at any time, as the engine would have written it then. */
async function insertBetAt(at: string): Promise<{ id: string; userId: string }> {
  const userId = await house.addPlayer();
  const id = randomUUID();
  const { rows } = await house.owner.query<{ id: bigint }>(
    "UPDATE seeds SET nonce = 1, activated_at = $2 WHERE user_id = $1 AND status = 'active' RETURNING id",
    [userId, at],
  );
  await house.owner.query(
    `INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator, multiplier_denominator,
       edge_bps, params, outcome, seed_id, nonce, created_at)
     VALUES ($1, $2, $3, 'dice', 'BNB', 1000, 0, 0, 1, 100, '{}', '{}', $4, 0, $5)`,
    [house.tenant.id, id, userId, rows[0]!.id, at],
  );
  await house.owner.query(
    `INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount, created_at)
     VALUES ($1, $2, 0, 'bet_stake', 1, 2, 1000, $3)`,
    [house.tenant.id, id, at],
  );
  return { id, userId };
}

async function partitionOf(betId: string): Promise<string | undefined> {
  const { rows } = await house.owner.query<{ partition: string }>(
    "SELECT tableoid::regclass::text AS partition FROM bets WHERE id = $1",
    [betId],
  );
  return rows[0]?.partition;
}

/** The partitions of bets that a look-up really read. */
async function partitionsRead(lookUp: (client: pg.ClientBase) => Promise<unknown>): Promise<string[]> {
  const client = await house.enginePool.connect();
  try {
    let explained: pg.QueryResult | undefined;
    const spy = {
      query: async (query: string | { text: string; values: unknown[] }, more?: unknown[]) => {
        const { text, values } = typeof query === "string" ? { text: query, values: more } : query;
        explained = await client.query(
          `EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off, BUFFERS off) ${text}`,
          values,
        );
        return { rows: [] };
      },
    };
    await lookUp(spy as unknown as pg.ClientBase);
    const plan = explained!.rows.map((row) => String(row["QUERY PLAN"]));
    return plan
      .filter((line) => / on bets_\w+/.test(line) && !line.includes("never executed"))
      .map((line) => / on (bets_\w+)/.exec(line)![1]!);
  } finally {
    client.release();
  }
}

describe("partitions of bets", () => {
  test("default: this month's and the coming ones are there, and the worker's job changes nothing", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const { bet } = await house.place(userId, diceBet());
    await betPartitionsJob(worker, silent as never).run();
    const { rows } = await house.owner.query<{ name: string }>(
      "SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'bets'::regclass ORDER BY 1",
    );
    const now = new Date(bet.createdAt);
    const months = [0, 1, 2, 3].map((ahead) => {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead));
      return `bets_${month.toISOString().slice(0, 7).replace("-", "_")}`;
    });
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining([...months, "bets_unforeseen"]));
    expect(await partitionOf(bet.betId)).toBe(`partitions.${months[0]}`);
  });

  test("behavior: bets of a month that nobody prepared are told of, and move when it is", async () => {
    const { id } = await insertBetAt(FAR_AWAY);
    expect(await partitionOf(id)).toBe("partitions.bets_unforeseen");
    await betPartitionsJob(worker, silent as never).run();
    const alerts = await house.owner.query(
      "SELECT kind, details FROM alerts WHERE kind = 'bets_without_partition'",
    );
    expect(alerts.rows).toEqual([{ kind: "bets_without_partition", details: { bets: "1" } }]);
    await house.owner.query("SELECT make_bets_partition('2031-05-01')");
    expect(await partitionOf(id)).toBe("partitions.bets_2031_05");
  });

  test("error: nobody changes a bet through its partition, and no role reads one", async () => {
    const remove = house.owner.query("DELETE FROM partitions.bets_unforeseen");
    await expect(remove).rejects.toMatchObject({ code: APPEND_ONLY });
    for (const pool of [house.enginePool, house.api, worker]) {
      const read = pool.query("SELECT FROM partitions.bets_unforeseen");
      await expect(read).rejects.toMatchObject({ code: "42501" });
    }
    await expect(house.enginePool.query("SELECT make_bets_partition('2032-01-01')")).rejects.toMatchObject({
      code: "42501",
    });
  });

  test("behavior: a look-up by id and a page of history read one month", async () => {
    await house.owner.query("SELECT make_bets_partition('2031-07-01')");
    const { id, userId } = await insertBetAt("2031-07-03T00:00:00Z");
    const tenantId = house.tenant.id;
    const asked: ((client: pg.ClientBase) => Promise<unknown>)[] = [
      (client) => findBet(client, tenantId, id),
      (client) => findKnownCauses(client, tenantId, [id]),
      (client) => listBets(client, { tenantId, userId, before: null, limit: 10 }),
    ];
    for (const lookUp of asked) {
      expect(await partitionsRead(lookUp)).toEqual(expect.arrayContaining(["bets_2031_07"]));
    }
    expect(await partitionsRead(asked[0]!)).toEqual(["bets_2031_07"]);
    expect(await partitionsRead(asked[1]!)).toEqual(["bets_2031_07"]);
    await house.owner.query(
      "UPDATE seeds SET revealed_at = $2, status = 'revealed', server_seed = '' WHERE user_id = $1",
      [userId, "2031-07-04T00:00:00Z"],
    );
    expect(await partitionsRead(asked[2]!)).toEqual(["bets_2031_07"]);
  });
});

test("behavior: the bets of an existing database move into their months", async () => {
  const folder = new URL("../../../../backend/db/migrations/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.startsWith("2026")).sort();
  const sqlOf = (name: string) => readFile(new URL(`${name}/migration.sql`, folder), "utf8");
  const engine = names.findIndex((name) => name.endsWith("_engine"));
  const url = new URL(house.databaseUrl);
  const name = `${url.pathname.slice(1)}_before`;
  await house.owner.query(`CREATE DATABASE ${name}`);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href, options: "-c timezone=America/Lima" });
  await client.connect();
  try {
    await client.query("CREATE TABLE _prisma_migrations (id TEXT)");
    for (const before of names.slice(0, engine)) await client.query(await sqlOf(before));
    await client.query(`
      INSERT INTO tenants (slug, name) VALUES ('one', 'One');
      INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei) VALUES (1, 'BNB', 18, '0x${"0".repeat(40)}', 1);
      INSERT INTO users (tenant_id, wallet_address) VALUES (1, '0x${"a".repeat(40)}');
      INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator, multiplier_denominator,
        edge_bps, params, outcome, seed_id, nonce, created_at)
      SELECT 1, gen_random_uuid(), users.id, 'dice', 'BNB', 10, n, 1, 1, 100, '{}', '{}', 1, n, made_at::timestamptz
      FROM users, (VALUES (0, '2026-09-01 00:00Z'), (1, '2026-09-30 23:59:59.999Z'), (2, '2026-10-01 00:00Z')) AS bet (n, made_at)`);
    await client.query(await sqlOf(names[engine]!));
    const { rows } = await client.query(
      "SELECT nonce, tableoid::regclass::text AS partition FROM bets ORDER BY nonce",
    );
    expect(rows).toEqual([
      { nonce: 0, partition: "partitions.bets_2026_09" },
      { nonce: 1, partition: "partitions.bets_2026_09" },
      { nonce: 2, partition: "partitions.bets_2026_10" },
    ]);
    const totals = await client.query("SELECT bets, staked, paid FROM player_totals");
    expect(totals.rows).toEqual([{ bets: "3", staked: "30", paid: "3" }]);
    const counters = await client.query("SELECT sum(bets) AS bets, sum(staked) AS staked FROM play_counters");
    expect(counters.rows).toEqual([{ bets: "3", staked: "30" }]);
  } finally {
    await client.end();
    await house.owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
});
