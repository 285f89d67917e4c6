import { describe, expect, test } from "vitest";
import type { AutoBetPlan } from "@/features/games/autoBet";
import type { PlayerSeat } from "@/features/games/playerSeat";
import { runAutoBet } from "@/features/games/runAutoBet";

const LOSS = { betId: "lost", stake: "10", payout: "0" };
const WIN = { betId: "won", stake: "10", payout: "40" };
const PLAN: AutoBetPlan = { count: 100, stopOnWinMinor: null, stopOnLossMinor: null };
const SEATED: PlayerSeat = { userId: "ann", isLive: true };

type Answer = typeof LOSS | null;

/** An auto-bet of Ann's; the house answers in turn, with losses once the answers are used up. */
function autoBet(given: {
  readonly plan?: Partial<AutoBetPlan>;
  readonly answers?: readonly Answer[];
  /** After so many bets, until then everything is as it should be. */
  readonly seatAfter?: (placed: number) => PlayerSeat;
  readonly stopAfter?: number;
}) {
  const { plan, answers = [], seatAfter = () => SEATED, stopAfter } = given;
  const told: number[] = [];
  let asked = 0;
  const run = runAutoBet({
    plan: { ...PLAN, ...plan },
    userId: "ann",
    place: async () => {
      asked += 1;
      const answer = answers[asked - 1];
      return answer === undefined ? LOSS : answer;
    },
    seatNow: () => seatAfter(asked),
    isStopping: () => asked === stopAfter,
    pause: async () => undefined,
    onProgress: ({ done }) => told.push(done),
  });
  return run.then((ended) => ({ ...ended, asked, told }));
}

describe("runAutoBet", () => {
  test("default: bets as often as planned, and tells how far it is", async () => {
    const { progress, end, told } = await autoBet({ plan: { count: 3 }, answers: [WIN] });
    expect({ progress, end }).toEqual({
      progress: { done: 3, netMinor: 10n, netBeforeMinor: 20n, latestBetId: "lost" },
      end: "finished",
    });
    expect(told).toEqual([0, 1, 2]);
  });

  test("behavior: a bet that is refused or not answered is the last, whatever the reason", async () => {
    const { progress, end, asked } = await autoBet({ answers: [LOSS, null, WIN] });
    expect({ end, asked }).toEqual({ end: "failed", asked: 2 });
    expect(progress).toEqual({ done: 1, netMinor: -10n, netBeforeMinor: 0n, latestBetId: "lost" });
  });

  test("behavior: it ends with the bet that reaches a limit", async () => {
    const won = await autoBet({ plan: { stopOnWinMinor: 20n }, answers: [LOSS, WIN] });
    expect(won).toMatchObject({ end: "winReached", asked: 2 });
    const lost = await autoBet({ plan: { stopOnLossMinor: 25n } });
    expect(lost).toMatchObject({ end: "lossReached", asked: 3 });
  });

  test("behavior: it ends with the connection, with a bet on its way or between two", async () => {
    const seatAfter = (placed: number) => ({ ...SEATED, isLive: placed < 2 });
    expect(await autoBet({ seatAfter })).toMatchObject({ end: "disconnected", asked: 2 });
    const unanswered = await autoBet({ seatAfter, answers: [LOSS, null] });
    expect(unanswered).toMatchObject({ end: "disconnected", progress: { done: 1 } });
  });

  test("behavior: nothing is placed for the next account", async () => {
    const seatAfter = (placed: number) => (placed < 1 ? SEATED : { ...SEATED, userId: "bob" });
    expect(await autoBet({ seatAfter })).toMatchObject({ end: "accountLeft", asked: 1 });
  });

  test("behavior: the player stops it", async () => {
    expect(await autoBet({ stopAfter: 4 })).toMatchObject({ end: "stopped", asked: 4 });
  });
});
