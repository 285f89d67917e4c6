import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { createStatements } from "#backend/modules/agents/statement.service.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { differenceInFile } from "#domain/api/statementFile.ts";
import { between, CrashHouse } from "#test/backend/modules/crash/crashHouse.ts";
import { playOut, UNTIL_CLOSED_MS } from "#test/backend/modules/crash/roundTimes.ts";
import { gather } from "./agentHouse.ts";

let house: CrashHouse;
beforeAll(async () => {
  house = await CrashHouse.open({ points: [between(125, 140)], bettingMs: UNTIL_CLOSED_MS });
});
afterAll(() => house.close());

test("behavior: the bets of a crash round earn agents when it is settled, won or lost, and the statement recomputes", async () => {
  const process = await house.process();
  const hierarchy = createHierarchy({ pool: house.owner, clock: systemClock });
  const statements = createStatements({ pool: house.owner, clock: systemClock });
  const member = async (role: Viewer["role"] = "player"): Promise<Viewer> => ({
    tenantId: house.tenant.id,
    userId: await house.addPlayer(),
    role,
  });
  const [admin, agent, player, stranger] = [
    await member("admin"),
    await member(),
    await member(),
    await member(),
  ];
  await hierarchy.move(admin, agent.userId, { parentId: null, level: "agent" });
  await hierarchy.setRates(admin, agent.userId, { revenueShareBps: 3_000, turnoverBps: 0 });
  await hierarchy.move(admin, player.userId, { parentId: agent.userId });

  const { roundId, number } = await house.roundIn("betting");
  const placed = await Promise.all([
    process.bet(player.userId, { roundId, autoCashOutHundredths: 110, stake: "1000000" }),
    process.bet(player.userId, { roundId, autoCashOutHundredths: 145, stake: "2000000" }),
    process.bet(stranger.userId, { roundId }),
  ]);
  await playOut(house, number);

  const { totals: sums } = await statements.downline(agent, {});
  const played = await house.rows<{ bets: bigint; staked: bigint; paid: bigint }>(
    "SELECT bets, staked, paid FROM player_totals WHERE user_id = $1",
    [player.userId],
  );
  expect(sums.map(({ bets, staked, paid }) => ({ bets, staked, paid }))).toEqual(
    played.map(({ bets, staked, paid }) => ({ bets: Number(bets), staked: `${staked}`, paid: `${paid}` })),
  );

  const whole = await statements.whole(agent, {});
  const { totals } = await statements.page(agent, { limit: 1 });
  const lines = await gather(whole.lines);
  // 3 % of the stakes is the house's edge, 30 % of it the agent's.
  expect(totals).toMatchObject([{ lines: 1, revenueShare: "27000", net: "27000" }]);
  expect(lines.flatMap(({ bets }) => bets.map(({ game, betId }) => [game, betId])).sort()).toEqual(
    placed
      .slice(0, 2)
      .map(({ bet }) => ["crash", bet.betId])
      .sort(),
  );
  const ofPlayer = await statements.page(agent, { limit: 1, playerId: player.userId });
  expect([ofPlayer.lines, ofPlayer.totals]).toEqual([lines, totals]);
  const ofStranger = await statements.page(agent, { limit: 1, playerId: stranger.userId });
  expect([ofStranger.lines, ofStranger.totals]).toEqual([[], []]);
  const file = {
    format: "fairhouse-statement",
    version: 1,
    statement: whole.head,
    lines,
    totals: totals!,
  } as const;
  expect(differenceInFile(file)).toBeNull();
  const results = await checkLedger(house.owner);
  expect(results.filter(({ findings }) => findings.length > 0)).toEqual([]);
  expect(house.faults).toEqual([]);
});
