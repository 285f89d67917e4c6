import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { requireEdgeCoversRates } from "#backend/modules/agents/edgeFloor.ts";
import { AlreadyJoined, InvitationRefused, NotAnAgent } from "#backend/modules/agents/hierarchy.service.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { RatesExceedEdge } from "#domain/agents/ceiling.ts";
import { HierarchyCycle, LevelUnfit, type MemberLevel } from "#domain/agents/hierarchy.ts";
import type { Rates } from "#domain/agents/rates.ts";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";

const HOUR_MS = 3_600_000;

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
  // Here paths may give the whole edge; what lower ceilings do has tests of its own.
  await house.ceilings.setHouse(house.admin, 10_000);
});
afterAll(() => house.stop());

const invite = (viewer: Viewer, level: MemberLevel, maxUses = 1) =>
  house.invitations.invite(viewer, { level, maxUses, validHours: 24 });
const share = (revenueShareBps: number): Rates => ({ revenueShareBps, turnoverBps: 0 });
const placeOf = (viewer: Viewer, member: Viewer) => house.downline.place(viewer, member.userId);

async function pathOf({ userId }: Viewer): Promise<string> {
  const { rows } = await house.owner.query<{ agent_path: string }>(
    "SELECT agent_path FROM users WHERE id = $1",
    [userId],
  );
  return rows[0]!.agent_path;
}

describe("join", () => {
  test("default: by invitations, from the house down to a user", async () => {
    const [top, middle, low, player] = await Promise.all(Array.from({ length: 4 }, () => house.addUser()));
    const join = async (who: Viewer, inviter: Viewer, level: MemberLevel) =>
      house.hierarchy.join(who, (await invite(inviter, level)).code);
    await join(top!, house.admin, "super_master");
    await join(middle!, top!, "master");
    await join(low!, middle!, "agent");
    await join(player!, low!, "user");
    expect(await pathOf(player!)).toBe(`/${top!.userId}/${middle!.userId}/${low!.userId}/`);
    expect(await placeOf(player!, player!)).toMatchObject({
      level: "user",
      parentId: low!.userId,
      rates: null,
    });
    expect(await placeOf(low!, low!)).toMatchObject({ level: "agent", rates: share(0) });
    const { items } = await house.hierarchy.changes(house.admin, { limit: 1 });
    expect(items).toMatchObject([
      {
        kind: "joined",
        userId: player!.userId,
        actorId: player!.userId,
        before: { level: "user", path: "/" },
      },
    ]);
  });

  test("behavior: a new agent's members give what is given above it", async () => {
    const { top, middle } = await house.line();
    await house.hierarchy.setRates(house.admin, top.userId, share(1_000));
    const agent = await house.addUser();
    await house.hierarchy.join(agent, (await invite(middle, "agent")).code);
    const player = await house.addUser();
    await house.hierarchy.join(player, (await invite(agent, "user")).code);
    await house.fund(player.userId, 10_000n);
    await house.settle([{ userId: player.userId, stake: 10_000n }]);
    expect(await house.claimOf(top)).toBe(30n);
  });

  test("behavior: a code is good for as many as it says, also when all come at once", async () => {
    const top = await house.place("super_master");
    const { code, id } = await invite(top, "user", 3);
    const users = await Promise.all(Array.from({ length: 6 }, () => house.addUser()));
    const results = await Promise.allSettled(users.map((user) => house.hierarchy.join(user, code)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    const { items } = await house.invitations.list(top, { limit: 10 });
    expect(items).toMatchObject([{ id, uses: 3, maxUses: 3 }]);
    const { items: members } = await house.downline.list(top, { limit: 10, scope: "direct" });
    expect(members).toHaveLength(3);
  });

  test("behavior: one user with two codes at once takes one place", async () => {
    const tops = await Promise.all([house.place("super_master"), house.place("super_master")]);
    const codes = await Promise.all(tops.map((top) => invite(top, "user")));
    const user = await house.addUser();
    const results = await Promise.allSettled(codes.map(({ code }) => house.hierarchy.join(user, code)));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const uses = await Promise.all(tops.map((top) => house.invitations.list(top, { limit: 1 })));
    expect(uses.reduce((sum, { items }) => sum + items[0]!.uses, 0)).toBe(1);
  });

  test("error: InvitationRefused: unknown, used, expired, withdrawn, of another house", async () => {
    const top = await house.place("super_master");
    const join = async (code: string, who?: Viewer) =>
      house.hierarchy.join(who ?? (await house.addUser()), code);
    await expect(join("AAAAAAAAAAAAAAAA")).rejects.toThrow(InvitationRefused);
    const used = await invite(top, "user");
    await join(used.code);
    await expect(join(used.code)).rejects.toThrow(InvitationRefused);
    const old = await invite(top, "user");
    house.shiftClock(25 * HOUR_MS);
    await expect(join(old.code)).rejects.toThrow(InvitationRefused);
    house.shiftClock(0);
    await house.invitations.revoke(top, old.id);
    await expect(join(old.code)).rejects.toThrow(InvitationRefused);
    const fresh = await invite(top, "user");
    const stranger = await house.addUser("player", await house.addTenant("elsewhere"));
    await expect(join(fresh.code, stranger)).rejects.toThrow(InvitationRefused);
  });

  test("error: AlreadyJoined: a place is taken once", async () => {
    const top = await house.place("super_master");
    const { code } = await invite(top, "user", 5);
    const user = await house.addUser();
    await house.hierarchy.join(user, code);
    await expect(house.hierarchy.join(user, code)).rejects.toThrow(AlreadyJoined);
  });

  test("error: into one's own downline or under oneself", async () => {
    const { top, low } = await house.line();
    const { code } = await invite(low, "user", 5);
    await expect(house.hierarchy.join(top, code)).rejects.toThrow(AlreadyJoined);
    await expect(house.hierarchy.join(low, code)).rejects.toThrow(AlreadyJoined);
    // As an account might look that got its members before places were recorded.
    await house.owner.query("UPDATE users SET joined_agent_at = NULL WHERE id = ANY($1)", [
      [top.userId, low.userId],
    ]);
    await expect(house.hierarchy.join(top, code)).rejects.toThrow(HierarchyCycle);
    await expect(house.hierarchy.join(low, code)).rejects.toThrow(HierarchyCycle);
  });

  test("error: LevelUnfit: nobody invites to their own level, and users invite nobody", async () => {
    const { middle, player } = await house.line();
    await expect(invite(middle, "master")).rejects.toThrow(LevelUnfit);
    await expect(invite(middle, "super_master")).rejects.toThrow(LevelUnfit);
    await expect(invite(player, "user")).rejects.toThrow(LevelUnfit);
  });

  test("error: NotFound: another's invitation is not one's own to withdraw", async () => {
    const [mine, theirs] = [await house.place("super_master"), await house.place("super_master")];
    const { id } = await invite(theirs, "user");
    await expect(house.invitations.revoke(mine, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(house.invitations.revoke(house.admin, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("setRates", () => {
  test("default: by whoever is above, and by administrators; recorded with before and after", async () => {
    const { top, middle, low } = await house.line();
    await house.hierarchy.setRates(top, low.userId, { revenueShareBps: 3_000, turnoverBps: 1 });
    await house.hierarchy.setRates(house.admin, middle.userId, share(1));
    expect((await placeOf(low, low)).rates).toEqual({ revenueShareBps: 3_000, turnoverBps: 1 });
    const { items } = await house.hierarchy.changes(house.admin, { limit: 2 });
    expect(items).toMatchObject([
      {
        kind: "rates",
        userId: middle.userId,
        actorId: house.admin.userId,
        before: share(0),
        after: share(1),
      },
      { kind: "rates", userId: low.userId, actorId: top.userId },
    ]);
  });

  test("behavior: a path may give the whole edge, and its sum is told", async () => {
    const { top, middle, low, player } = await house.line();
    await house.hierarchy.setRates(house.admin, top.userId, share(5_000));
    await house.hierarchy.setRates(house.admin, low.userId, share(5_000));
    for (const member of [top, middle, low, player]) {
      expect((await placeOf(house.admin, member)).pathSumBps).toBe(10_000);
    }
  });

  test("error: RatesExceedEdge: anywhere on any path below, and nothing has changed", async () => {
    const { top, middle, low } = await house.line();
    const other = await house.place("agent", middle);
    await house.hierarchy.setRates(house.admin, low.userId, share(6_000));
    await house.hierarchy.setRates(house.admin, other.userId, share(9_000));
    await expect(house.hierarchy.setRates(house.admin, top.userId, share(1_001))).rejects.toThrow(
      RatesExceedEdge,
    );
    await house.hierarchy.setRates(house.admin, top.userId, share(1_000));
    await expect(house.hierarchy.setRates(top, middle.userId, share(1))).rejects.toThrow(RatesExceedEdge);
    expect((await placeOf(middle, middle)).rates).toEqual(share(0));
  });

  test("error: RatesExceedEdge: rebates are counted against the smallest edge on offer, and it cannot be lowered below them", async () => {
    const low = await house.place("agent");
    const { smallestEdgeBps: edge } = await placeOf(low, low);
    await house.hierarchy.setRates(house.admin, low.userId, { revenueShareBps: 0, turnoverBps: edge });
    const over = { revenueShareBps: 1, turnoverBps: edge };
    await expect(house.hierarchy.setRates(house.admin, low.userId, over)).rejects.toThrow(RatesExceedEdge);
    const lower = (edgeBps: number) =>
      inTenantTransaction(house.pool, house.tenantId, (client) =>
        requireEdgeCoversRates(client, house.tenantId, edgeBps),
      );
    await lower(edge);
    await expect(lower(edge - 1)).rejects.toThrow(RatesExceedEdge);
    await house.hierarchy.setRates(house.admin, low.userId, share(0));
  });

  test("behavior: of many at once, only as many pass as fit", async () => {
    const { top, middle, low } = await house.line();
    const members = [top, middle, low];
    const results = await Promise.allSettled(
      members.map((member) => house.hierarchy.setRates(house.admin, member.userId, share(4_000))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect((await placeOf(low, low)).pathSumBps).toBe(8_000);
  });

  test("error: NotFound: oneself, those above, other lines, other houses", async () => {
    const [mine, theirs] = [await house.line(), await house.line()];
    const stranger = await house.addUser("admin", await house.addTenant("third"));
    for (const [actor, member] of [
      [mine.low, mine.low],
      [mine.low, mine.middle],
      [mine.top, theirs.low],
      [mine.player, mine.low],
      [stranger, mine.low],
      [await house.addUser("operator"), mine.low],
    ] as const) {
      await expect(house.hierarchy.setRates(actor, member.userId, share(1))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  test("error: NotAnAgent", async () => {
    const { top, player } = await house.line();
    await expect(house.hierarchy.setRates(top, player.userId, share(1))).rejects.toThrow(NotAnAgent);
  });
});

describe("move", () => {
  const move = (member: Viewer, parent: Viewer | null, level?: MemberLevel) =>
    house.hierarchy.move(house.admin, member.userId, {
      parentId: parent?.userId ?? null,
      ...(level === undefined ? {} : { level }),
    });

  test("default: everybody below comes along, and it is on record", async () => {
    const [from, to] = [await house.line(), await house.line()];
    await move(from.middle, to.top);
    expect(await pathOf(from.player)).toBe(`/${to.top.userId}/${from.middle.userId}/${from.low.userId}/`);
    expect((await house.downline.list(to.top, { limit: 10, scope: "all" })).items).toHaveLength(6);
    expect((await house.downline.list(from.top, { limit: 10, scope: "all" })).items).toHaveLength(0);
    const { items } = await house.hierarchy.changes(house.admin, { limit: 1 });
    expect(items).toMatchObject([
      {
        kind: "moved",
        userId: from.middle.userId,
        actorId: house.admin.userId,
        before: { path: `/${from.top.userId}/` },
        after: { path: `/${to.top.userId}/` },
      },
    ]);
  });

  test("behavior: another level: a user becomes an agent, an agent without members a user", async () => {
    const { middle, player } = await house.line();
    await move(player, middle, "agent");
    expect((await placeOf(player, player)).rates).toEqual(share(0));
    await move(player, middle, "user");
    expect((await placeOf(player, player)).rates).toBeNull();
    await move(player, null, "super_master");
    expect(await pathOf(player)).toBe("/");
  });

  test("error: HierarchyCycle, LevelUnfit, NotFound", async () => {
    const { top, middle, low, player } = await house.line();
    await expect(move(top, low)).rejects.toThrow(HierarchyCycle);
    await expect(move(top, top)).rejects.toThrow(HierarchyCycle);
    await expect(move(middle, player)).rejects.toThrow(HierarchyCycle);
    const other = await house.line();
    await expect(move(middle, other.middle)).rejects.toThrow(LevelUnfit);
    await expect(move(middle, other.player)).rejects.toThrow(LevelUnfit);
    await expect(move(middle, null, "agent")).rejects.toThrow(LevelUnfit);
    await expect(move(low, null, "user")).rejects.toThrow(LevelUnfit);
    const stranger = await house.addUser("player", await house.addTenant("fourth"));
    await expect(move(stranger, top)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(move(player, stranger)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("error: RatesExceedEdge when the new path would give away too much, and nobody has moved", async () => {
    const [from, to] = [await house.line(), await house.line()];
    await house.hierarchy.setRates(house.admin, from.low.userId, share(6_000));
    await house.hierarchy.setRates(house.admin, to.top.userId, share(5_000));
    const before = await pathOf(from.player);
    await expect(move(from.middle, to.top)).rejects.toThrow(RatesExceedEdge);
    expect(await pathOf(from.player)).toBe(before);
    await expect(move(from.low, to.middle)).rejects.toThrow(RatesExceedEdge);
  });

  test("behavior: two moves that would each be fine and together a circle", async () => {
    const a = await house.place("master");
    const b = await house.place("master");
    const results = await Promise.allSettled([
      house.hierarchy.move(house.admin, a.userId, { parentId: b.userId, level: "agent" }),
      house.hierarchy.move(house.admin, b.userId, { parentId: a.userId, level: "agent" }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("downline", () => {
  test("default: with figures, in pages", async () => {
    const { top, middle, low, player } = await house.line();
    await house.hierarchy.setRates(house.admin, low.userId, share(3_000));
    await house.fund(player.userId, 10_000n);
    await house.settle([{ userId: player.userId, stake: 10_000n }]);
    await house.owner.query(
      "INSERT INTO player_totals (tenant_id, user_id, currency, bets, staked, paid) VALUES ($1, $2, 'BNB', 1, 10000, 0)",
      [house.tenantId, player.userId],
    );
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await house.downline.list(top, {
        limit: 2,
        scope: "all",
        ...(cursor === null ? {} : { cursor }),
      });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(ids).toEqual([middle.userId, low.userId, player.userId]);
    const { items } = await house.downline.list(top, { limit: 5, scope: "direct", below: middle.userId });
    expect(items).toMatchObject([
      {
        id: low.userId,
        directMembers: 1,
        figures: [{ currency: "BNB", bets: 0, staked: "0", paid: "0", earned: "90" }],
      },
    ]);
    const below = await house.downline.list(low, { limit: 5, scope: "direct" });
    expect(below.items[0]!.figures).toEqual([
      { currency: "BNB", bets: 1, staked: "10000", paid: "0", earned: "0" },
    ]);
  });

  test("behavior: staff begins at the house, and a user has nobody", async () => {
    const { top, player } = await house.line();
    const { items } = await house.downline.list(house.admin, { limit: 200, scope: "direct" });
    expect(items.map(({ id }) => id)).toContain(top.userId);
    expect((await house.downline.list(player, { limit: 5, scope: "all" })).items).toEqual([]);
  });

  test("behavior: agents alone, when they are asked for, in pages", async () => {
    const { top, middle, low } = await house.line();
    await house.place("user", top);
    const agents = { limit: 1, members: "agents" as const };
    expect((await house.downline.list(top, { ...agents, scope: "direct" })).items).toMatchObject([
      { id: middle.userId },
    ]);
    const { items, nextCursor } = await house.downline.list(top, { ...agents, scope: "all" });
    expect(items).toMatchObject([{ id: middle.userId }]);
    const rest = await house.downline.list(top, { ...agents, scope: "all", cursor: nextCursor! });
    expect(rest).toMatchObject({ items: [{ id: low.userId }], nextCursor: null });
  });

  test("behavior: a place is told as of one moment, whatever changes while it is read", async () => {
    const { middle, low, player } = await house.line();
    const change = await house.owner.connect();
    try {
      await change.query("BEGIN");
      // Read behind the member, and before those above it.
      await change.query("LOCK TABLE game_configs IN ACCESS EXCLUSIVE MODE");
      const told = placeOf(player, player);
      await house.untilSomebodyWaits();
      await change.query(
        `UPDATE users SET agent_id = $2, agent_path = replace(agent_path, $3 || '/', '') WHERE id = $1`,
        [player.userId, middle.userId, low.userId],
      );
      await change.query("UPDATE users SET agent_level = 4 WHERE id = $1", [low.userId]);
      await change.query("DELETE FROM agents WHERE user_id = $1", [low.userId]);
      await change.query("COMMIT");
      expect(await told).toMatchObject({ parentId: low.userId });
      expect(await placeOf(player, player)).toMatchObject({ parentId: middle.userId });
    } finally {
      change.release();
    }
  });

  test("error: NotFound: those above and beside", async () => {
    const [mine, theirs] = [await house.line(), await house.line()];
    for (const below of [mine.top.userId, theirs.low.userId]) {
      await expect(house.downline.list(mine.low, { limit: 1, scope: "direct", below })).rejects.toMatchObject(
        {
          code: "NOT_FOUND",
        },
      );
    }
    await expect(placeOf(mine.low, mine.top)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
