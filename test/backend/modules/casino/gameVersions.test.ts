import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EPOCH_KIND } from "#domain/fairness/epoch.ts";
import { findGame, games } from "#domain/games/registry.ts";
import { TestApi } from "#test/backend/http/testApi.ts";
import { diceBet } from "./testHouse.ts";

let api: TestApi;
let admin: string;
let adminId: string;
let adminAddress: string;
let player: string;

beforeAll(async () => {
  api = await TestApi.start();
  const staff = await api.staff("admin");
  adminId = staff.userId;
  adminAddress = staff.account.address.toLowerCase();
  admin = staff.accessToken;
  player = (await api.player()).accessToken;
});
afterAll(() => api.stop());

const setEdge = (game: string, body: unknown, token?: string) =>
  api.call(`/v1/admin/games/${game}/edge`, {
    method: "PUT",
    body,
    ...(token === undefined ? {} : { token }),
  });

const auditorToken = async () => (await api.staff("auditor")).accessToken;

/** An epoch of one game version, as the worker writes it, and its anchor as the indexer does. */
async function anchorEpoch(epoch: number, { hash, anchored }: { hash: string; anchored: boolean }) {
  const root = `0x${"ab".repeat(32)}`;
  const { rows } = await api.sql.query(
    `INSERT INTO fairness_epochs (tenant_id, vault_id, epoch, root)
     SELECT tenant_id, id, $1, $2 FROM vaults RETURNING id, tenant_id, vault_id`,
    [epoch, root],
  );
  const [built] = rows;
  await api.sql.query(
    `INSERT INTO fairness_epoch_sections (tenant_id, epoch_id, section, root, size, hashes, nodes)
     VALUES ($1, $2, 'games', $3, 1, decode($3, 'hex'), '')`,
    [built.tenant_id, built.id, hash],
  );
  if (!anchored) return;
  await api.sql.query(
    `INSERT INTO fairness_anchors (tenant_id, vault_id, kind, epoch, root, block_number, block_time, tx_hash, log_index)
     VALUES ($1, $2, $3, $4, $5, 7, 1, $6, 0)`,
    [built.tenant_id, built.vault_id, EPOCH_KIND, epoch, root, `0x${"cd".repeat(32)}`],
  );
}

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
    const by = { actorId: adminId, actorAddress: adminAddress };
    const table = { kind: "crashTable", subject: "BNB", ...by };
    const set = { kind: "game", subject: "limbo", ...by };
    expect(items[0]).toMatchObject({ ...table, before: { edgeBps: 300 }, after: { edgeBps: 250 } });
    expect(items[1]).toMatchObject({
      ...set,
      before: { version: 1, edgeBps: 100 },
      after: { version: 2, edgeBps: 150 },
    });
    expect(items.at(-1)).toMatchObject({ kind: "game", actorId: null, actorAddress: null, before: null });

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

    expect((await changes(await auditorToken())).body.items).toEqual(items);
    for (const path of ["games", "games/changes", "games/withheld", "crash/tables"]) {
      expect((await api.call(`/v1/admin/${path}`, { token: player })).status).toBe(403);
      expect((await api.call(`/v1/admin/${path}`)).status).toBe(401);
    }
    expect((await api.call("/v1/admin/games/withheld", { token: admin })).body).toEqual({ items: [] });
  });

  test("behavior: those who audit see each game with its version in force, its bounds, and who set it", async () => {
    const { items: versions } = (await setEdge("mines", { edgeBps: 150 }, admin)).body;
    const shown = (await api.call("/v1/admin/games", { token: await auditorToken() })).body.items;
    const mines = shown.find(({ id }: { id: string }) => id === "mines");
    const [newest] = versions;
    expect(mines).toMatchObject({
      ...{ name: "Mines", edgeBps: 150, bounds: findGame("mines").edge },
      version: { number: newest.version, hash: newest.hash, setBy: adminAddress, anchoredIn: null },
    });
    const plinko = shown.find(({ id }: { id: string }) => id === "plinko");
    expect(plinko.version).toMatchObject({ number: 1, setBy: null });
    expect(shown).toHaveLength(games.size);
  });

  test("behavior: where a version is anchored is the newest epoch that the registry has, if the version is in it", async () => {
    const { items } = (await setEdge("hilo", { edgeBps: 250 }, admin)).body;
    await anchorEpoch(1, { anchored: true, hash: items[0].hash });
    await anchorEpoch(2, { anchored: false, hash: items[0].hash });
    const shown = (await api.call("/v1/admin/games", { token: admin })).body.items;
    const of = (game: string) => shown.find(({ id }: { id: string }) => id === game).version.anchoredIn;
    expect(of("hilo")).toMatchObject({ epoch: "1", blockNumber: "7", txHash: `0x${"cd".repeat(32)}` });
    expect(of("mines")).toBeNull();
  });

  test("behavior: those who audit see how crash's tables are set up", async () => {
    const set = { edgeBps: 260, pauseMs: 2_500 };
    await api.call("/v1/admin/crash/tables/BNB", { method: "PUT", body: set, token: admin });
    const { items } = (await api.call("/v1/admin/crash/tables", { token: await auditorToken() })).body;
    expect(items).toMatchObject([{ currency: "BNB", isOpen: true, ...set }]);
    expect(items[0]).toHaveProperty("roundRiskBps");
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
