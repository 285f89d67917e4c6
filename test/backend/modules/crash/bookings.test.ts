import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { createVoidBet } from "#backend/modules/agents/voidBet.service.ts";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { createCrashHistory } from "#backend/modules/crash/crashHistory.service.ts";
import { settledCrashBets } from "#backend/modules/crash/settledBets.service.ts";
import { createSetTable } from "#backend/modules/crash/tableSettings.service.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { chainCommitment } from "#domain/games/crash/chainTerms.ts";
import { verifyBetOfRound } from "#domain/games/crash/verifyBetOfRound.ts";
import { between, CrashHouse } from "./crashHouse.ts";
import type { CrashProcess } from "./crashProcess.ts";
import { playOut, UNTIL_CLOSED_MS } from "./roundTimes.ts";

let house: CrashHouse;
let process: CrashProcess;
beforeAll(async () => {
  house = await CrashHouse.open({
    // Every round that is bet on goes to 1.10×, where the winner is out.
    points: Array.from({ length: 6 }, (_, place) => (place < 3 ? between(125, 140) : between(115, 400))),
    bettingMs: UNTIL_CLOSED_MS,
    pauseMs: 400,
  });
  process = await house.process();
});
afterAll(async () => {
  const findings = (await checkLedger(house.owner)).filter(({ findings }) => findings.length > 0);
  await house.close();
  expect(findings).toEqual([]);
  expect(house.faults).toEqual([]);
});

/** A round that is over, with a bet that won and one that lost. */
async function played() {
  const [winner, loser] = [await house.addPlayer(), await house.addPlayer()];
  const { roundId, number } = await house.roundIn("betting");
  const [won, lost] = await Promise.all([
    process.bet(winner, { roundId, autoCashOutHundredths: 110, stake: "2000000" }),
    process.bet(loser, { roundId }),
  ]);
  await playOut(house, number);
  return { winner, loser, won: won.bet.betId, lost: lost.bet.betId, roundId };
}

describe("a settled bet", () => {
  test("default: it is in its player's history, page by page, anybody can look it up, and it recomputes", async () => {
    const history = createBetHistory(house.owner, settledCrashBets);
    const rounds = createCrashHistory(house.owner);
    const { winner, won, lost, roundId } = await played();
    const player = { tenantId: house.tenant.id, userId: winner };
    const more = await house.roundIn("betting");
    await process.bet(winner, { roundId: more.roundId });
    // One whose round is not over is no settled bet.
    expect((await history.list(player, { limit: 10 })).items.map(({ betId }) => betId)).toEqual([won]);
    await playOut(house, more.number);
    const first = await history.list(player, { limit: 1 });
    const second = await history.list(player, { limit: 1, cursor: first.nextCursor! });
    expect(second.items[0]).toMatchObject({
      ...{ betId: won, game: "crash", stake: "2000000", payout: "2200000", seedId: roundId },
      multiplier: { numerator: "110", denominator: "100" },
    });
    expect(second.nextCursor).toBeNull();

    for (const id of [won, lost]) {
      const bet = await history.find(house.tenant.id, id);
      const told = await rounds.round(house.tenant.id, bet.seedId);
      const verdict = verifyBetOfRound({ ...bet, serverSeed: bet.serverSeed! }, told)!;
      expect(verdict.bet.outcome).toEqual(bet.outcome);
      expect(Object.entries(verdict.checks).filter(([, holds]) => !holds)).toEqual([]);
    }
    await expect(history.find(house.tenant.id, randomUUID())).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      history.list(player, { limit: 1, cursor: Buffer.from('{"shared":"x"}').toString("base64url") }),
    ).rejects.toMatchObject({ code: "CURSOR_INVALID" });
    expect(process.fed.map(({ bet }) => bet.betId)).toEqual(expect.arrayContaining([won, lost]));
  });

  test("behavior: staff undoes it once: stake and payout go back, and its records stand", async () => {
    const { winner, loser, won, lost } = await played();
    const admin = await house.addPlayer();
    const voidBet = createVoidBet({ pool: house.owner, commissionBook: createCommissionBook() });
    const order = { tenantId: house.tenant.id, actorId: admin, reason: "the curve was not shown" };
    const view = await voidBet({ ...order, betId: won });
    expect(view).toMatchObject({ userId: winner, stakeReturned: "2000000", payoutTakenBack: "2200000" });
    expect(await voidBet({ ...order, betId: won })).toEqual(view);
    await voidBet({ ...order, betId: lost });
    expect([await house.balance(winner), await house.balance(loser)]).toEqual([100_000_000n, 100_000_000n]);
    const open = await house.roundIn("betting");
    const { bet } = await process.bet(winner, { roundId: open.roundId });
    await expect(voidBet({ ...order, betId: bet.betId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await playOut(house, open.number);
  });
});

describe("a table", () => {
  test("default: an administrator sets it up, what is left out stays, and it is recorded", async () => {
    const setTable = createSetTable(house.owner);
    const admin = await house.addPlayer();
    const order = { tenantId: house.tenant.id, actorId: admin, currency: "BNB" };
    const set = await setTable({ ...order, request: { pauseMs: 300, edgeBps: 250 } });
    expect(set).toMatchObject({ pauseMs: 300, edgeBps: 250, bettingMs: UNTIL_CLOSED_MS, isOpen: true });
    expect(await setTable({ ...order, request: { pauseMs: 300 } })).toEqual(set);
    expect(
      await house.rows(
        "SELECT actor_id, before->'edgeBps' AS was, after->'edgeBps' AS is FROM crash_table_changes",
      ),
    ).toEqual([{ actor_id: admin, was: 300, is: 250 }]);
    await expect(setTable({ ...order, currency: "NONE", request: {} })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("error: RatesExceedEdge for an edge that agents' rates do not fit into", async () => {
    const setTable = createSetTable(house.owner);
    const hierarchy = createHierarchy({ pool: house.owner, clock: systemClock });
    const [actorId, agent] = [await house.addPlayer(), await house.addPlayer()];
    const admin = { tenantId: house.tenant.id, userId: actorId, role: "admin" } as const;
    await hierarchy.move(admin, agent, { parentId: null, level: "agent" });
    await hierarchy.setRates(admin, agent, { revenueShareBps: 0, turnoverBps: 20 });
    const order = { tenantId: house.tenant.id, actorId, currency: "BNB" };
    await expect(setTable({ ...order, request: { edgeBps: 15 } })).rejects.toMatchObject({
      code: expect.stringMatching(/^RATES_EXCEED_/),
    });
  });
});

describe("a chain", () => {
  test("behavior: the database commits to its terms as the rules say, and nobody changes them or its salt", async () => {
    const [chain] = await house.rows<{
      id: bigint;
      root: string;
      games: number;
      edge_bps: number;
      commitment: string;
    }>("SELECT * FROM crash_chains");
    const { root, games, edge_bps: edgeBps } = chain!;
    expect(chain!.commitment).toBe(chainCommitment({ version: 2, currency: "BNB", games, edgeBps, root }));
    for (const change of [
      "root = repeat('0', 64)",
      "edge_bps = 299",
      "games = games + 1",
      "salt = repeat('0', 64)",
      "terms_version = 1",
      "played = played - 1",
    ]) {
      await expect(house.owner.query(`UPDATE crash_chains SET ${change}`)).rejects.toThrow("append-only");
      const replica = house.owner.query(
        `SET session_replication_role = replica; UPDATE crash_chains SET ${change}`,
      );
      await expect(replica).rejects.toThrow("append-only");
    }
    await expect(house.owner.query("DELETE FROM crash_chains")).rejects.toThrow("append-only");
    await expect(
      house.owner.query("UPDATE crash_rounds SET edge_bps = 299 WHERE game = 1"),
    ).rejects.toThrow();
  });
});
