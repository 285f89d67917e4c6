import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { createGameVersions } from "#backend/modules/casino/gameVersions.service.ts";
import type { Rounds } from "#backend/modules/rounds/rounds.service.ts";
import type { TestHouse } from "#test/backend/modules/casino/testHouse.ts";
import {
  act,
  boardOf,
  expectCleanBooks,
  newProcess,
  openRoundStage,
  type Player,
  type RoundStage,
  roundOf,
} from "#test/backend/modules/rounds/roundHouse.ts";

const STAKE = 1_000_000n;
const RATES = { revenueShareBps: 3_000, turnoverBps: 2 };

let stage: RoundStage;
let house: TestHouse;
let rounds: Rounds;
beforeAll(async () => {
  stage = await openRoundStage();
  ({ house, rounds } = stage);
});
afterEach(() => expectCleanBooks(house));
afterAll(() => stage.close());

/** A player with an agent above, who is given a share and a rebate. */
async function playerOfAgent(): Promise<{ player: Player; agentId: string }> {
  const newUser = () => house.addPlayer({ balanceMinor: 1_000n * STAKE });
  const [adminId, agentId, userId] = [await newUser(), await newUser(), await newUser()];
  const admin = { tenantId: house.tenant.id, userId: adminId, role: "admin" } as const;
  const hierarchy = createHierarchy({ pool: house.api, clock: systemClock });
  await hierarchy.move(admin, agentId, { parentId: null, level: "agent" });
  await hierarchy.setRates(admin, agentId, RATES);
  await hierarchy.move(admin, userId, { parentId: agentId, level: "user" });
  return { player: { tenant: house.tenant, userId }, agentId };
}

/** The agent's lines with the bets that they are of. */
async function linesOf(agentId: string) {
  const { rows } = await house.owner.query<Record<string, unknown>>(
    `SELECT revenue_share, turnover, bets.edge_bps, version FROM commission_lines
     JOIN bets ON bets.id = ANY(bet_ids) AND bets.created_at = bets_at
     JOIN game_configs ON game_configs.id = bets.config_id
     WHERE agent_id = $1`,
    [agentId],
  );
  return rows;
}

test("behavior: a stake that comes back from an abandoned round earns no agent anything", async () => {
  const { player, agentId } = await playerOfAgent();
  const { round } = await rounds.start({ ...player, request: roundOf("mines") });
  await house.owner.query(
    "UPDATE rounds SET acted_at = now() - interval '2 days' WHERE user_id = $1 AND status = 'open'",
    [player.userId],
  );
  expect(await rounds.endAbandoned()).toMatchObject({ ended: 1, failures: [] });
  const { bet } = await rounds.find(player.tenant.id, round.roundId, null);
  expect(bet).toMatchObject({ stake: STAKE.toString(), payout: STAKE.toString() });
  expect(await linesOf(agentId)).toEqual([]);
  const { rows } = await house.owner.query(
    `SELECT (SELECT commission_plan_id FROM bets WHERE id = $1) AS plan,
       (SELECT coalesce(sum(balance), 0)::bigint FROM accounts WHERE kind = 'commission_payable') AS owed,
       (SELECT count(*)::integer FROM commission_totals WHERE agent_id = $2) AS totals`,
    [round.roundId, agentId],
  );
  expect(rows).toEqual([{ plan: null, owed: 0n, totals: 0 }]);
});

test("behavior: a round that began under an earlier version earns by the edge of that version", async () => {
  const { player, agentId } = await playerOfAgent();
  const started = await rounds.start({ ...player, request: roundOf("mines") });
  const versions = createGameVersions(house.api);
  const [newest] = await versions.setEdge({
    ...{ tenantId: house.tenant.id, actorId: player.userId },
    ...{ gameId: "mines", edgeBps: 300 },
  });
  expect(newest).toMatchObject({ version: 2, edgeBps: 300 });
  const { mines } = await boardOf(house, started);
  await act(rounds, player, started, { action: "pick", tile: mines[0]! });
  const rebate = (STAKE * BigInt(RATES.turnoverBps)) / 10_000n;
  // 30 % of the edge of 1 % that the round was begun at.
  const before = { revenue_share: 3_000n, turnover: rebate, edge_bps: 100, version: 1 };
  expect(await linesOf(agentId)).toEqual([before]);

  // One that has not read the house yet, and so knows of no earlier version.
  const fresh = newProcess(house);
  const next = await fresh.start({ ...player, request: roundOf("mines") });
  const { mines: others } = await boardOf(house, next);
  await act(fresh, player, next, { action: "pick", tile: others[0]! });
  const after = { revenue_share: 9_000n, turnover: rebate, edge_bps: 300, version: 2 };
  expect(await linesOf(agentId)).toEqual(expect.arrayContaining([before, after]));
});
