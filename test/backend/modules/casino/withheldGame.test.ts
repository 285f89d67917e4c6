import "./plantedGame.ts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCeilings } from "#backend/modules/agents/ceilings.service.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { readGamesInForce } from "#backend/modules/casino/gamesInForce.ts";
import { createGameVersions } from "#backend/modules/casino/gameVersions.service.ts";
import { games } from "#domain/games/registry.ts";
import { planted } from "./plantedGame.ts";
import { diceBet, openTestHouse, type TestHouse } from "./testHouse.ts";

let house: TestHouse;
let admin: Viewer;
let agent: Viewer;

beforeAll(async () => {
  house = await openTestHouse();
  const withRole = async (role: Viewer["role"]) => {
    const userId = await house.addPlayer({ balanceMinor: 1_000_000_000n });
    await house.owner.query("UPDATE users SET role = $2 WHERE id = $1", [userId, role]);
    return { tenantId: house.tenant.id, userId, role };
  };
  admin = await withRole("admin");
  agent = await withRole("player");
});
afterAll(() => house.stop());

const versions = () => createGameVersions(house.api);
const hierarchy = () => createHierarchy({ pool: house.api, clock: Date });
const give = (turnoverBps: number, revenueShareBps = 0) =>
  hierarchy().setRates(admin, agent.userId, { turnoverBps, revenueShareBps });
/** As a release brings it. */
const release = (edge: typeof planted.edge) =>
  (games as Map<string, unknown>).set(planted.id, { ...planted, rulesVersion: edge.defaultBps, edge });
/** As the lobby shows it. */
const shown = async () => (await versions().games(house.tenant.id)).find(({ id }) => id === planted.id);
const read = (tenantId = house.tenant.id) => readGamesInForce(house.enginePool, tenantId);
const setPlanted = (edgeBps: number) =>
  versions().setEdge({ tenantId: admin.tenantId, actorId: admin.userId, gameId: planted.id, edgeBps });

/** As a release finds a house that was there before it: with every game but the new one. */
async function beforeRelease(turnoverBps: number): Promise<void> {
  (games as Map<string, unknown>).delete(planted.id);
  await read();
  await hierarchy().move(admin, agent.userId, { parentId: null, level: "agent" });
  await createCeilings(house.api).setHouse(admin, 5_000);
  await give(turnoverBps);
  (games as Map<string, unknown>).set(planted.id, planted);
}

describe("a game that comes with a release", () => {
  test("behavior: is withheld where a path has more than its ceiling of it, and everything else goes on", async () => {
    // 25 of the smallest edge, 50, are half of it; of 20 they would be more than all.
    await beforeRelease(25);
    const inForce = await Promise.all([read(), read(), read()]);
    for (const offered of inForce) {
      expect(offered.has(planted.id)).toBe(false);
      expect(offered.size).toBe(games.size - 1);
    }
    const shown = await versions().games(house.tenant.id);
    expect(shown.map(({ id }) => id)).toEqual([...games.keys()].filter((id) => id !== planted.id));
    const reason = expect.stringContaining(agent.userId);
    expect(await versions().withheld(house.tenant.id)).toMatchObject([
      { id: planted.id, name: "Planted", edgeBps: 20, bounds: planted.edge, reason },
    ]);
    const { rows } = await house.owner.query(
      "SELECT kind, subject, details FROM alerts WHERE tenant_id = $1",
      [house.tenant.id],
    );
    expect(rows).toEqual([
      {
        kind: "game_withheld",
        subject: "game planted",
        details: { game: "planted", edgeBps: 20, agentId: agent.userId, sumBps: 12_500, ceilingBps: 5_000 },
      },
    ]);

    await expect(house.place(admin.userId, diceBet({ game: planted.id }))).rejects.toMatchObject({
      code: "GAME_WITHHELD",
    });
    await expect(house.place(admin.userId, diceBet())).resolves.toMatchObject({ bet: { game: "dice" } });
    expect(house.faults).toEqual([]);
  });

  test("behavior: does not count as an edge on offer while it is withheld", async () => {
    await expect(give(25, 1)).rejects.toMatchObject({ code: "RATES_EXCEED_CEILING", smallestEdgeBps: 50 });
    await give(24);
    await give(25);
  });

  test("behavior: other houses offer it", async () => {
    const { id } = await house.addTenant("elsewhere");
    expect((await read(id)).get(planted.id)).toMatchObject({ edgeBps: 20 });
    expect(await versions().withheld(id)).toEqual([]);
  });

  test("error: RatesExceedEdge, RatesExceedCeiling for an edge that is still too small", async () => {
    await expect(setPlanted(20)).rejects.toMatchObject({ code: "RATES_EXCEED_EDGE" });
    await expect(setPlanted(49)).rejects.toMatchObject({ code: "RATES_EXCEED_CEILING" });
    expect(await versions().withheld(house.tenant.id)).toHaveLength(1);
  });

  test("behavior: is offered once an administrator sets an edge that passes, and counts from then on", async () => {
    await give(10);
    expect((await read()).has(planted.id)).toBe(false);
    await setPlanted(20);
    expect((await read()).get(planted.id)).toMatchObject({ edgeBps: 20 });
    expect(await versions().withheld(house.tenant.id)).toEqual([]);
    expect((await versions().games(house.tenant.id)).map(({ id }) => id)).toContain(planted.id);
    await expect(give(11)).rejects.toMatchObject({ code: "RATES_EXCEED_CEILING", smallestEdgeBps: 20 });
    await expect
      .poll(() =>
        house.place(admin.userId, diceBet({ betId: randomUUID(), game: planted.id })).catch(() => null),
      )
      .toMatchObject({ bet: { game: "planted", edgeBps: 20 } });
    await expect(house.place(admin.userId, diceBet({ game: "whist" }))).rejects.toMatchObject({
      code: "UNKNOWN_GAME",
    });
  });

  test("behavior: an edge that falls with a release is withheld, and one that rises is not", async () => {
    release({ minBps: 5, maxBps: 10, defaultBps: 10 });
    expect((await read()).has(planted.id)).toBe(false);
    expect(await versions().withheld(house.tenant.id)).toMatchObject([{ edgeBps: 10 }]);
    // What was played at the earlier edge is still on offer by processes of the release before.
    await expect(give(11)).rejects.toMatchObject({ smallestEdgeBps: 20 });
    release({ minBps: 30, maxBps: 40, defaultBps: 30 });
    expect((await read()).get(planted.id)).toMatchObject({ edgeBps: 30 });
    expect(await versions().withheld(house.tenant.id)).toEqual([]);
    expect(await shown()).toMatchObject({ edgeBps: 30 });
  });

  test("behavior: a release that is taken back leaves nothing withheld, and is withheld when it comes again", async () => {
    const before = games.get(planted.id);
    release({ minBps: 5, maxBps: 10, defaultBps: 10 });
    expect((await read()).has(planted.id)).toBe(false);
    expect(await shown()).toBeUndefined();
    (games as Map<string, unknown>).set(planted.id, before);
    expect((await read()).get(planted.id)).toMatchObject({ edgeBps: 30 });
    expect(await versions().withheld(house.tenant.id)).toEqual([]);
    expect(await shown()).toMatchObject({ edgeBps: 30 });
    release({ minBps: 5, maxBps: 10, defaultBps: 10 });
    expect((await read()).has(planted.id)).toBe(false);
    expect(await versions().withheld(house.tenant.id)).toMatchObject([{ edgeBps: 10 }]);
  });
});
