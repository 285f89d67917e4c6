import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALL_CHECKS } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { ROUND_CHECKS } from "#backend/modules/ledger/roundChecks.store.ts";
import { voidRound } from "#backend/modules/rounds/voidRound.ts";
import { openTestHouse, type TestHouse } from "#test/backend/modules/casino/testHouse.ts";
import {
  act,
  boardOf,
  expectCleanBooks,
  newProcess,
  roundOf,
} from "#test/backend/modules/rounds/roundHouse.ts";
import { objectionsTo } from "./objections.ts";

let house: TestHouse;

/** A player with an open round of hi-lo, a lost round of mines, one that was won, and one that was voided. */
beforeAll(async () => {
  house = await openTestHouse();
  const player = { tenant: house.tenant, userId: await house.addPlayer({ balanceMinor: 1_000_000_000n }) };
  const rounds = newProcess(house);
  for (const lies of ["mines", "safe"] as const) {
    const started = await rounds.start({
      ...player,
      request: roundOf("mines", { params: { mines: 3, maxPicks: 1 } }),
    });
    const board = await boardOf(house, started);
    await act(rounds, player, started, { action: "pick", tile: board[lies][0]! });
  }
  await rounds.start({ ...player, request: roundOf("hilo") });
  const { round } = await rounds.start({ ...player, request: roundOf("mines") });
  const { roundId } = round;
  await voidRound(house.owner, { tenantId: house.tenant.id, roundId, reason: "a test", isForced: true });
});

afterAll(() => house.stop());

/** Other checks may object as well. */
const [LAID, SETTLED, BET, LOCKED, SEED, VOIDED] = ROUND_CHECKS.map(({ name }) => name);
const NONCES = "each seed was used once per nonce, without a gap";
const PAYOUT = "each payout is its stake times its multiplier, rounded down";
const EXPLAINED = "each balance is the sum of its transfers";
const WON = "(SELECT id FROM bets WHERE payout > 0)";

describe("ROUND_CHECKS", () => {
  test("default: honest books contradict nothing", () => expectCleanBooks(house));

  test.each([
    [
      "an open round that has staked more",
      "UPDATE rounds SET staked = staked + 1 WHERE status = 'open'",
      [LAID, LOCKED],
    ],
    [
      "an open round whose stake was taken",
      `UPDATE rounds SET status = 'open' WHERE id = ${WON}`,
      [LAID, BET, LOCKED, NONCES],
    ],
    ["a settled round without its bet", `DELETE FROM bets WHERE id = ${WON}`, [SETTLED, BET, NONCES]],
    ["a bet of another stake", `UPDATE bets SET stake = stake + 8 WHERE id = ${WON}`, [PAYOUT, SETTLED, BET]],
    ["a payout that was not made", "DELETE FROM transfers WHERE code = 'round_payout'", [EXPLAINED, SETTLED]],
    [
      "a stake that was never laid",
      `DELETE FROM transfers WHERE code = 'round_stake' AND cause_id = ${WON}`,
      [EXPLAINED, SETTLED],
    ],
    ["locked money without a round", "DELETE FROM rounds WHERE status = 'open'", [SETTLED, LOCKED, NONCES]],
    ["a void that returned less", "UPDATE round_voids SET returned = returned - 1", [VOIDED, LOCKED]],
    [
      "a stake that was not returned",
      "DELETE FROM transfers WHERE code = 'round_stake_returned'",
      [EXPLAINED, VOIDED],
    ],
    ["a voided round without its record", "DELETE FROM round_voids", [VOIDED]],
    [
      "the record of a void without its round",
      "UPDATE rounds SET status = 'settled' WHERE status = 'voided'",
      [VOIDED],
    ],
    [
      "a seed that was revealed",
      "UPDATE seeds SET status = 'revealed', server_seed = '' WHERE status = 'active'",
      [SEED],
    ],
  ])("behavior: finds %s", async (_, sql, checks) => {
    const found = await objectionsTo(sql, { owner: house.owner, checks: ALL_CHECKS });
    expect(found).toEqual(expect.arrayContaining(checks));
  });
});
