import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { STATISTICS_CHECKS } from "#backend/modules/ledger/statisticsChecks.store.ts";
import { diceBet, openTestHouse, type TestHouse } from "../casino/testHouse.ts";
import { objectionsTo } from "./objections.ts";

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
  const userId = await house.addPlayer({ balanceMinor: 100_000_000n });
  await Promise.all(Array.from({ length: 10 }, () => house.place(userId, diceBet())));
});

afterAll(() => house.stop());

const [TOTALS, COUNTERS, VERSIONS] = STATISTICS_CHECKS.map(({ name }) => name);

describe("STATISTICS_CHECKS", () => {
  test("default: what the engine counts contradicts nothing", async () => {
    expect((await checkLedger(house.owner)).flatMap(({ findings }) => findings)).toEqual([]);
    const { rows } = await house.owner.query(
      "SELECT sum(bets) AS bets, sum(staked) AS staked FROM play_counters",
    );
    expect(rows).toEqual([{ bets: "10", staked: "10000000" }]);
  });

  test.each([
    ["a bet that was not counted", "UPDATE player_totals SET bets = bets - 1", [TOTALS]],
    ["stakes of nobody", "UPDATE player_totals SET staked = staked + 1", [TOTALS]],
    ["a payout too much", "UPDATE player_totals SET paid = paid + 1", [TOTALS]],
    ["totals that are gone", "DELETE FROM player_totals", [TOTALS]],
    ["counters that are gone", "DELETE FROM play_counters", [COUNTERS]],
    ["a counter of another game", "UPDATE play_counters SET game = 'limbo'", [COUNTERS]],
    ["bets that are gone", "DELETE FROM bets", [TOTALS, COUNTERS]],
    ["a version that there is not", "UPDATE bets SET config_id = 999 WHERE nonce = 3", [VERSIONS]],
    ["an edge that the version does not have", "UPDATE bets SET edge_bps = 7 WHERE nonce = 3", [VERSIONS]],
  ])("behavior: finds %s", async (_what, sql, names) => {
    expect(await objectionsTo(sql, { owner: house.owner, checks: STATISTICS_CHECKS })).toEqual(names);
  });
});
