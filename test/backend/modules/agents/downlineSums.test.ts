import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { SUM_UP } from "#backend/modules/agents/downlineSums.store.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { createStatements } from "#backend/modules/agents/statement.service.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { createVoidBet } from "#backend/modules/agents/voidBet.service.ts";
import type { DownlineTotalsView } from "#domain/api/commissions.ts";
import { diceBet, type TestHouse } from "#test/backend/modules/casino/testHouse.ts";
import {
  act,
  boardOf,
  expectCleanBooks,
  openRoundStage,
  RICH,
  type RoundStage,
  roundOf,
} from "#test/backend/modules/rounds/roundHouse.ts";
import { loadHierarchy } from "./prefix.ts";

let stage: RoundStage;
let house: TestHouse;
let statements: ReturnType<typeof createStatements>;
let admin: Viewer;
beforeAll(async () => {
  stage = await openRoundStage();
  house = stage.house;
  statements = createStatements({ pool: house.api, clock: systemClock });
  admin = await member("admin");
});
afterAll(async () => {
  await expectCleanBooks(house);
  await stage.close();
});

async function member(role: Viewer["role"] = "player"): Promise<Viewer> {
  const userId = await house.addPlayer({ balanceMinor: RICH });
  return { tenantId: house.tenant.id, userId, role };
}

async function place(level: "master" | "agent" | "user", parent: Viewer | null): Promise<Viewer> {
  const placed = await member();
  const hierarchy = createHierarchy({ pool: house.api, clock: systemClock });
  await hierarchy.move(admin, placed.userId, { parentId: parent?.userId ?? null, level });
  const rates = { revenueShareBps: level === "agent" ? 3_000 : 1_000, turnoverBps: 2 };
  if (level !== "user") await hierarchy.setRates(admin, placed.userId, rates);
  return placed;
}

const bet = async ({ userId }: Viewer, stake = "1000000") =>
  (await house.place(userId, diceBet({ stake }))).bet;

/** What is kept of the players' play since ever, in another way. */
async function played(...players: Viewer[]): Promise<object> {
  const { rows } = await house.owner.query<{ bets: string; staked: string; paid: string }>(
    `SELECT sum(bets)::text AS bets, sum(staked)::text AS staked, sum(paid)::text AS paid
     FROM player_totals WHERE user_id = ANY($1)`,
    [players.map(({ userId }) => userId)],
  );
  return { ...rows[0]!, bets: Number(rows[0]!.bets) };
}

const playOf = ({ bets, staked, paid }: DownlineTotalsView) => ({ bets, staked, paid });
const sumsOf = async (viewer: Viewer, query: object = {}) =>
  (await statements.downline(viewer, query)).totals[0];

test("default: of everybody below, at any distance, and of nobody else: staked, paid, and commissions by type, to the unit", async () => {
  const master = await place("master", null);
  const agent = await place("agent", master);
  const [one, two, direct] = [
    await place("user", agent),
    await place("user", agent),
    await place("user", master),
  ];
  const stranger = await place("user", await place("agent", null));
  const first = await bet(one, "1234567");
  await bet(two, "7654321");
  await bet(direct);
  await bet(stranger);
  await bet(agent);
  const player = { tenant: house.tenant, userId: one.userId };
  const started = await stage.rounds.start({ ...player, request: roundOf("mines") });
  const { mines } = await boardOf(house, started);
  await act(stage.rounds, player, started, { action: "pick", tile: mines[0]! });

  expect(playOf((await sumsOf(agent))!)).toEqual(await played(one, two));
  const sums = (await sumsOf(master))!;
  expect(playOf(sums)).toEqual(await played(one, two, direct, agent));
  // Its own statement tells the agent's; the master's own is no part of its downline's.
  const { totals } = await statements.page(agent, { limit: 1 });
  expect(sums).toMatchObject({ revenueShare: totals![0]!.revenueShare, turnover: totals![0]!.turnover });
  expect((await sumsOf(agent))!.net).toBe("0");

  await createVoidBet({ pool: house.api, commissionBook: createCommissionBook() })({
    ...{ tenantId: house.tenant.id, actorId: admin.userId, betId: first.betId, reason: "a test" },
  });
  const after = (await sumsOf(master))!;
  const { totals: taken } = await statements.page(agent, { limit: 1, type: "clawback" });
  expect(after).toEqual({
    ...sums,
    clawedBack: taken![0]!.clawedBack,
    net: (BigInt(sums.net) - BigInt(taken![0]!.clawedBack)).toString(),
  });
});

test("behavior: of the period alone, from its first moment to before its last, and of one currency", async () => {
  const agent = await place("agent", null);
  const player = await place("user", agent);
  const bets = [await bet(player, "1000000"), await bet(player, "2000000"), await bet(player, "4000000")];
  const [, second, third] = bets;
  const exact = async (betId: string) => {
    const { rows } = await house.owner.query<{ at: string }>(
      "SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS at FROM bets WHERE id = $1",
      [betId],
    );
    return rows[0]!.at;
  };
  const [from, to] = [await exact(second!.betId), await exact(third!.betId)];
  expect(await sumsOf(agent, { from, to })).toMatchObject({ bets: 1, staked: "2000000" });
  expect(await sumsOf(agent, { from })).toMatchObject({ bets: 2, staked: "6000000" });
  expect(await sumsOf(agent, { to })).toMatchObject({ bets: 2, staked: "3000000" });
  expect(await sumsOf(agent, { currency: "USDT" })).toBeUndefined();
});

test("error: NotFound: somebody else's downline, unless one is above, or staff", async () => {
  const master = await place("master", null);
  const agent = await place("agent", master);
  const stranger = await place("agent", null);
  const ask = (viewer: Viewer) => statements.downline(viewer, { agentId: agent.userId });
  expect((await ask(master)).statement.agentId).toBe(agent.userId);
  expect((await ask(admin)).statement.agentId).toBe(agent.userId);
  for (const viewer of [stranger, await member()])
    await expect(ask(viewer)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const elsewhere = await house.addTenant("elsewhere");
  await expect(ask({ ...admin, tenantId: elsewhere.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("error: DownlineTooLarge for what takes too long, and the connection serves on", async () => {
  const agent = await place("agent", null);
  const holder = await house.owner.connect();
  try {
    await holder.query("BEGIN");
    await holder.query("LOCK TABLE crash_bets IN ACCESS EXCLUSIVE MODE");
    await expect(statements.downline(agent, {})).rejects.toMatchObject({ code: "DOWNLINE_TOO_LARGE" });
  } finally {
    await holder.query("ROLLBACK");
    holder.release();
  }
  expect(await sumsOf(agent)).toBeUndefined();
  const { rows } = await house.api.query<{ statement_timeout: string }>("SHOW statement_timeout");
  expect(rows).toEqual([{ statement_timeout: "0" }]);
});

test("behavior: the members are found by their places, through policies and from a prepared statement", async () => {
  const { top } = await loadHierarchy(house.owner, house.tenant.id, 5_000);
  const agent = `/${top.id}/00000002-0000-4000-8000-000000000000/00000003-0000-4000-8000-000000000007`;
  const path = `'${agent}/', '${agent}0'`;
  const values = `${house.tenant.id}, ${path}, '2026-01-01', '2027-01-01', NULL`;
  const plans = await inTenantTransaction(house.api, house.tenant.id, async (client) => {
    await client.query(`PREPARE sums (integer, text, text, timestamptz, timestamptz, text) AS ${SUM_UP}`);
    const explained: string[] = [];
    for (const mode of ["force_custom_plan", "force_generic_plan"]) {
      await client.query(`SET LOCAL plan_cache_mode = ${mode}`);
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN EXECUTE sums (${values})`);
      explained.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    }
    await client.query("DEALLOCATE sums");
    return explained;
  });
  for (const plan of plans) {
    expect(plan).toMatch(/using users_by_agent_path/);
    expect(plan).toMatch(/Index Cond: .*agent_path >=.*agent_path </);
    expect(plan).not.toContain("Seq Scan on users");
  }
});
