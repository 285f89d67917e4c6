import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import type { Rounds } from "#backend/modules/rounds/rounds.service.ts";
import { diceBet, type TestHouse } from "#test/backend/modules/casino/testHouse.ts";
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
afterEach(() => expectCleanBooks(house));
afterAll(() => stage.close());

describe("act", () => {
  test("behavior: the same number with the same action answers the same, also later and after the end", async () => {
    const player = await newPlayer();
    const key = { tenantId: house.tenant.id, userId: player.userId };
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const { safe } = await boardOf(house, started);
    const roundId = started.round.roundId;
    const pick = { number: 1, action: { action: "pick", tile: safe[0]! } };
    const first = await rounds.act({ ...key, roundId, request: pick });
    const again = await rounds.act({ ...key, roundId, request: pick });
    expect(again).toEqual({ ...first, balance: null, repeated: true });
    const out = { number: 2, action: { action: "cashOut" } };
    const over = await rounds.act({ ...key, roundId, request: out });
    const balance = await house.balanceOf(player.userId);
    expect(await rounds.act({ ...key, roundId, request: out })).toEqual({
      ...over,
      balance: null,
      repeated: true,
    });
    expect((await rounds.act({ ...key, roundId, request: pick })).round.state).toEqual(first.round.state);
    expect(await house.balanceOf(player.userId)).toBe(balance);
  });

  test("error: RoundActionConflict, RoundOutOfTurn, RoundOver", async () => {
    const player = await newPlayer();
    const key = { tenantId: house.tenant.id, userId: player.userId };
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const { roundId } = started.round;
    const { safe } = await boardOf(house, started);
    const pick = (number: number, tile: number) =>
      rounds.act({ ...key, roundId, request: { number, action: { action: "pick", tile } } });
    await expect(pick(2, safe[0]!)).rejects.toMatchObject({ code: "ROUND_OUT_OF_TURN", nextAction: 1 });
    await pick(1, safe[0]!);
    await expect(pick(1, safe[1]!)).rejects.toMatchObject({ code: "ROUND_ACTION_CONFLICT" });
    await expect(pick(2, safe[0]!)).rejects.toMatchObject({ code: "ROUND_ACTION_REFUSED" });
    await rounds.act({ ...key, roundId, request: { number: 2, action: { action: "cashOut" } } });
    await expect(pick(2, safe[1]!)).rejects.toMatchObject({ code: "ROUND_OVER" });
    await expect(pick(3, safe[1]!)).rejects.toMatchObject({ code: "ROUND_OVER" });
  });

  test("behavior: of two processes that act at once one wins, and the other answers the same or why not", async () => {
    const player = await newPlayer();
    const key = { tenantId: house.tenant.id, userId: player.userId };
    const other = newProcess(house);
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const { roundId } = started.round;
    const { safe } = await boardOf(house, started);
    const same = { number: 1, action: { action: "pick", tile: safe[0]! } };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 === 0 ? rounds : other).act({ ...key, roundId, request: same }),
      ),
    );
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);

    const rivals = await Promise.allSettled(
      safe.slice(1, 9).map((tile, n) =>
        (n % 2 === 0 ? rounds : other).act({
          ...key,
          roundId,
          request: { number: 2, action: { action: "pick", tile } },
        }),
      ),
    );
    const [won, ...lost] = rivals.toSorted((a, b) => (a.status < b.status ? -1 : 1));
    expect(won).toMatchObject({ status: "fulfilled", value: { round: { nextAction: 3 } } });
    for (const each of lost) expect(each).toMatchObject({ reason: { code: "ROUND_ACTION_CONFLICT" } });

    const outs = await Promise.all(
      [rounds, other].map((process) =>
        process.act({ ...key, roundId, request: { number: 3, action: { action: "cashOut" } } }),
      ),
    );
    expect(outs.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
  });

  test.each([
    [{}],
    [{ action: "abandon" }],
    [{ action: "hit" }],
    [{ action: "pick" }],
    [{ action: "pick", tile: 25 }],
  ])("error: GameParamsInvalid for the action %j", async (action) => {
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    await expect(act(rounds, player, started, action)).rejects.toMatchObject({ code: "GAME_PARAMS_INVALID" });
    expect((await rounds.find(house.tenant.id, started.round.roundId, player.userId)).round).toEqual(
      started.round,
    );
  });

  test("error: NotFound for somebody else's round, in this house and in another", async () => {
    const [player, other] = await Promise.all([newPlayer(), newPlayer()]);
    const second = await house.addTenant(`third-${randomUUID().slice(0, 8)}`);
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const strangers = [
      other,
      { tenant: second, userId: player.userId },
      { tenant: house.tenant, userId: randomUUID() },
    ];
    for (const stranger of strangers) {
      await expect(act(rounds, stranger, started, { action: "pick", tile: 1 })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  test("error: UserFrozen lays no stake, and plays on what is laid", async () => {
    const player = await newPlayer();
    const started = await startWith(rounds, player, "double");
    await house.owner.query("UPDATE users SET status = 'frozen' WHERE id = $1", [player.userId]);
    await expect(act(rounds, player, started, { action: "double" })).rejects.toMatchObject({
      code: "USER_FROZEN",
    });
    await expect(rounds.start({ ...player, request: roundOf("mines") })).rejects.toMatchObject({
      code: "USER_FROZEN",
    });
    expect((await playOut(rounds, player, started)).round.status).toBe("settled");
  });
});

describe("resume", () => {
  test("default: a process that dies leaves rounds that another goes on with, on any device", async () => {
    const player = await newPlayer();
    const key = { tenantId: house.tenant.id, userId: player.userId };
    const mines = await rounds.start({ ...player, request: roundOf("mines") });
    const { safe } = await boardOf(house, mines);
    const picked = await act(rounds, player, mines, { action: "pick", tile: safe[0]! });
    const hilo = await rounds.start({ ...player, request: roundOf("hilo") });

    const next = newProcess(house);
    expect(await next.listOpen(key)).toEqual([hilo.round, picked.round]);
    expect(await next.find(key.tenantId, mines.round.roundId, key.userId)).toEqual({
      round: picked.round,
      bet: null,
    });
    const over = await act(next, player, picked, { action: "cashOut" });
    expect(over.bet?.payout).toBe("1125000");
    expect(await next.listOpen(key)).toEqual([hilo.round]);
  });

  test("behavior: an open round is its player's alone; once over it is anybody's, with all that was drawn", async () => {
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const { roundId } = started.round;
    for (const stranger of [null, randomUUID()]) {
      await expect(rounds.find(house.tenant.id, roundId, stranger)).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    const { mines } = await boardOf(house, started);
    const over = await act(rounds, player, started, { action: "pick", tile: mines[1]! });
    const seen = await rounds.find(house.tenant.id, roundId, null);
    expect(seen).toEqual({
      round: over.round,
      bet: { ...over.bet, startedAt: expect.any(String), serverSeed: null },
    });
    expect(await createBetHistory(house.api).find(house.tenant.id, roundId)).toEqual(seen.bet);
    const { items } = await createBetHistory(house.api).list(
      { tenantId: house.tenant.id, userId: player.userId },
      { limit: 10 },
    );
    expect(items).toEqual([over.bet]);
  });
});

describe("rotation", () => {
  test("error: RoundStillOpen until the round is over", async () => {
    const player = await newPlayer();
    const key = { tenantId: house.tenant.id, userId: player.userId };
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    await expect(house.fairness.rotate(key)).rejects.toMatchObject({
      code: "ROUND_STILL_OPEN",
      game: "mines",
      roundId: started.round.roundId,
    });
    const { mines } = await boardOf(house, started);
    await act(rounds, player, started, { action: "pick", tile: mines[0]! });
    expect((await house.fairness.rotate(key)).revealed.betCount).toBe(1);
  });

  test("behavior: a round that begins while seeds rotate is under one pair or the other, and is never revealed", async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const player = await newPlayer();
      const key = { tenantId: house.tenant.id, userId: player.userId };
      await house.place(player.userId, diceBet());
      const [started, rotated] = await Promise.allSettled([
        rounds.start({ ...player, request: roundOf("mines") }),
        house.fairness.rotate(key),
      ]);
      expect(started.status).toBe("fulfilled");
      const { active } = await house.fairness.seeds(key);
      expect(started).toMatchObject({ value: { round: { seedId: active.seedId } } });
      if (rotated.status === "rejected") expect(rotated.reason).toMatchObject({ code: "ROUND_STILL_OPEN" });
    }
  });
});

/** Recomputes the round from its bet and the revealed seed, as anyone can. */
