import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { findInstantGame } from "#domain/games/registry.ts";
import { diceBet, openTestHouse, type TestHouse } from "./testHouse.ts";

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(async () => {
  const results = await checkLedger(house.owner);
  await house.stop();
  expect(results.flatMap(({ findings }) => findings)).toEqual([]);
  expect(house.faults).toEqual([]);
});

async function nonceOf(userId: string): Promise<number> {
  const { active } = await house.fairness.seeds({ tenantId: house.tenant.id, userId });
  return active.nonce;
}

describe("place", () => {
  test("default", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const request = diceBet();
    const { bet, balance, repeated } = await house.place(userId, request);
    expect(bet).toMatchObject({ betId: request.betId, game: "dice", stake: "1000000", nonce: 0 });
    expect(repeated).toBe(false);
    const expected = 10_000_000n - 1_000_000n + BigInt(bet.payout);
    expect(balance?.available).toBe(expected.toString());
    expect(await house.balanceOf(userId)).toBe(expected);
  });

  test("behavior: the outcome follows from the seed revealed later", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const { bet } = await house.place(userId, diceBet());
    const { revealed } = await house.fairness.rotate({ tenantId: house.tenant.id, userId });
    expect(revealed.commitment).toBe(bet.commitment);
    const { clientSeed, nonce } = bet;
    const random = createSeedHasher(revealed.serverSeed).floats({ clientSeed, nonce, count: 1 });
    const game = findInstantGame("dice");
    expect(game.play(random, game.parse(bet.params), bet.edgeBps).outcome).toEqual(bet.outcome);
  });

  test("behavior: the same id with the same content answers the first result", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const request = diceBet();
    const first = await house.place(userId, request);
    const balance = await house.balanceOf(userId);
    const again = await house.place(userId, {
      ...request,
      params: { direction: "over", targetHundredths: 5050 },
    });
    expect(again).toEqual({ bet: first.bet, balance: null, repeated: true });
    expect(await house.balanceOf(userId)).toBe(balance);
  });

  test("behavior: an id sent many times at once bets once", async () => {
    const userId = await house.addPlayer({ balanceMinor: 100_000_000n });
    const request = diceBet();
    const answers = await Promise.all(Array.from({ length: 40 }, () => house.place(userId, request)));
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ bet }) => JSON.stringify(bet))).size).toBe(1);
    expect(await nonceOf(userId)).toBe(1);
  });

  test("error: BetIdReused with other content", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const request = diceBet();
    await house.place(userId, request);
    for (const change of [
      { stake: "2000000" },
      { params: { targetHundredths: 5051, direction: "over" } },
      { game: "limbo", params: { targetHundredths: 200 } },
    ]) {
      await expect(house.place(userId, { ...request, ...change })).rejects.toMatchObject({
        code: "BET_ID_REUSED",
      });
    }
    expect(await nonceOf(userId)).toBe(1);
  });

  test("error: BetIdReused for another player's id, whether settled or on its way", async () => {
    const [one, other] = await Promise.all([
      house.addPlayer({ balanceMinor: 10_000_000n }),
      house.addPlayer({ balanceMinor: 10_000_000n }),
    ]);
    const request = diceBet();
    await house.place(one, request);
    const refusal = await house.place(other, request).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: "BET_ID_REUSED", betId: request.betId });
    expect(Object.keys(refusal).sort()).toEqual(["betId", "code", "name"]);

    const contested = diceBet();
    const answers = await Promise.allSettled([house.place(one, contested), house.place(other, contested)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await nonceOf(one)) + (await nonceOf(other))).toBe(2);
  });

  test("error: BetIdReused for an id that moved other money", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const { rows } = await house.owner.query<{ cause_id: string }>(
      "SELECT cause_id FROM transfers WHERE code = 'deposit_finalized' LIMIT 1",
    );
    const request = diceBet({ betId: rows[0]!.cause_id });
    await expect(house.place(userId, request)).rejects.toMatchObject({ code: "BET_ID_REUSED" });
  });

  test("error: BetIdReserved", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const request = diceBet({ betId: "3b241101-e2bb-8255-8caf-4136c566a962" });
    await expect(house.place(userId, request)).rejects.toMatchObject({ code: "BET_ID_RESERVED" });
  });

  test("behavior: of fifty bets with money for one, one wins the race", async () => {
    const userId = await house.addPlayer({ balanceMinor: 1_000_000n });
    // Wins once in a million.
    const params = { targetHundredths: 100_000 };
    const bets = Array.from({ length: 50 }, () => diceBet({ game: "limbo", params, stake: "1000000" }));
    const answers = await Promise.allSettled(bets.map((bet) => house.place(userId, bet)));
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused).toHaveLength(49);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "INSUFFICIENT_BALANCE" });
    expect(await house.balanceOf(userId)).toBe(0n);
    expect(await nonceOf(userId)).toBe(1);
  });

  test("behavior: a player's bets keep their order", async () => {
    const userId = await house.addPlayer({ balanceMinor: 1_000_000_000n });
    const bets = Array.from({ length: 600 }, () => diceBet({ stake: "1000" }));
    const answers = await Promise.all(bets.map((bet) => house.place(userId, bet)));
    expect(answers.map(({ bet }) => bet.nonce)).toEqual(bets.map((_, place) => place));
  });

  test.each([
    ["UNKNOWN_GAME", { game: "whist" }],
    ["UNKNOWN_CURRENCY", { currency: "DOGE" }],
    ["GAME_PARAMS_INVALID", { params: { targetHundredths: 50.5, direction: "over" } }],
    ["GAME_PARAMS_INVALID", { params: { targetHundredths: 5050, direction: "over", extra: 1 } }],
    ["STAKE_TOO_SMALL", { stake: "0" }],
    ["STAKE_TOO_SMALL", { stake: "-1000000" }],
    ["INSUFFICIENT_BALANCE", { stake: "10000001" }],
    ["INSUFFICIENT_BALANCE", { stake: "9223372036854775807" }],
    ["MAX_RISK_EXCEEDED", { game: "limbo", params: { targetHundredths: 5_000_000 }, stake: "10000000" }],
  ])("error: %s for %o changes nothing", async (code, change) => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    await expect(house.place(userId, diceBet(change))).rejects.toMatchObject({ code });
    expect(await house.balanceOf(userId)).toBe(10_000_000n);
    expect(await nonceOf(userId)).toBe(0);
    expect((await house.place(userId, diceBet())).bet.nonce).toBe(0);
  });

  test("behavior: a refused bet fails no other of its batch", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const other = await house.addPlayer({ balanceMinor: 10_000_000n });
    const answers = await Promise.allSettled([
      house.place(userId, diceBet({ game: "nonsense" })),
      house.place(other, diceBet()),
      house.place(userId, diceBet()),
      house.place(randomUUID(), diceBet()),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled", "rejected"]);
    expect(answers[3]).toMatchObject({ reason: { code: "PLAYER_UNKNOWN" } });
  });

  test("error: UserFrozen", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    await house.owner.query("UPDATE users SET status = 'frozen' WHERE id = $1", [userId]);
    await expect(house.place(userId, diceBet())).rejects.toMatchObject({ code: "USER_FROZEN" });
    expect(await house.balanceOf(userId)).toBe(10_000_000n);
  });

  test("error: SeedUnreadable refuses its player alone", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const other = await house.addPlayer({ balanceMinor: 10_000_000n });
    await house.owner.query(
      `UPDATE seeds SET server_seed_encrypted = (SELECT server_seed_encrypted FROM seeds WHERE user_id = $2 LIMIT 1)
       WHERE user_id = $1`,
      [userId, other],
    );
    const answers = await Promise.allSettled([house.place(userId, diceBet()), house.place(other, diceBet())]);
    expect(answers).toMatchObject([
      { status: "rejected", reason: { code: "SEED_UNREADABLE" } },
      { status: "fulfilled" },
    ]);
  });

  test("error: ActivityStopped within a second of the switch, and bets go on when it is lifted", async () => {
    const userId = await house.addPlayer({ balanceMinor: 100_000_000n });
    const { id } = house.tenant;
    await house.owner.query(
      "INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, 'bets', 'a test')",
      [id],
    );
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await expect(house.place(userId, diceBet())).rejects.toMatchObject({
      code: "ACTIVITY_STOPPED",
      activity: "bets",
    });
    await house.owner.query("DELETE FROM kill_switches WHERE tenant_id = $1", [id]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await house.place(userId, diceBet())).bet.nonce).toBe(0);
  });
});
