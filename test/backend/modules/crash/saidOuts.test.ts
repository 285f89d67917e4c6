import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createSaidOuts } from "#backend/modules/crash/saidOuts.ts";
import type { CrashBetsNews, ShownCrashBet } from "#domain/api/crashBets.ts";

function betOf(standing: ShownCrashBet["standing"], exitHundredths: number | null): ShownCrashBet {
  return {
    ...{ betId: randomUUID(), player: "Otter 1", stake: "1000", standing, exitHundredths },
    payout: standing === "in" ? null : "1500",
  };
}

function newsOf(roundId: string, bets: ShownCrashBet[]): CrashBetsNews {
  const totals = { currency: "BNB", betCount: bets.length, staked: "1000", isOver: false };
  return { kind: "changes", rounds: [{ roundId, ...totals, winners: null, paid: null, bets }] };
}

test("default: who has got out of the rounds in question, as was said of them last", () => {
  const [first, second] = [betOf("out", 150), betOf("out", 120)];
  const held = [
    newsOf("1", [first, betOf("in", null)]),
    newsOf("2", [second]),
    newsOf("1", [{ ...first, exitHundredths: 151 }]),
    newsOf("3", [betOf("out", 200)]),
  ];
  const outs = createSaidOuts().of(held, new Set(["1", "2", "4"]));
  expect([...outs.keys()]).toEqual(["1", "2"]);
  expect([...outs.get("1")!.values()]).toEqual([{ ...first, exitHundredths: 151 }]);
  expect([...outs.get("2")!.values()]).toEqual([second]);
});

test("behavior: a message's bets are read once, and those of rounds that are over never", () => {
  let readings = 0;
  const counted = (roundId: string) => {
    const body = newsOf(roundId, []);
    const bets = [betOf("out", 150)];
    const [round] = body.rounds;
    const get = () => {
      readings++;
      return bets;
    };
    Object.defineProperty(round, "bets", { enumerable: true, get });
    return body;
  };
  const said = createSaidOuts();
  const over = Array.from({ length: 50 }, () => counted("1"));
  const open = Array.from({ length: 50 }, () => counted("2"));
  for (let snapshot = 0; snapshot < 10; snapshot++)
    expect(said.of([...over, ...open], new Set(["2"])).get("2")!.size).toBe(50);
  expect(readings).toBe(50);
  expect(said.of(over, new Set()).size).toBe(0);
});
