import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "#backend/adapters/log.ts";
import { createPool } from "#backend/db/pool.ts";
import { deleteOldRounds } from "#backend/modules/housekeeping/housekeeping.store.ts";
import { overdueRoundsJob } from "#backend/modules/housekeeping/overdueRounds.jobs.ts";
import { startRoundSweep } from "#backend/modules/rounds/roundSweep.ts";
import type { Rounds } from "#backend/modules/rounds/rounds.service.ts";
import type { TestHouse } from "#test/backend/modules/casino/testHouse.ts";
import {
  act,
  boardOf,
  expectCleanBooks,
  newProcess,
  openRoundStage,
  type Player,
  RICH,
  type RoundStage,
  roundOf,
  startWith,
} from "./roundHouse.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

let stage: RoundStage;
let house: TestHouse;
let rounds: Rounds;
let newPlayer: RoundStage["newPlayer"];

beforeAll(async () => {
  stage = await openRoundStage();
  ({ house, rounds, newPlayer } = stage);
});
afterEach(() => expectCleanBooks(house));
afterAll(() => stage.close());

/** As if nothing had happened in the player's open rounds for so long. */
async function leaveAlone({ userId }: Player, ms: number): Promise<void> {
  await house.owner.query(
    "UPDATE rounds SET acted_at = now() - $2 * interval '1 ms' WHERE user_id = $1 AND status = 'open'",
    [userId, ms],
  );
}

describe("endAbandoned", () => {
  test("default: what stands is cashed out, and anyone can see that the house did it", async () => {
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const { safe, mines } = await boardOf(house, started);
    await act(rounds, player, started, { action: "pick", tile: safe[0]! });
    await leaveAlone(player, DAY_MS);
    expect(await rounds.endAbandoned()).toEqual({ ended: 1, failures: [] });
    expect(await house.balanceOf(player.userId)).toBe(RICH + 125_000n);
    const { round, bet } = await rounds.find(house.tenant.id, started.round.roundId, null);
    expect(round).toMatchObject({ status: "settled", state: { mines, ending: "cashedOut" } });
    expect(bet?.outcome).toMatchObject({
      actions: [{ action: "pick", tile: safe[0] }, { action: "abandon" }],
    });
    await expect(
      rounds.act({
        tenantId: house.tenant.id,
        userId: player.userId,
        roundId: started.round.roundId,
        request: { number: 2, action: { action: "cashOut" } },
      }),
    ).rejects.toMatchObject({ code: "ROUND_OVER" });
  });

  test("behavior: where nothing was risked the stake comes back; blackjack stands", async () => {
    const player = await newPlayer();
    await rounds.start({ ...player, request: roundOf("mines") });
    await rounds.start({ ...player, request: roundOf("hilo") });
    const { round } = await startWith(rounds, player, "stand");
    const before = await house.balanceOf(player.userId);
    await leaveAlone(player, DAY_MS);
    expect(await rounds.endAbandoned()).toEqual({ ended: 3, failures: [] });
    const { bet } = await rounds.find(house.tenant.id, round.roundId, null);
    expect(bet?.stake).toBe("1000000");
    expect(await house.balanceOf(player.userId)).toBe(before + 2_000_000n + BigInt(bet!.payout));
  });

  test("behavior: a round in which something happened within the day stays open", async () => {
    const player = await newPlayer();
    await rounds.start({ ...player, request: roundOf("mines") });
    await leaveAlone(player, DAY_MS - 60_000);
    expect(await rounds.endAbandoned()).toEqual({ ended: 0, failures: [] });
    expect(await rounds.listOpen({ tenantId: house.tenant.id, userId: player.userId })).toHaveLength(1);
    await leaveAlone(player, DAY_MS);
    await rounds.endAbandoned();
  });

  test("behavior: two processes at once end each round once", async () => {
    const players = await Promise.all(Array.from({ length: 8 }, newPlayer));
    for (const player of players) {
      await rounds.start({ ...player, request: roundOf("mines") });
      await leaveAlone(player, DAY_MS);
    }
    const other = newProcess(house);
    const results = await Promise.all([rounds.endAbandoned(), other.endAbandoned(), other.endAbandoned()]);
    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(results.reduce((sum, { ended }) => sum + ended, 0)).toBe(players.length);
    for (const { userId } of players) expect(await house.balanceOf(userId)).toBe(RICH);
  });

  test("behavior: a player who comes back at the last moment and the house do not both act", async () => {
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const { safe } = await boardOf(house, started);
    await leaveAlone(player, DAY_MS);
    const [acted, swept] = await Promise.allSettled([
      act(rounds, player, started, { action: "pick", tile: safe[0]! }),
      newProcess(house).endAbandoned(),
    ]);
    expect(swept).toMatchObject({ status: "fulfilled", value: { failures: [] } });
    const ended = swept.status === "fulfilled" && swept.value.ended === 1;
    if (ended) expect(acted).toMatchObject({ reason: { code: "ROUND_OVER" } });
    else expect(acted).toMatchObject({ value: { round: { status: "open", nextAction: 2 } } });
  });

  test("behavior: a round that cannot be ended keeps no other from it", async () => {
    const [broken, player] = [await newPlayer(), await newPlayer()];
    const started = await rounds.start({ ...broken, request: roundOf("mines") });
    await rounds.start({ ...player, request: roundOf("mines") });
    const seed = "SELECT server_seed_encrypted FROM seeds WHERE id = $1";
    const { rows } = await house.owner.query(seed, [started.round.seedId]);
    const write = "UPDATE seeds SET server_seed_encrypted = $2 WHERE id = $1";
    await house.owner.query(write, [started.round.seedId, Buffer.alloc(60)]);
    await Promise.all([leaveAlone(broken, 2 * DAY_MS), leaveAlone(player, DAY_MS)]);
    const result = await newProcess(house).endAbandoned();
    expect(result).toMatchObject({
      ended: 1,
      failures: [{ roundId: started.round.roundId, error: { code: "SEED_UNREADABLE" } }],
    });
    await house.owner.query(write, [started.round.seedId, rows[0].server_seed_encrypted]);
    expect(await newProcess(house).endAbandoned()).toEqual({ ended: 1, failures: [] });
  });
});

describe("what keeps rounds from being ended", () => {
  test("behavior: more of them than a page, all older, keep no other from it", async () => {
    const stuck: Player[] = [];
    for (let count = 0; count < 101; count += 1) {
      const player = await newPlayer();
      await rounds.start({ ...player, request: roundOf("mines") });
      await leaveAlone(player, 2 * DAY_MS);
      stuck.push(player);
    }
    const player = await newPlayer();
    await rounds.start({ ...player, request: roundOf("mines") });
    await leaveAlone(player, DAY_MS);
    const sealed = await breakSeeds(stuck);
    const { ended, failures } = await newProcess(house).endAbandoned();
    expect({ ended, failures: failures.length }).toEqual({ ended: 1, failures: 101 });
    await house.owner.query(
      `UPDATE seeds SET server_seed_encrypted = kept.sealed
       FROM unnest($1::bigint[], $2::bytea[]) AS kept (id, sealed) WHERE seeds.id = kept.id`,
      [sealed.map(({ id }) => id), sealed.map(({ server_seed_encrypted }) => server_seed_encrypted)],
    );
    expect(await newProcess(house).endAbandoned()).toEqual({ ended: 101, failures: [] });
  });

  async function breakSeeds(players: readonly Player[]) {
    const ids = players.map(({ userId }) => userId);
    const { rows } = await house.owner.query<{ id: bigint; server_seed_encrypted: Buffer }>(
      "SELECT id, server_seed_encrypted FROM seeds WHERE user_id = ANY($1) AND status = 'active'",
      [ids],
    );
    await house.owner.query(
      "UPDATE seeds SET server_seed_encrypted = $2 WHERE user_id = ANY($1) AND status = 'active'",
      [ids, Buffer.alloc(60)],
    );
    return rows;
  }

  test("behavior: after a stop of bets their players have a day again", async () => {
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    await house.owner.query(
      "INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, 'bets', 'a test')",
      [house.tenant.id],
    );
    await leaveAlone(player, 2 * DAY_MS);
    expect(await rounds.endAbandoned()).toEqual({ ended: 0, failures: [] });
    await house.owner.query("DELETE FROM kill_switches WHERE tenant_id = $1", [house.tenant.id]);
    expect(await rounds.endAbandoned()).toEqual({ ended: 0, failures: [] });
    const { round } = await rounds.find(house.tenant.id, started.round.roundId, player.userId);
    expect(Date.parse(round.endsAt!) - Date.now()).toBeGreaterThan(DAY_MS - 60_000);

    await house.owner.query("ALTER TABLE activity_resumptions DISABLE TRIGGER ALL");
    await house.owner.query("UPDATE activity_resumptions SET resumed_at = now() - interval '25 hours'");
    await house.owner.query("ALTER TABLE activity_resumptions ENABLE TRIGGER ALL");
    expect(await rounds.endAbandoned()).toEqual({ ended: 1, failures: [] });
  });

  test("behavior: the worker tells of those that are open long after", async () => {
    const worker = createPool({ url: stage.databaseUrl, role: "fairhouse_worker", maxConnections: 1 });
    const player = await newPlayer();
    const { round } = await rounds.start({ ...player, request: roundOf("mines") });
    await leaveAlone(player, DAY_MS);
    const job = overdueRoundsJob(worker, createLog({ name: "test", level: "silent" }));
    const alerts = "SELECT details FROM alerts WHERE kind = 'rounds_overdue' AND tenant_id = $1";
    await job.run();
    expect((await house.owner.query(alerts, [house.tenant.id])).rows).toEqual([]);
    await leaveAlone(player, 26 * 60 * 60 * 1_000);
    await job.run();
    expect((await house.owner.query(alerts, [house.tenant.id])).rows).toEqual([
      { details: { rounds: 1, roundId: round.roundId } },
    ]);
    await worker.end();
    await rounds.endAbandoned();
  });
});

describe("a process that dies between", () => {
  test.each(["INSERT INTO bets", "UPDATE rounds", "INSERT INTO player_totals", "COMMIT"])(
    "behavior: nothing of a step is left when it breaks at %s, and another process takes it",
    async (statement) => {
      const player = await newPlayer();
      const started = await rounds.start({ ...player, request: roundOf("mines") });
      const { safe } = await boardOf(house, started);
      const picked = await act(rounds, player, started, { action: "pick", tile: safe[0]! });
      const before = await snapshot(player);
      const dying = newProcess(house, { pool: breakingAt(statement) });
      await expect(act(dying, player, picked, { action: "cashOut" })).rejects.toThrow("died");
      expect(await snapshot(player)).toEqual(before);
      await expectCleanBooks(house);
      const over = await act(rounds, player, picked, { action: "cashOut" });
      expect(over).toMatchObject({ repeated: false, bet: { payout: "1125000" } });
    },
  );

  test.each(["INSERT INTO rounds", "INSERT INTO transfers", "COMMIT"])(
    "behavior: nothing of a round is left that breaks at %s as it begins",
    async (statement) => {
      const player = await newPlayer();
      const request = roundOf("mines");
      const dying = newProcess(house, { pool: breakingAt(statement) });
      await expect(dying.start({ ...player, request })).rejects.toThrow("died");
      expect(await house.balanceOf(player.userId)).toBe(RICH);
      expect(await rounds.start({ ...player, request })).toMatchObject({
        repeated: false,
        round: { nonce: 0 },
      });
    },
  );

  test("behavior: a sweep that dies while it ends a round leaves it to the next one", async () => {
    const player = await newPlayer();
    await rounds.start({ ...player, request: roundOf("mines") });
    await leaveAlone(player, DAY_MS);
    const dying = newProcess(house, { pool: breakingAt("INSERT INTO bets") });
    expect(await dying.endAbandoned()).toMatchObject({
      ended: 0,
      failures: [{ error: { message: "the process died" } }],
    });
    expect(await rounds.endAbandoned()).toEqual({ ended: 1, failures: [] });
    expect(await house.balanceOf(player.userId)).toBe(RICH);
  });

  /** The engine's connections, which break before a statement is sent and take its transaction with them. */
  function breakingAt(statement: string): TestHouse["enginePool"] {
    const pool = house.enginePool;
    return new Proxy(pool, {
      get(target, name) {
        if (name !== "connect") return Reflect.get(target, name).bind(target);
        return async () => {
          const client = await target.connect();
          const query = client.query.bind(client);
          const release = client.release.bind(client);
          Object.assign(client, {
            async query(...args: Parameters<typeof query>) {
              const [asked] = args as unknown as [string | { text: string }];
              const text = typeof asked === "string" ? asked : asked.text;
              if (text.includes(statement)) throw new Error("the process died");
              return query(...args);
            },
            release(error?: Error) {
              Object.assign(client, { query, release });
              release(error);
            },
          });
          return client;
        };
      },
    });
  }

  async function snapshot({ userId }: Player) {
    const { rows: accounts } = await house.owner.query(
      "SELECT kind, balance FROM accounts WHERE owner_id = $1 ORDER BY kind",
      [userId],
    );
    const { rows: open } = await house.owner.query("SELECT * FROM rounds WHERE user_id = $1", [userId]);
    const { rows: totals } = await house.owner.query("SELECT * FROM player_totals WHERE user_id = $1", [
      userId,
    ]);
    return { accounts, open, totals };
  }
});

describe("sweeps", () => {
  test("default: a process looks again and again until it is stopped", async () => {
    const player = await newPlayer();
    const key = { tenantId: house.tenant.id, userId: player.userId };
    await rounds.start({ ...player, request: roundOf("mines") });
    await leaveAlone(player, DAY_MS);
    const sweep = startRoundSweep(rounds, createLog({ name: "test", level: "silent" }), 10);
    await expect.poll(() => rounds.listOpen(key)).toEqual([]);
    await sweep.stop();
    await rounds.start({ ...player, request: roundOf("mines") });
    await leaveAlone(player, DAY_MS);
    await setTimeout(50);
    expect(await rounds.listOpen(key)).toHaveLength(1);
    await rounds.endAbandoned();
  });

  test("behavior: the worker throws away settled rounds after a month, and their bets stay", async () => {
    const worker = createPool({ url: stage.databaseUrl, role: "fairhouse_worker", maxConnections: 1 });
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const { mines } = await boardOf(house, started);
    await act(rounds, player, started, { action: "pick", tile: mines[0]! });
    await rounds.start({ ...player, request: roundOf("mines") });
    await house.owner.query("ALTER TABLE rounds DISABLE TRIGGER settled_rounds_stand");
    await house.owner.query("UPDATE rounds SET acted_at = now() - interval '31 days' WHERE user_id = $1", [
      player.userId,
    ]);
    expect(await deleteOldRounds(worker)).toBe(1);
    await house.owner.query("ALTER TABLE rounds ENABLE TRIGGER settled_rounds_stand");
    await worker.end();
    expect(await rounds.listOpen({ tenantId: house.tenant.id, userId: player.userId })).toHaveLength(1);
    const { rows } = await house.owner.query("SELECT id FROM bets WHERE user_id = $1", [player.userId]);
    expect(rows).toEqual([{ id: started.round.roundId }]);
    const reused = rounds.start({ ...player, request: roundOf("hilo", { roundId: started.round.roundId }) });
    await expect(reused).rejects.toMatchObject({ code: "ROUND_ID_REUSED" });
    await rounds.endAbandoned();
  });
});
