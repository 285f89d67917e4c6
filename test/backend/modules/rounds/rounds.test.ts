import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import type { Rounds } from "#backend/modules/rounds/rounds.service.ts";
import type { BetView } from "#domain/api/casino.ts";
import { verifyRound } from "#domain/games/verifyRound.ts";
import { diceBet, type TestHouse } from "#test/backend/modules/casino/testHouse.ts";
import {
  act,
  boardOf,
  expectCleanBooks,
  newProcess,
  offered,
  openRoundStage,
  type Player,
  playOut,
  RICH,
  type RoundStage,
  roundOf,
  startWith,
} from "./roundHouse.ts";

const STAKE = 1_000_000n;

let stage: RoundStage;
let house: TestHouse;
let rounds: Rounds;
let newPlayer: RoundStage["newPlayer"];
const told: { userId: string; bet: BetView }[] = [];

beforeAll(async () => {
  stage = await openRoundStage({ onSettled: (settled) => void told.push(settled) });
  ({ house, rounds, newPlayer } = stage);
});
afterEach(() => expectCleanBooks(house));
afterAll(() => stage.close());

async function lockedOf(userId: string): Promise<bigint> {
  const { rows } = await house.owner.query<{ balance: bigint }>(
    "SELECT balance FROM accounts WHERE owner_id = $1 AND kind = 'player_locked'",
    [userId],
  );
  return rows[0]?.balance ?? 0n;
}

async function nonceOf(userId: string): Promise<number> {
  return (await house.fairness.seeds({ tenantId: house.tenant.id, userId })).active.nonce;
}

test("behavior: anybody is told when a round was begun, however long it took", async () => {
  const player = await newPlayer();
  const started = await rounds.start({ ...player, request: roundOf("mines") });
  const { roundId, startedAt } = started.round;
  const { mines } = await boardOf(house, started);
  const { bet } = await act(rounds, player, started, { action: "pick", tile: mines[0]! });
  const history = createBetHistory(house.api);
  expect(await history.find(house.tenant.id, roundId)).toEqual({ ...bet, startedAt, serverSeed: null });
  expect(bet!.createdAt > startedAt).toBe(true);
});

test("behavior: the last step is answered and told from what was committed, though nothing can be read any more", async () => {
  const player = await newPlayer();
  const settled: BetView[] = [];
  const blind = newProcess(house, {
    history: { ...createBetHistory(house.api), find: () => Promise.reject(new Error("the books are away")) },
    onSettled: ({ bet }) => void settled.push(bet),
  });
  const started = await blind.start({ ...player, request: roundOf("mines") });
  const { mines } = await boardOf(house, started);
  const over = await act(blind, player, started, { action: "pick", tile: mines[0]! });
  expect(over.bet).toMatchObject({ betId: started.round.roundId, payout: "0" });
  expect(settled).toEqual([over.bet]);
  const again = await act(rounds, player, started, { action: "pick", tile: mines[0]! });
  expect(again).toEqual({ ...over, balance: null, repeated: true });
  expect(settled).toHaveLength(1);
});

describe("mines", () => {
  test("default: the stake is set aside, and the round ends as a bet", async () => {
    const player = await newPlayer();
    const { userId } = player;
    const request = roundOf("mines");
    const started = await rounds.start({ ...player, request });
    expect(started).toMatchObject({
      round: {
        roundId: request.roundId,
        status: "open",
        nextAction: 1,
        stake: "1000000",
        staked: "1000000",
        nonce: 0,
        state: { picks: [], mines: null, actions: ["pick"] },
      },
      bet: null,
      balance: { available: (RICH - STAKE).toString() },
      repeated: false,
    });
    expect([await house.balanceOf(userId), await lockedOf(userId)]).toEqual([RICH - STAKE, STAKE]);

    const { safe, mines } = await boardOf(house, started);
    const one = await act(rounds, player, started, { action: "pick", tile: safe[0]! });
    const two = await act(rounds, player, one, { action: "pick", tile: safe[1]! });
    expect(two.round).toMatchObject({
      status: "open",
      nextAction: 3,
      state: { pays: "1.2857", mines: null },
    });
    await expectCleanBooks(house);

    const over = await act(rounds, player, two, { action: "cashOut" });
    expect(over.round).toMatchObject({ status: "settled", endsAt: null, state: { mines, actions: [] } });
    expect(over.bet).toMatchObject({
      betId: request.roundId,
      game: "mines",
      stake: "1000000",
      payout: "1285714",
      params: { mines: 3, maxPicks: 22 },
      nonce: 0,
      outcome: { mines, picks: safe.slice(0, 2), ending: "cashedOut", firstStake: "1000000" },
    });
    const expected = RICH + 285_714n;
    expect(over.balance?.available).toBe(expected.toString());
    expect([await house.balanceOf(userId), await lockedOf(userId)]).toEqual([expected, 0n]);
    expect(told.at(-1)).toMatchObject({ userId, bet: { betId: request.roundId } });
  });

  test("behavior: a mine takes the stake", async () => {
    const player = await newPlayer();
    const started = await rounds.start({ ...player, request: roundOf("mines") });
    const { mines } = await boardOf(house, started);
    const over = await act(rounds, player, started, { action: "pick", tile: mines[0]! });
    expect(over.bet).toMatchObject({ payout: "0", multiplier: { numerator: "0" } });
    expect(await house.balanceOf(player.userId)).toBe(RICH - STAKE);
  });
});

describe("hilo", () => {
  test("default: guesses until it ends, and anyone can play it again from the bet alone", async () => {
    const player = await newPlayer();
    let step = await rounds.start({ ...player, request: roundOf("hilo") });
    for (const guess of ["skip", "higher", "lower", "skip", "higher"]) {
      if (step.round.status === "open" && offered(step).includes(guess)) {
        step = await act(rounds, player, step, { action: guess });
      }
    }
    if (step.round.status === "open") step = await act(rounds, player, step, { action: "cashOut" });
    await expectVerifies(player, step.bet!);
  });
});

describe("blackjack", () => {
  test("default: twenty rounds, each of which verifies", async () => {
    const player = await newPlayer();
    const bets: BetView[] = [];
    for (let round = 0; round < 20; round++) {
      const started = await rounds.start({ ...player, request: roundOf("blackjack", { stake: "1001" }) });
      bets.push((await playOut(rounds, player, started)).bet!);
    }
    expect(bets.map(({ nonce }) => nonce)).toEqual(bets.map((_, place) => place));
    const sum = bets.reduce((total, { stake, payout }) => total + BigInt(payout) - BigInt(stake), RICH);
    expect(await house.balanceOf(player.userId)).toBe(sum);
    for (const bet of bets) await expectVerifies(player, bet, { keepSeed: true });
  });

  test("behavior: doubling takes a second stake, which the bet shows", async () => {
    const player = await newPlayer();
    const started = await startWith(rounds, player, "double");
    const before = await house.balanceOf(player.userId);
    const over = await act(rounds, player, started, { action: "double" });
    expect(over.bet).toMatchObject({ stake: "2000000", outcome: { firstStake: "1000000" } });
    expect(await house.balanceOf(player.userId)).toBe(before - STAKE + BigInt(over.bet!.payout));
    await expectVerifies(player, over.bet!);
  });

  test("behavior: split hands lock their stake until the round is over", async () => {
    const player = await newPlayer();
    const started = await startWith(rounds, player, "split");
    const split = await act(rounds, player, started, { action: "split" });
    if (split.round.status === "open") expect(await lockedOf(player.userId)).toBe(2n * STAKE);
    const over = await playOut(rounds, player, split);
    expect(over.bet?.stake).toBe("2000000");
    expect(await lockedOf(player.userId)).toBe(0n);
    await expectVerifies(player, over.bet!);
  });

  test("behavior: insurance costs half of the stake", async () => {
    const player = await newPlayer();
    const started = await startWith(rounds, player, "insure");
    const over = await playOut(rounds, player, await act(rounds, player, started, { action: "insure" }));
    expect(over.bet).toMatchObject({ stake: "1500000", outcome: { isInsured: true } });
    await expectVerifies(player, over.bet!);
  });

  test("error: InsufficientBalance for a stake that is added, and the round stays as it was", async () => {
    const player = await newPlayer();
    const started = await startWith(rounds, player, "double");
    const rest = await house.balanceOf(player.userId);
    const all = roundOf("mines", {
      stake: (rest - STAKE + 1n).toString(),
      params: { mines: 1, maxPicks: 1 },
    });
    await rounds.start({ ...player, request: all });
    await expect(act(rounds, player, started, { action: "double" })).rejects.toMatchObject({
      code: "INSUFFICIENT_BALANCE",
    });
    expect(await rounds.listOpen({ tenantId: house.tenant.id, userId: player.userId })).toContainEqual(
      started.round,
    );
    await playOut(rounds, player, started);
  });
});

describe("start", () => {
  test("behavior: the same id with the same content answers how it began", async () => {
    const player = await newPlayer();
    const request = roundOf("mines");
    const first = await rounds.start({ ...player, request });
    const again = await rounds.start({
      ...player,
      request: { ...request, params: { maxPicks: 24, mines: 3 } },
    });
    expect(again).toEqual({ ...first, balance: null, repeated: true });
    expect(await nonceOf(player.userId)).toBe(1);
    expect(await lockedOf(player.userId)).toBe(STAKE);
  });

  test("behavior: an id sent many times at once, by two processes, begins one round", async () => {
    const player = await newPlayer();
    const request = roundOf("hilo");
    const other = newProcess(house);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? rounds : other).start({ ...player, request })),
    );
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ round }) => JSON.stringify(round))).size).toBe(1);
    expect(await nonceOf(player.userId)).toBe(1);
  });

  test("error: RoundIdReused with other content, for another player's id, and for an id that moved other money", async () => {
    const [player, other] = await Promise.all([newPlayer(), newPlayer()]);
    const request = roundOf("mines");
    await rounds.start({ ...player, request });
    for (const change of [
      { stake: "2000000" },
      { params: { mines: 4, maxPicks: 22 } },
      { params: {} },
      { game: "hilo", params: { maxMultiplier: 100 } },
    ]) {
      const reused = rounds.start({ ...player, request: { ...request, ...change } });
      await expect(reused).rejects.toMatchObject({ code: "ROUND_ID_REUSED" });
    }
    await expect(rounds.start({ ...other, request })).rejects.toMatchObject({ code: "ROUND_ID_REUSED" });
    const bet = diceBet();
    await house.place(other.userId, bet);
    const betId = rounds.start({ ...other, request: roundOf("mines", { roundId: bet.betId }) });
    await expect(betId).rejects.toMatchObject({ code: "ROUND_ID_REUSED" });
    const roundId = house.place(other.userId, diceBet({ betId: request.roundId }));
    await expect(roundId).rejects.toMatchObject({ code: "BET_ID_REUSED" });
    expect(await nonceOf(other.userId)).toBe(1);
  });

  test("error: RoundIdReused when two players take an id at once", async () => {
    const players = await Promise.all([newPlayer(), newPlayer()]);
    const request = roundOf("mines");
    const answers = await Promise.allSettled(players.map((player) => rounds.start({ ...player, request })));
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "ROUND_ID_REUSED" },
    });
  });

  test("error: RoundAlreadyOpen for a second round of a game, while other games and bets go on", async () => {
    const player = await newPlayer();
    const { round } = await rounds.start({ ...player, request: roundOf("mines") });
    await expect(rounds.start({ ...player, request: roundOf("mines") })).rejects.toMatchObject({
      code: "ROUND_ALREADY_OPEN",
      roundId: round.roundId,
    });
    const [hilo, { bet }] = await Promise.all([
      rounds.start({ ...player, request: roundOf("hilo") }),
      house.place(player.userId, diceBet()),
    ]);
    expect([hilo.round.nonce, bet.nonce].sort()).toEqual([1, 2]);
  });

  test.each([
    ["UNKNOWN_GAME", { game: "dice", params: { targetHundredths: 5000, direction: "over" } }],
    ["UNKNOWN_GAME", { game: "toString" }],
    ["UNKNOWN_CURRENCY", { currency: "DOGE" }],
    ["GAME_PARAMS_INVALID", { params: { mines: 25, maxPicks: 1 } }],
    ["GAME_PARAMS_INVALID", { params: { mines: 3, maxPicks: 3, edgeBps: 0 } }],
    ["STAKE_TOO_SMALL", { stake: "0" }],
    ["INSUFFICIENT_BALANCE", { stake: "1000000001" }],
    ["INSUFFICIENT_BALANCE", { stake: "9223372036854775807" }],
    ["MAX_RISK_EXCEEDED", { stake: "100000000", params: { mines: 12, maxPicks: 13 } }],
    ["BET_ID_RESERVED", { roundId: "3b241101-e2bb-8255-8caf-4136c566a962" }],
  ])("error: %s for %o changes nothing", async (code, change) => {
    const player = await newPlayer();
    await expect(rounds.start({ ...player, request: roundOf("mines", change) })).rejects.toMatchObject({
      code,
    });
    expect(await house.balanceOf(player.userId)).toBe(RICH);
    expect(await nonceOf(player.userId)).toBe(0);
    expect((await rounds.start({ ...player, request: roundOf("mines") })).round.nonce).toBe(0);
  });

  test("behavior: the highest stake that the risk allows begins, one unit more does not", async () => {
    const player = await newPlayer(10_000_000_000n);
    const params = { mines: 3, maxPicks: 22 };
    const tooMuch = rounds.start({ ...player, request: roundOf("mines", { stake: "9000000000", params }) });
    const { maxStakeMinor } = (await tooMuch.catch((error: unknown) => error)) as { maxStakeMinor: bigint };
    const above = roundOf("mines", { stake: (maxStakeMinor + 1n).toString(), params });
    await expect(rounds.start({ ...player, request: above })).rejects.toMatchObject({
      code: "MAX_RISK_EXCEEDED",
    });
    await rounds.start({ ...player, request: roundOf("mines", { stake: maxStakeMinor.toString(), params }) });
  });

  test("behavior: all that a player has may be staked, down to the smallest stake", async () => {
    const player = await newPlayer(1_000n);
    const started = await rounds.start({ ...player, request: roundOf("mines", { stake: "1000" }) });
    expect(started.balance?.available).toBe("0");
    const { safe } = await boardOf(house, started);
    const over = await act(
      rounds,
      player,
      await act(rounds, player, started, { action: "pick", tile: safe[0]! }),
      {
        action: "cashOut",
      },
    );
    expect(over.bet).toMatchObject({ stake: "1000", payout: "1125" });
  });

  test("error: PlayerUnknown for nobody, and for a player of another house", async () => {
    const second = await house.addTenant(`second-${randomUUID().slice(0, 8)}`);
    const { userId } = await newPlayer();
    for (const stranger of [
      { tenant: house.tenant, userId: randomUUID() },
      { tenant: second, userId },
    ]) {
      await expect(rounds.start({ ...stranger, request: roundOf("mines") })).rejects.toMatchObject({
        code: "PLAYER_UNKNOWN",
      });
    }
  });
});

async function expectVerifies(player: Player, bet: BetView, { keepSeed = false } = {}): Promise<void> {
  const key = { tenantId: house.tenant.id, userId: player.userId };
  const { rows } = await house.owner.query<{ commitment: string; server_seed_encrypted: Buffer }>(
    "SELECT commitment, server_seed_encrypted FROM seeds WHERE id = $1",
    [bet.seedId],
  );
  const serverSeed = keepSeed
    ? house.cipher.open(
        { tenantId: house.tenant.id, commitment: bet.commitment },
        rows[0]!.server_seed_encrypted,
      )
    : (await house.fairness.rotate(key)).revealed.serverSeed;
  const { actions, firstStake } = bet.outcome as { actions: unknown[]; firstStake: string };
  const { game, params, edgeBps, clientSeed, nonce } = bet;
  const verified = verifyRound({
    ...{ game, params, edgeBps, clientSeed, nonce, serverSeed, actions },
    stakeMinor: BigInt(firstStake),
  });
  expect(verified.outcome).toEqual(bet.outcome);
  expect([verified.commitment, verified.stakedMinor, verified.payoutMinor]).toEqual([
    bet.commitment,
    BigInt(bet.stake),
    BigInt(bet.payout),
  ]);
}
