import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { requireEdgeCoversRates } from "#backend/modules/agents/edgeFloor.ts";
import { NotAnAgent } from "#backend/modules/agents/hierarchy.service.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { RatesExceedCeiling, RatesExceedEdge } from "#domain/agents/ceiling.ts";
import type { MemberLevel } from "#domain/agents/hierarchy.ts";
import type { Rates } from "#domain/agents/rates.ts";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";

const HOUSE_BPS = 6_000;

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
});
afterAll(() => house.stop());

const share = (revenueShareBps: number): Rates => ({ revenueShareBps, turnoverBps: 0 });
const setRates = (actor: Viewer, member: Viewer, rates: Rates) =>
  house.hierarchy.setRates(actor, member.userId, rates);
const setCeiling = (member: Viewer, ceilingBps: number | null) =>
  house.ceilings.set(house.admin, member.userId, ceilingBps);
const placeOf = (viewer: Viewer, member: Viewer) => house.downline.place(viewer, member.userId);

describe("an agent's ceiling", () => {
  test("error: RatesExceedCeiling: nobody gives away more of the house's edge than the house allows, by any hand", async () => {
    const { top, middle, low } = await house.line();
    await setRates(house.admin, top, share(1_000));
    const puppet = await house.place("agent", middle);
    await expect(setRates(top, puppet, share(10_000))).rejects.toThrow(RatesExceedEdge);
    await expect(setRates(top, puppet, share(9_000))).rejects.toMatchObject({
      code: "RATES_EXCEED_CEILING",
      agentId: puppet.userId,
      sumBps: 10_000,
      ceilingBps: HOUSE_BPS,
      mostRevenueShareBps: 5_000,
    });
    await setRates(top, puppet, share(5_000));
    await expect(setRates(middle, low, share(5_001))).rejects.toThrow(RatesExceedCeiling);
    await expect(setRates(house.admin, puppet, share(5_001))).rejects.toThrow(RatesExceedCeiling);
    // The worst of all paths below decides.
    await expect(setRates(top, middle, share(1))).rejects.toMatchObject({ mostRevenueShareBps: 0 });
  });

  test("behavior: the lowest ceiling on a path binds, the house's where nobody has one", async () => {
    const { top, middle, low, player } = await house.line();
    const bounds = async () =>
      Promise.all(
        [top, middle, low, player].map(
          async (member) => (await placeOf(house.admin, member)).effectiveCeilingBps,
        ),
      );
    expect(await bounds()).toEqual([HOUSE_BPS, HOUSE_BPS, HOUSE_BPS, HOUSE_BPS]);
    await setCeiling(middle, 8_000);
    expect(await bounds()).toEqual([HOUSE_BPS, 8_000, 8_000, 8_000]);
    await setCeiling(top, 7_000);
    expect(await bounds()).toEqual([7_000, 7_000, 7_000, 7_000]);
    await setCeiling(low, 500);
    expect(await bounds()).toEqual([7_000, 7_000, 500, 500]);
    expect(await placeOf(house.admin, middle)).toMatchObject({ ceilingBps: 8_000 });
    await setRates(top, middle, share(500));
    await expect(setRates(top, middle, share(501))).rejects.toMatchObject({ ceilingBps: 500 });
    await setCeiling(low, null);
    await setRates(top, middle, share(7_000));
    await expect(setRates(top, low, share(1))).rejects.toMatchObject({ ceilingBps: 7_000 });
  });

  test("behavior: rebates count against the smallest edge on offer", async () => {
    const low = await house.place("agent");
    const { smallestEdgeBps: edge } = await placeOf(low, low);
    await setCeiling(low, 5_000);
    await setRates(house.admin, low, { revenueShareBps: 1_000, turnoverBps: (edge * 4) / 10 });
    await expect(
      setRates(house.admin, low, { revenueShareBps: 1_000, turnoverBps: (edge * 4) / 10 + 1 }),
    ).rejects.toMatchObject({ code: "RATES_EXCEED_CEILING", mostTurnoverBps: (edge * 4) / 10 });
    await setRates(house.admin, low, share(0));
  });

  test("error: RatesExceedCeiling: not below what a path gives away, and nothing has changed", async () => {
    const { top, low } = await house.line();
    await setRates(top, low, share(3_000));
    await expect(setCeiling(top, 2_999)).rejects.toMatchObject({ sumBps: 3_000, ceilingBps: 2_999 });
    expect((await placeOf(top, top)).ceilingBps).toBeNull();
    await setCeiling(top, 3_000);
    await setRates(top, low, share(2_000));
    await setCeiling(top, 2_000);
    const { items } = await house.hierarchy.changes(house.admin, { limit: 1 });
    expect(items).toMatchObject([
      {
        kind: "ceiling",
        userId: top.userId,
        actorId: house.admin.userId,
        before: { ceilingBps: 3_000 },
        after: { ceilingBps: 2_000 },
      },
    ]);
  });

  test("error: NotFound, NotAnAgent", async () => {
    const { player } = await house.line();
    const stranger = await house.addUser("player", await house.addTenant("elsewhere"));
    await expect(setCeiling(player, 1)).rejects.toThrow(NotAnAgent);
    await expect(setCeiling(stranger, 1)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("behavior: moves and joins obey the ceilings of the new place", async () => {
    const [from, to] = [await house.line(), await house.line()];
    await setRates(from.top, from.low, share(3_000));
    await setCeiling(to.top, 2_999);
    const move = (parent: Viewer) =>
      house.hierarchy.move(house.admin, from.low.userId, { parentId: parent.userId });
    await expect(move(to.middle)).rejects.toMatchObject({
      code: "RATES_EXCEED_CEILING",
      agentId: from.low.userId,
      mostRevenueShareBps: 2_999,
    });
    expect((await placeOf(from.top, from.low)).parentId).toBe(from.middle.userId);
    await setRates(from.top, from.low, share(2_999));
    await move(to.middle);
    const { code } = await house.invitations.invite(to.middle, { level: "agent", maxUses: 1, validHours: 1 });
    const joined = await house.addUser();
    await house.hierarchy.join(joined, code);
    await expect(setRates(to.top, joined, share(3_000))).rejects.toMatchObject({ ceilingBps: 2_999 });
  });

  test("behavior: an agent keeps its ceiling through another level, and while it is a user", async () => {
    const { top, middle, low, player } = await house.line();
    const to = (level: MemberLevel) =>
      house.hierarchy.move(house.admin, low.userId, { parentId: middle.userId, level });
    await house.hierarchy.move(house.admin, player.userId, { parentId: null });
    await setRates(top, low, share(100));
    await setCeiling(low, 500);
    await to("user");
    expect(await placeOf(house.admin, low)).toMatchObject({
      rates: null,
      ceilingBps: 500,
      effectiveCeilingBps: HOUSE_BPS,
    });
    expect((await house.hierarchy.changes(house.admin, { limit: 1 })).items).toMatchObject([
      { kind: "moved", before: { level: "agent", ...share(100) }, after: { level: "user" } },
    ]);
    await to("agent");
    await expect(setRates(top, low, share(501))).rejects.toMatchObject({ ceilingBps: 500 });

    // What is given away above it has grown meanwhile: it comes back once an administrator has raised its ceiling.
    await to("user");
    await setRates(top, middle, share(501));
    await expect(to("agent")).rejects.toThrow(RatesExceedCeiling);
    await setCeiling(low, 501);
    await to("agent");
    await to("user");
    await setCeiling(low, null);
    await expect(setCeiling(low, 501)).rejects.toThrow(NotAnAgent);
  });

  test("behavior: a path that is above its ceiling from before may only give less", async () => {
    const { top, low } = await house.line();
    await setCeiling(top, 9_000);
    await setRates(house.admin, low, { revenueShareBps: 8_000, turnoverBps: 1 });
    await house.owner.query("UPDATE users SET agent_ceiling_bps = NULL WHERE id = $1", [top.userId]);
    await expect(setRates(house.admin, low, { revenueShareBps: 7_000, turnoverBps: 2 })).rejects.toThrow(
      RatesExceedCeiling,
    );
    await setRates(house.admin, low, { revenueShareBps: 7_000, turnoverBps: 1 });
    await setRates(house.admin, low, share(7_000));
    // An edge that does not make it dearer is not refused for it.
    const { smallestEdgeBps: edge } = await placeOf(low, low);
    await inTenantTransaction(house.pool, house.tenantId, (client) =>
      requireEdgeCoversRates(client, house.tenantId, edge - 1),
    );
    await setRates(house.admin, low, share(0));
  });
});

describe("the house's ceiling", () => {
  test("default: binds where no agent on the path has one, and is on record", async () => {
    const elsewhere = await house.addTenant("roomy");
    const admin = await house.addUser("admin", elsewhere);
    const agent = await house.addUser("player", elsewhere);
    await house.hierarchy.move(admin, agent.userId, { parentId: null, level: "agent" });
    await house.ceilings.setHouse(admin, 7_000);
    await house.hierarchy.setRates(admin, agent.userId, share(7_000));
    expect(await house.ceilings.house(admin)).toBe(7_000);
    expect(await house.ceilings.house(house.admin)).toBe(HOUSE_BPS);
    await expect(house.ceilings.setHouse(admin, 6_999)).rejects.toThrow(RatesExceedCeiling);
    await house.ceilings.set(admin, agent.userId, 7_000);
    await house.ceilings.setHouse(admin, 0);
    const { items } = await house.hierarchy.changes(admin, { limit: 1 });
    expect(items).toMatchObject([
      { kind: "ceiling", userId: null, before: { ceilingBps: 7_000 }, after: { ceilingBps: 0 } },
    ]);
  });
});

describe("tightestPath", () => {
  test("behavior: an agent sees its own downline, and of those above only what they have together", async () => {
    const { top, middle, low, player } = await house.line();
    await setRates(house.admin, top, { revenueShareBps: 100, turnoverBps: 1 });
    await setRates(house.admin, middle, { revenueShareBps: 200, turnoverBps: 1 });
    await setRates(house.admin, low, share(300));
    const above = { id: null, level: null, rates: { revenueShareBps: 300, turnoverBps: 2 } };
    const own = { id: low.userId, level: "agent", rates: share(300) };
    expect((await placeOf(low, low)).tightestPath).toEqual({ agents: [above, own], ceilingBps: HOUSE_BPS });
    expect((await placeOf(player, player)).tightestPath.agents).toEqual([
      { ...above, rates: { revenueShareBps: 600, turnoverBps: 2 } },
    ]);
    const { tightestPath } = await placeOf(house.admin, middle);
    expect(tightestPath.agents.map(({ id }) => id)).toEqual([top.userId, middle.userId, low.userId]);
    expect((await placeOf(top, low)).tightestPath.agents).toEqual(tightestPath.agents);
  });

  test("behavior: through an agent, the path with the least left, whatever binds it", async () => {
    const { top, low } = await house.line();
    const rich = await house.place("agent", top);
    await setRates(top, rich, share(4_000));
    await setRates(top, low, share(100));
    await setCeiling(low, 200);
    const { tightestPath, pathSumBps } = await placeOf(top, top);
    expect(tightestPath.ceilingBps).toBe(200);
    expect(tightestPath.agents.at(-1)!.id).toBe(low.userId);
    expect(pathSumBps).toBe(4_000);
  });

  test("default: also the member's figures and direct members", async () => {
    const { low } = await house.line();
    expect(await placeOf(low, low)).toMatchObject({ directMembers: 1, figures: [] });
  });
});
