import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { deleteOldRounds } from "#backend/modules/housekeeping/housekeeping.store.ts";
import type { Rounds } from "#backend/modules/rounds/rounds.service.ts";
import { voidRound } from "#backend/modules/rounds/voidRound.ts";
import type { RoundResponse } from "#domain/api/rounds.ts";
import type { TestHouse } from "#test/backend/modules/casino/testHouse.ts";
import { runCommand } from "#test/scripts/deploy/support/runCommand.ts";
import { awayFromMidnight } from "#test/support/calendar.ts";
import {
  act,
  boardOf,
  expectCleanBooks,
  openRoundStage,
  type Player,
  RICH,
  type RoundStage,
  roundOf,
} from "./roundHouse.ts";

const STAKE = 1_000_000n;

let stage: RoundStage;
let house: TestHouse;
let rounds: Rounds;

beforeAll(async () => {
  stage = await openRoundStage();
  ({ house, rounds } = stage);
});
beforeEach(awayFromMidnight);
afterEach(() => expectCleanBooks(house));
afterAll(() => stage.close());

async function begin(game = "mines"): Promise<{ player: Player; started: RoundResponse }> {
  const player = await stage.newPlayer();
  return { player, started: await rounds.start({ ...player, request: roundOf(game) }) };
}

function run(...args: string[]) {
  return runCommand({ script: "scripts/voidRound.ts", args, env: { DATABASE_URL: stage.databaseUrl } });
}

/** As if the player had not come back for so long. */
async function leave({ userId }: Player, hours: number): Promise<void> {
  await house.owner.query(
    "UPDATE rounds SET acted_at = now() - make_interval(hours => $2) WHERE user_id = $1 AND status = 'open'",
    [userId, hours],
  );
}

async function wagered({ userId }: Player): Promise<unknown> {
  const totals =
    "SELECT bets, day_wagered, week_wagered, month_wagered FROM player_totals WHERE user_id = $1";
  return (await house.owner.query(totals, [userId])).rows[0];
}

describe("npm run void-round", () => {
  test("default: gives the stake back once, says who and why, and the round is over", async () => {
    const { player, started } = await begin();
    const { roundId } = started.round;
    await leave(player, 25);
    const first = await run("--round", roundId, "--reason", "its seed is lost");
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(/ \(its seed is lost\)\nreturned 1000000 of 1000000 minor units\n$/);
    expect(await run("--round", roundId, "--reason", "again")).toEqual(first);
    expect(await house.balanceOf(player.userId)).toBe(RICH);
    const { rows } = await house.owner.query(
      "SELECT reason, playable, voided_by FROM round_voids WHERE round_id = $1",
      [roundId],
    );
    const by = expect.stringMatching(/./);
    expect(rows).toEqual([{ reason: "its seed is lost", playable: false, voided_by: by }]);

    const move = act(rounds, player, started, { action: "pick", tile: 1 });
    await expect(move).rejects.toMatchObject({ code: "ROUND_OVER" });
    expect(await rounds.listOpen({ tenantId: house.tenant.id, userId: player.userId })).toEqual([]);
    expect(await rounds.find(house.tenant.id, roundId, null)).toMatchObject({
      round: { status: "voided", state: {}, endsAt: null },
      bet: null,
    });
    expect(await wagered(player)).toEqual({ bets: 0n, day_wagered: 0n, week_wagered: 0n, month_wagered: 0n });
    expect((await rounds.start({ ...player, request: roundOf("mines") })).round.nonce).toBe(1);
  });

  test("error: RoundPlayable: a round that can go on, unless somebody insists, for the record", async () => {
    const { player, started } = await begin();
    const args = ["--round", started.round.roundId, "--reason", "a slip"];
    const { code, stderr } = await run(...args);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--although-playable"),
    });
    expect(await rounds.listOpen({ tenantId: house.tenant.id, userId: player.userId })).toHaveLength(1);
    expect(await run(...args, "--although-playable")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("(a slip), although playable\nreturned 1000000 of"),
    });
  });

  test("error: RoundOver, NotFound, VoidRefused", async () => {
    const { player, started } = await begin();
    const { mines } = await boardOf(house, started);
    await act(rounds, player, started, { action: "pick", tile: mines[0]! });
    const { roundId } = started.round;
    const reason = ["--reason", "a test"];
    for (const [args, words] of [
      [["--round", roundId, ...reason], "is over"],
      [["--round", randomUUID(), ...reason], "no such round"],
      [["--round", roundId], "Usage: npm run void-round"],
      [["--round", "x", ...reason], "Usage: npm run void-round"],
      [["--round", roundId, ...reason, "--tenant", "nowhere"], 'no house "nowhere"'],
    ] as const) {
      const { code, stderr } = await run(...args);
      expect(stderr).toContain(words);
      expect(code).toBe(1);
    }
  });
});

describe("voidRound", () => {
  const order = ({ started }: { started: RoundResponse }) => ({
    tenantId: house.tenant.id,
    roundId: started.round.roundId,
    reason: "a test",
  });
  const forced = (begun: { started: RoundResponse }) => ({ ...order(begun), isForced: true });

  test("error: RoundPlayable: within a day and an hour, and however long bets have been stopped", async () => {
    const begun = await begin();
    await leave(begun.player, 24);
    await expect(voidRound(house.owner, order(begun))).rejects.toMatchObject({ code: "ROUND_PLAYABLE" });
    await leave(begun.player, 100);
    const stop = "INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, 'bets', 'a test')";
    await house.owner.query(stop, [house.tenant.id]);
    await expect(voidRound(house.owner, order(begun))).rejects.toMatchObject({ code: "ROUND_PLAYABLE" });
    // Whoever lifts the stop gives its player another day.
    await house.owner.query("DELETE FROM kill_switches WHERE name = 'bets'");
    await expect(voidRound(house.owner, order(begun))).rejects.toMatchObject({ code: "ROUND_PLAYABLE" });
    expect(await voidRound(house.owner, forced(begun))).toMatchObject({ wasPlayable: true });
  });

  test("behavior: of what an exit has paid already nothing is returned twice", async () => {
    const begun = await begin();
    const { userId } = begun.player;
    // As the indexer books an exit that was open while the round was.
    await house.owner.query(
      `WITH paid AS (UPDATE accounts SET balance = balance - 400000
                     WHERE kind = 'player_locked' AND owner_id = $1 RETURNING tenant_id, id, currency),
         custody AS (UPDATE accounts SET balance = balance + 400000 FROM paid
                     WHERE accounts.tenant_id = paid.tenant_id AND kind = 'house_bankroll' AND shard = 0
                       AND accounts.currency = paid.currency RETURNING accounts.id)
       INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
       SELECT tenant_id, $2, 0, 'exit_settled', paid.id, custody.id, 400000 FROM paid, custody`,
      [userId, randomUUID()],
    );
    const voided = await voidRound(house.owner, order(begun));
    expect(voided).toMatchObject({ stakedMinor: STAKE, returnedMinor: 600_000n, wasPlayable: false });
    expect(await house.balanceOf(userId)).toBe(RICH - STAKE + 600_000n);
  });

  test("behavior: of a player who acts and a person who voids at once, one is first, and money moves once", async () => {
    const begun = await begin();
    const { mines } = await boardOf(house, begun.started);
    const results = await Promise.allSettled([
      act(rounds, begun.player, begun.started, { action: "pick", tile: mines[0]! }),
      voidRound(house.owner, forced(begun)),
      voidRound(house.owner, forced(begun)),
    ]);
    const failed = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(new Set(failed)).toEqual(new Set(["ROUND_OVER"]));
    const lost = results[0].status === "fulfilled";
    expect(await house.balanceOf(begun.player.userId)).toBe(lost ? RICH - STAKE : RICH);
  });

  test("behavior: a voided round stays: its nonce is used, and its row is never thrown away", async () => {
    const begun = await begin("hilo");
    await voidRound(house.owner, forced(begun));
    const worker = createPool({ url: stage.databaseUrl, role: "fairhouse_worker", maxConnections: 1 });
    expect(await deleteOldRounds(worker)).toBe(0);
    await worker.end();
    for (const change of [
      "UPDATE rounds SET status = 'open'",
      "DELETE FROM rounds",
      "DELETE FROM round_voids",
    ])
      await expect(house.owner.query(change)).rejects.toMatchObject({ code: "23000" });
  });

  test("error: no process of the house may void a round", async () => {
    const begun = await begin();
    for (const pool of [house.api, house.enginePool])
      await expect(voidRound(pool, forced(begun))).rejects.toMatchObject({
        code: expect.stringMatching(/42501|NOT_FOUND/),
      });
    await voidRound(house.owner, forced(begun));
  });
});

describe("a round that was begun under other rules", () => {
  test("error: RoundRulesChanged, for its player; it is neither played on nor ended, and can be voided", async () => {
    const { player, started } = await begin();
    const { roundId } = started.round;
    // As if a release with other rules had taken the place of the one in which it was begun.
    const { rows } = await house.owner.query<{ id: bigint }>(
      `INSERT INTO game_configs (tenant_id, game, version, edge_bps, content, hash)
       SELECT tenant_id, game, version + 900, edge_bps, '{}', encode(sha256('{}'), 'hex') FROM game_configs
       WHERE tenant_id = $1 AND game = 'mines' LIMIT 1 RETURNING id`,
      [house.tenant.id],
    );
    await house.owner.query("UPDATE rounds SET config_id = $2 WHERE id = $1", [roundId, rows[0]!.id]);
    const changed = { code: "ROUND_RULES_CHANGED", roundId };
    await expect(act(rounds, player, started, { action: "pick", tile: 1 })).rejects.toMatchObject(changed);
    await expect(rounds.start({ ...player, request: roundOf("mines") })).rejects.toMatchObject(changed);
    await expect(rounds.find(house.tenant.id, roundId, player.userId)).rejects.toMatchObject(changed);
    expect(await rounds.listOpen({ tenantId: house.tenant.id, userId: player.userId })).toEqual([]);
    // Nobody need wait for its player to find that out.
    await inTransaction(house.owner, async (client) => {
      await client.query("SELECT FROM accounts WHERE owner_id = $1 FOR NO KEY UPDATE", [player.userId]);
      expect(await rounds.endAbandoned(0)).toMatchObject({ failures: [{ roundId, error: changed }] });
    });
    await voidRound(house.owner, { tenantId: house.tenant.id, roundId, reason: "its rules are gone" });
    expect(await house.balanceOf(player.userId)).toBe(RICH);
  });
});
