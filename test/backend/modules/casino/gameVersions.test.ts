import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestApi } from "#test/backend/http/testApi.ts";
import { diceBet } from "./testHouse.ts";

let api: TestApi;
let admin: string;
let adminId: string;
let player: string;

beforeAll(async () => {
  api = await TestApi.start();
  const staff = await api.signIn();
  await api.sql.query("UPDATE users SET role = 'admin' WHERE id = $1", [staff.userId]);
  adminId = staff.userId;
  admin = (await api.signIn(staff.account)).accessToken;
  player = (await api.player()).accessToken;
});
afterAll(() => api.stop());

const setEdge = (game: string, body: unknown, token?: string) =>
  api.call(`/v1/admin/games/${game}/edge`, {
    method: "PUT",
    body,
    ...(token === undefined ? {} : { token }),
  });

async function bet() {
  const headers = { "idempotency-key": randomUUID() };
  const answer = await api.call("/v1/casino/bets", {
    method: "POST",
    body: diceBet(),
    token: player,
    headers,
  });
  const { rows } = await api.sql.query(
    `SELECT game_configs.version FROM bets JOIN game_configs ON game_configs.id = config_id WHERE bets.id = $1`,
    [answer.body.bet.betId],
  );
  return { ...answer.body.bet, version: rows[0].version };
}

async function edgeShown(game: string): Promise<number[]> {
  const lists = [(await api.call("/v1/casino/games")).body.items, (await api.config()).games];
  return lists.map((games) => games.find(({ id }: { id: string }) => id === game).edgeBps);
}

describe("versions of a game", () => {
  test("default: the usual edge is version 1 from the first bet on, and its hash is that of its content", async () => {
    expect(await bet()).toMatchObject({ edgeBps: 100, version: 1 });
    const { items } = (await api.call("/v1/casino/games/dice/versions")).body;
    expect(items).toMatchObject([{ game: "dice", version: 1, edgeBps: 100 }]);
    expect(createHash("sha256").update(items[0].content).digest("hex")).toBe(items[0].hash);
    expect(await edgeShown("dice")).toEqual([100, 100]);
  });

  test("behavior: another edge is another version, and bets keep theirs", async () => {
    const before = await bet();
    const { items } = (await setEdge("dice", { edgeBps: 150 }, admin)).body;
    expect(items.map(({ version, edgeBps }: Record<string, number>) => [version, edgeBps])).toEqual([
      [before.version + 1, 150],
      [before.version, 100],
    ]);
    await expect.poll(bet).toMatchObject({ edgeBps: 150, version: before.version + 1 });
    expect(await edgeShown("dice")).toEqual([150, 150]);
    // The same again makes no version; the first edge again makes a third.
    expect((await setEdge("dice", { edgeBps: 150 }, admin)).body.items).toHaveLength(2);
    expect((await setEdge("dice", { edgeBps: 100 }, admin)).body.items).toHaveLength(3);
    await expect.poll(bet).toMatchObject({ edgeBps: 100, version: 3 });
  });

  test("behavior: who set an edge is on record for those who audit, with crash's tables, and for nobody else", async () => {
    const changes = (token?: string, query = "") =>
      api.call(`/v1/admin/games/changes${query}`, token === undefined ? {} : { token });
    await setEdge("limbo", { edgeBps: 150 }, admin);
    await api.call("/v1/admin/crash/tables/BNB", { method: "PUT", body: { edgeBps: 250 }, token: admin });
    const { items } = (await changes(admin)).body;
    const table = { kind: "crashTable", subject: "BNB", actorId: adminId };
    const set = { kind: "game", subject: "limbo", actorId: adminId };
    expect(items[0]).toMatchObject({ ...table, before: { edgeBps: 300 }, after: { edgeBps: 250 } });
    expect(items[1]).toMatchObject({
      ...set,
      before: { version: 1, edgeBps: 100 },
      after: { version: 2, edgeBps: 150 },
    });
    expect(items.at(-1)).toMatchObject({ kind: "game", actorId: null, before: null });

    const paged: unknown[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { items: unknown[]; nextCursor: string | null } = (
        await changes(admin, `?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`)
      ).body;
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(items);
    expect((await changes(admin, "?cursor=e30")).body.code).toBe("CURSOR_INVALID");

    const auditor = await api.signIn();
    await api.sql.query("UPDATE users SET role = 'auditor' WHERE id = $1", [auditor.userId]);
    expect((await changes((await api.signIn(auditor.account)).accessToken)).body.items).toEqual(items);
    for (const path of ["changes", "withheld"]) {
      expect((await api.call(`/v1/admin/games/${path}`, { token: player })).status).toBe(403);
      expect((await api.call(`/v1/admin/games/${path}`)).status).toBe(401);
    }
    expect((await api.call("/v1/admin/games/withheld", { token: admin })).body).toEqual({ items: [] });
  });

  test("behavior: what another house has set is not shown, and its staff cannot be named here", async () => {
    const { rows } = await api.sql.query(
      `INSERT INTO tenants (slug, name, hostnames) VALUES ('other', 'Other', '{}') RETURNING id`,
    );
    const other = rows[0].id;
    const insert = `INSERT INTO game_configs (tenant_id, game, version, edge_bps, content, hash, actor_id)
      VALUES ($1, 'keno', 1, 100, '{}', encode(sha256('{}'), 'hex'), $2)`;
    await expect(api.sql.query(insert, [other, adminId])).rejects.toMatchObject({ code: "23503" });
    await api.sql.query(insert, [other, null]);
    const { items } = (await api.call("/v1/admin/games/changes", { token: admin })).body;
    expect(items.filter(({ subject }: { subject: string }) => subject === "keno")).toHaveLength(1);
  });

  test("error: EdgeOutOfBounds, UnknownGame, InvalidInput, and nobody but administrators", async () => {
    expect((await setEdge("dice", { edgeBps: 9_000 }, admin)).body).toMatchObject({
      status: 422,
      code: "EDGE_OUT_OF_BOUNDS",
    });
    expect((await setEdge("whist", { edgeBps: 100 }, admin)).body.code).toBe("UNKNOWN_GAME");
    expect((await setEdge("dice", { edgeBps: 1.5 }, admin)).body.code).toBe("INVALID_INPUT");
    expect((await setEdge("dice", { edgeBps: 120 }, player)).status).toBe(403);
    expect((await setEdge("dice", { edgeBps: 120 })).status).toBe(401);
    expect((await api.call("/v1/casino/games/whist/versions")).body.code).toBe("UNKNOWN_GAME");
  });
});
