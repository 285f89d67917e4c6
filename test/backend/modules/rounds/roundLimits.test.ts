import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import type { Rounds } from "#backend/modules/rounds/rounds.service.ts";
import { createTransfer } from "#domain/ledger/transfer.ts";
import type { TestHouse } from "#test/backend/modules/casino/testHouse.ts";
import { awayFromMidnight } from "#test/support/calendar.ts";
import {
  act,
  boardOf,
  expectCleanBooks,
  newProcess,
  openRoundStage,
  playOut,
  type RoundStage,
  roundOf,
  startWith,
} from "./roundHouse.ts";

let stage: RoundStage;
let house: TestHouse;
let rounds: Rounds;
let newPlayer: RoundStage["newPlayer"];

beforeAll(async () => {
  stage = await openRoundStage();
  ({ house, rounds, newPlayer } = stage);
});
beforeEach(awayFromMidnight);
afterEach(() => expectCleanBooks(house));
afterAll(() => stage.close());

async function totalsOf(userId: string) {
  const { rows } = await house.owner.query(
    "SELECT bets, staked, paid, day_wagered, day_paid FROM player_totals WHERE user_id = $1",
    [userId],
  );
  return rows[0];
}

async function limit(userId: string, kind: string, amount: bigint): Promise<void> {
  await house.owner.query(
    "INSERT INTO player_limits (tenant_id, user_id, currency, kind, period, amount) VALUES ($1, $2, 'BNB', $3, 'day', $4)",
    [house.tenant.id, userId, kind, amount],
  );
}

describe("statistics", () => {
  test("default: a stake counts as wagered when it is laid, and the bet when it is settled", async () => {
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    expect(await totalsOf(player.userId)).toEqual({
      bets: 0n,
      staked: 0n,
      paid: 0n,
      day_wagered: 1_000_000n,
      day_paid: 0n,
    });
    const { safe } = await boardOf(house, started);
    const picked = await act(rounds, player, started, { action: "pick", tile: safe[0]! });
    await act(rounds, player, picked, { action: "cashOut" });
    expect(await totalsOf(player.userId)).toEqual({
      bets: 1n,
      staked: 1_000_000n,
      paid: 1_125_000n,
      day_wagered: 1_000_000n,
      day_paid: 1_125_000n,
    });
    const { rows } = await house.owner.query(
      "SELECT sum(bets)::bigint AS bets, sum(staked)::bigint AS staked, sum(paid)::bigint AS paid FROM play_counters WHERE game = 'mines'",
    );
    expect(rows[0]).toEqual({ bets: 1n, staked: 1_000_000n, paid: 1_125_000n });
  });
});

describe("commissions", () => {
  test("default: the agent above is given its share of all stakes when the round is settled, and nothing before", async () => {
    const { tenant } = house;
    const { userId: actor } = await newPlayer();
    const { userId: agent } = await newPlayer();
    const player = await newPlayer();
    const admin = { tenantId: tenant.id, userId: actor, role: "admin" } as const;
    const hierarchy = createHierarchy({ pool: house.api, clock: systemClock });
    await hierarchy.move(admin, agent, { parentId: null, level: "agent" });
    await hierarchy.move(admin, player.userId, { parentId: agent, level: "user" });
    await hierarchy.setRates(admin, agent, { revenueShareBps: 3_000, turnoverBps: 0 });

    const linesOf = async () => {
      const { rows } = await house.owner.query(
        `SELECT amount, bet_ids, commission_plan_id IS NOT NULL AS has_plan
         FROM commission_lines JOIN bets ON bets.id = ANY(bet_ids) AND bets.created_at = bets_at WHERE agent_id = $1`,
        [agent],
      );
      return rows;
    };
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    expect(await linesOf()).toEqual([]);
    const { mines } = await boardOf(house, started);
    await act(rounds, player, started, { action: "pick", tile: mines[0]! });
    // 30 % of 1 % of the stake.
    expect(await linesOf()).toEqual([{ amount: 3_000n, bet_ids: [started.round.roundId], has_plan: true }]);
    const { rows } = await house.owner.query(
      "SELECT sum(balance)::bigint AS owed FROM accounts WHERE kind = 'commission_payable'",
    );
    expect(rows[0]).toEqual({ owed: 3_000n });
  });
});

describe("jackpots and bonuses", () => {
  test("behavior: a settled round feeds the pots, and completes a bonus that its stakes were left to", async () => {
    const player = await newPlayer();
    const tenantId = house.tenant.id;
    const [potId, bonusId, bankrollId] = await inTransaction(house.owner, (client) =>
      ensureAccounts(client, tenantId, [
        { kind: "jackpot", currency: "BNB" },
        { kind: "player_bonus", currency: "BNB", ownerId: player.userId },
        { kind: "house_bankroll", currency: "BNB", shard: 0 },
      ]),
    );
    await inTransaction(house.owner, (client) =>
      postTransfers(client, tenantId, [
        createTransfer({
          causeId: randomUUID(),
          leg: 0,
          code: "bankroll_funded",
          debit: { id: bankrollId!, currency: "BNB" },
          credit: { id: bonusId!, currency: "BNB" },
          amountMinor: 5_000n,
        }),
      ]),
    );
    const hooked = newProcess(house, {
      hooks: {
        jackpotPots: () => [{ accountId: potId!, currency: "BNB", shareBps: 10, games: null }],
        bonusGrants: () => [
          { accountId: bonusId!, currency: "BNB", amountMinor: 5_000n, leftToStakeMinor: 1_000_000n },
        ],
      },
    });
    const started = await hooked.start({ ...player, request: roundOf("mines") });
    const { mines } = await boardOf(house, started);
    const over = await act(hooked, player, started, { action: "pick", tile: mines[0]! });
    expect(over.balance?.available).toBe((1_000_000_000n - 1_000_000n + 5_000n).toString());
    const { rows } = await house.owner.query(
      "SELECT id, balance FROM accounts WHERE id = ANY($1) ORDER BY id",
      [[potId, bonusId]],
    );
    expect(rows).toEqual([
      { id: potId, balance: 1_000n },
      { id: bonusId, balance: 0n },
    ]);
  });
});

describe("limits", () => {
  test("error: PlayerLimitReached when a round begins, and when a stake is added; the open round plays on", async () => {
    const player = await newPlayer();
    const started = await startWith(rounds, player, "double");
    const { day_wagered: wagered } = await totalsOf(player.userId);
    await limit(player.userId, "wager", wagered + 999_999n);
    await expect(act(rounds, player, started, { action: "double" })).rejects.toMatchObject({
      code: "PLAYER_LIMIT_REACHED",
      leftMinor: 999_999n,
    });
    await expect(rounds.start({ ...player, request: roundOf("mines") })).rejects.toMatchObject({
      code: "PLAYER_LIMIT_REACHED",
    });
    expect((await playOut(rounds, player, started)).round.status).toBe("settled");
    await rounds.start({ ...player, request: roundOf("mines", { stake: "999999" }) });
  });

  test("behavior: a stake counts as lost while its round is open", async () => {
    const player = await newPlayer();
    await limit(player.userId, "loss", 1_500_000n);
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const hilo = roundOf("hilo", { stake: "500001" });
    await expect(rounds.start({ ...player, request: hilo })).rejects.toMatchObject({
      code: "PLAYER_LIMIT_REACHED",
    });
    const { safe } = await boardOf(house, started);
    await act(rounds, player, await act(rounds, player, started, { action: "pick", tile: safe[0]! }), {
      action: "cashOut",
    });
    await rounds.start({ ...player, request: { ...hilo, stake: "1600000" } });
  });

  test("error: SelfExcluded begins nothing, and ends what was begun", async () => {
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    await house.owner.query("UPDATE users SET self_excluded_until = now() + interval '1 day' WHERE id = $1", [
      player.userId,
    ]);
    await expect(rounds.start({ ...player, request: roundOf("hilo") })).rejects.toMatchObject({
      code: "SELF_EXCLUDED",
    });
    const { safe } = await boardOf(house, started);
    const picked = await act(rounds, player, started, { action: "pick", tile: safe[0]! });
    expect((await act(rounds, player, picked, { action: "cashOut" })).round.status).toBe("settled");
  });

  test("error: TooManyBets counts steps with bets", async () => {
    const player = await newPlayer();
    // One in a quarter of an hour: however slow the machine, the third comes too soon.
    const slow = newProcess(house, { limits: { betsPerSecond: 0.001, betsBurst: 2 } });
    const started = await slow.start({ ...player, request: roundOf("mines") });
    const { safe } = await boardOf(house, started);
    const picked = await act(slow, player, started, { action: "pick", tile: safe[0]! });
    await expect(act(slow, player, picked, { action: "cashOut" })).rejects.toMatchObject({
      code: "TOO_MANY_BETS",
    });
  });

  test("error: ActivityStopped while bets are stopped, also for open rounds", async () => {
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    await house.owner.query(
      "INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, 'bets', 'a test')",
      [house.tenant.id],
    );
    // A process that has read nothing yet sees the switch at once.
    const stopped = newProcess(house);
    await expect(act(stopped, player, started, { action: "pick", tile: 1 })).rejects.toMatchObject({
      code: "ACTIVITY_STOPPED",
    });
    await expect(stopped.start({ ...player, request: roundOf("hilo") })).rejects.toMatchObject({
      code: "ACTIVITY_STOPPED",
    });
    expect(await stopped.endAbandoned(0)).toEqual({ ended: 0, failures: [] });
    await house.owner.query("DELETE FROM kill_switches");
  });
});
