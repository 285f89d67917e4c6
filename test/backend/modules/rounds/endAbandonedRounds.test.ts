import { afterAll, beforeAll, expect, test } from "vitest";
import { createEndAbandonedRounds } from "#backend/modules/rounds/endAbandonedRounds.ts";
import { openRoundStage, type RoundStage, roundOf } from "./roundHouse.ts";

/** Rounds that were left alone, the oldest first. */
const left: string[] = [];
let stage: RoundStage;

beforeAll(async () => {
  stage = await openRoundStage();
  for (let hours = 30; hours > 25; hours -= 1) {
    const player = await stage.newPlayer();
    const { round } = await stage.rounds.start({ ...player, request: roundOf("mines") });
    const age = "UPDATE rounds SET acted_at = now() - make_interval(hours => $2) WHERE id = $1";
    await stage.house.owner.query(age, [round.roundId, hours]);
    left.push(round.roundId);
  }
});
afterAll(() => stage.close());

test("behavior: rounds that cannot end, more than a go takes, keep none behind them from it", async () => {
  let met: string[] = [];
  const go = createEndAbandonedRounds({
    pool: stage.house.enginePool,
    page: 1,
    maxPages: 2,
    async endOne({ roundId }) {
      met.push(roundId);
      if (left.indexOf(roundId) < 4) throw new Error("cannot be ended");
      return true;
    },
  });
  const goes: string[][] = [];
  for (let count = 0; count < 4; count += 1) {
    met = [];
    const { ended, failures } = await go(24 * 60 * 60 * 1_000);
    expect(ended + failures.length).toBe(met.length);
    goes.push(met);
  }
  const [first, second, third, fourth, fifth] = left;
  expect(goes).toEqual([[first, second], [third, fourth], [fifth], [first, second]]);
});
