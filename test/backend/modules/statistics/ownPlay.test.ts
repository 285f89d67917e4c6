import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { thinPlayCounters } from "#backend/modules/housekeeping/housekeeping.store.ts";
import { runChecks } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { STATISTICS_CHECKS } from "#backend/modules/ledger/statisticsChecks.store.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

let api: TestApi;
let player: SignedIn;
beforeAll(async () => {
  api = await TestApi.start();
  player = await api.player();
  for (let count = 0; count < 3; count += 1) await play("/v1/casino/bets", { betId: randomUUID(), ...DICE });
});
afterAll(() => api.stop());

const DICE = {
  game: "dice",
  currency: "BNB",
  stake: "1000",
  params: { targetHundredths: 5_000, direction: "over" },
};

async function play(path: string, body: object) {
  const headers = { "Idempotency-Key": randomUUID() };
  const answer = await api.call(path, { method: "POST", body, token: player.accessToken, headers });
  expect(answer.status).toBe(200);
  return answer.body;
}

describe("GET /users/me/play", () => {
  test("default: every settled bet counts, rounds too, and only one's own", async () => {
    const before = await own();
    expect(before).toMatchObject([{ currency: "BNB", bets: "3", staked: "3000" }]);
    const { round } = await play("/v1/casino/rounds", {
      ...{ roundId: randomUUID(), game: "mines", currency: "BNB", stake: "1000" },
      params: { mines: 3, maxPicks: 1 },
    });
    expect(await own()).toEqual(before);
    await play(`/v1/casino/rounds/${round.roundId}/actions`, {
      number: 1,
      action: { action: "pick", tile: 4 },
    });
    expect(await own()).toMatchObject([{ bets: "4", staked: "4000" }]);
    expect(await own(await api.player())).toEqual([]);
    expect((await api.call("/v1/users/me/play")).status).toBe(401);
  });

  async function own({ accessToken: token }: SignedIn = player) {
    return (await api.call("/v1/users/me/play", { token })).body.items;
  }
});

describe("thinPlayCounters", () => {
  test("default: what is over a month old is kept by the day, and sums stay", async () => {
    const worker = createPool({
      url: api.sql.options.connectionString!,
      role: "fairhouse_worker",
      maxConnections: 1,
    });
    const counters =
      "SELECT minute, shard, bets, staked, paid, commissions FROM play_counters ORDER BY minute, shard";
    const recent = (await api.sql.query(counters)).rows;
    await api.sql.query(
      `INSERT INTO play_counters (tenant_id, minute, shard, game, currency, bets, staked, paid, commissions)
       SELECT $1, '2026-01-03T00:00Z'::timestamptz + minute * interval '1 minute', shard, 'dice', 'BNB', 1, 10, 9, 2
       FROM generate_series(0, 1500) AS minute, generate_series(0, 7) AS shard`,
      [api.tenantId],
    );
    // All but the row of the first minute and shard of each day go into that row.
    expect(await thinPlayCounters(worker)).toBe(1_501 * 8 - 2);
    const bets = [1_440n * 8n, 61n * 8n];
    expect((await api.sql.query(counters)).rows.slice(0, 2)).toEqual(
      bets.map((count, day) => ({
        minute: new Date(Date.UTC(2026, 0, 3 + day)),
        ...{ shard: 0, bets: count, staked: 10n * count, paid: 9n * count, commissions: 2n * count },
      })),
    );
    expect((await api.sql.query(counters)).rows.slice(2)).toEqual(recent);
    expect(await thinPlayCounters(worker)).toBe(0);
    await expect(worker.query("DELETE FROM play_counters")).rejects.toMatchObject({ code: "42501" });
    await worker.end();
    await api.sql.query("DELETE FROM play_counters WHERE minute < '2026-02-01'");
    const results = await inTransaction(api.sql, (client) => runChecks(client, STATISTICS_CHECKS));
    expect(results.flatMap(({ findings }) => findings)).toEqual([]);
  });
});
