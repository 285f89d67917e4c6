import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { statementFile } from "#domain/api/commissions.ts";
import { differenceInFile } from "#domain/api/statementFile.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

let api: TestApi;
let admin: SignedIn;
let top: SignedIn;
let low: SignedIn;
let player: SignedIn;
beforeAll(async () => {
  api = await TestApi.start();
  admin = await api.staff("admin");
  top = await join(admin, "super_master");
  low = await join(top, "agent");
  player = await join(low, "user");
});
afterAll(() => api.stop());

const get = (who: SignedIn, path: string) => api.call(`/v1${path}`, { token: who.accessToken });
const post = (who: SignedIn, path: string, body: unknown, key?: string) =>
  api.call(`/v1${path}`, {
    method: "POST",
    token: who.accessToken,
    body,
    headers: key === undefined ? {} : { "idempotency-key": key },
  });

const put = (who: SignedIn, path: string, body: unknown) =>
  api.call(`/v1${path}`, { method: "PUT", token: who.accessToken, body });

async function join(inviter: SignedIn, level: string): Promise<SignedIn> {
  const invitation = await post(inviter, "/agents/invitations", { level });
  expect(invitation.status).toBe(201);
  const member = await api.player();
  const joined = await post(member, "/agents/join", { code: ` ${invitation.body.code.toLowerCase()} ` });
  expect(joined.body).toMatchObject({ id: member.userId, level });
  return member;
}

describe("hierarchy", () => {
  test("default: invited, listed, given rates", async () => {
    const { body } = await get(top, "/agents/downline?scope=all");
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([low.userId, player.userId]);
    const rates = await post(top, `/agents/${low.userId}/rates`, { revenueShareBps: 3_000, turnoverBps: 1 });
    expect(rates.body).toMatchObject({ rates: { revenueShareBps: 3_000, turnoverBps: 1 } });
    expect((await get(low, "/agents/members/me")).body).toMatchObject({
      level: "agent",
      parentId: top.userId,
      pathSumBps: expect.any(Number),
    });
  });

  test("error: of each kind, with its code", async () => {
    const code = async (answer: ReturnType<typeof post>) => (await answer).body.code;
    const over = { revenueShareBps: 10_000, turnoverBps: 1 };
    expect(await code(post(top, `/agents/${low.userId}/rates`, over))).toBe("RATES_EXCEED_EDGE");
    expect(await code(post(top, `/agents/${player.userId}/rates`, over))).toBe("NOT_AN_AGENT");
    expect(await code(post(low, `/agents/${top.userId}/rates`, over))).toBe("NOT_FOUND");
    expect(await code(post(low, "/agents/invitations", { level: "agent" }))).toBe("LEVEL_UNFIT");
    expect(await code(post(low, "/agents/join", { code: "A".repeat(16) }))).toBe("INVITATION_REFUSED");
    const { body } = await post(admin, "/agents/invitations", { level: "user" });
    expect(await code(post(low, "/agents/join", { code: body.code }))).toBe("ALREADY_JOINED");
    const cycle = { parentId: low.userId, level: "user" };
    expect(await code(post(admin, `/agents/${top.userId}/move`, cycle))).toBe("HIERARCHY_CYCLE");
  });

  test("behavior: administrators set ceilings, of an agent and of the house, and whoever is bound sees it", async () => {
    const set = await put(admin, `/agents/${low.userId}/ceiling`, { ceilingBps: 4_000 });
    expect(set.body).toMatchObject({ id: low.userId, ceilingBps: 4_000, effectiveCeilingBps: 4_000 });
    const refused = await post(top, `/agents/${low.userId}/rates`, {
      revenueShareBps: 4_001,
      turnoverBps: 0,
    });
    expect(refused.body).toMatchObject({
      status: 422,
      code: "RATES_EXCEED_CEILING",
      values: { mostRevenueShareBps: "4000", ceilingBps: "4000", sumBps: "4001" },
    });
    const house = { ceilingBps: 5_000 };
    expect((await put(admin, "/agents/ceiling", house)).body).toEqual(house);
    for (const who of [admin, await api.staff("operator"), await api.staff("auditor")]) {
      expect((await get(who, "/agents/ceiling")).body).toEqual(house);
    }
    expect((await get(top, "/agents/ceiling")).body.code).toBe("FORBIDDEN");
    expect((await get(top, "/agents/members/me")).body).toMatchObject({
      ceilingBps: null,
      effectiveCeilingBps: 5_000,
    });
    const lifted = await put(admin, `/agents/${low.userId}/ceiling`, { ceilingBps: null });
    expect(lifted.body).toMatchObject({ ceilingBps: null, effectiveCeilingBps: 5_000 });
    for (const ceilingBps of [-1, 10_001, 0.5, "1", undefined]) {
      const { body } = await put(admin, `/agents/${low.userId}/ceiling`, { ceilingBps });
      expect(body.code).toBe("INVALID_INPUT");
    }
    expect((await put(admin, `/agents/${player.userId}/ceiling`, house)).body.code).toBe("NOT_AN_AGENT");
    expect((await put(admin, `/agents/${randomUUID()}/ceiling`, house)).body.code).toBe("NOT_FOUND");
    const { items } = (await get(admin, "/agents/changes?limit=2")).body;
    expect(items).toMatchObject([
      { kind: "ceiling", userId: low.userId, before: { ceilingBps: 4_000 }, after: { ceilingBps: null } },
      { kind: "ceiling", userId: null, before: { ceilingBps: 6_000 }, after: house },
    ]);
    await put(admin, "/agents/ceiling", { ceilingBps: 6_000 });
  });

  test.each([
    [{ revenueShareBps: -1, turnoverBps: 0 }],
    [{ revenueShareBps: 10_001, turnoverBps: 0 }],
    [{ revenueShareBps: 0.5, turnoverBps: 0 }],
    [{ revenueShareBps: "1", turnoverBps: 0 }],
    [{ revenueShareBps: 1 }],
    [{ revenueShareBps: 1, turnoverBps: 0, more: 1 }],
  ])("error: InvalidInput: %j are no rates", async (rates) => {
    expect((await post(top, `/agents/${low.userId}/rates`, rates)).body.code).toBe("INVALID_INPUT");
  });

  test("behavior: invitations are listed and withdrawn", async () => {
    const { body } = await post(low, "/agents/invitations", { level: "user", maxUses: 2, validHours: 1 });
    const withdrawn = await api.call(`/v1/agents/invitations/${body.id}`, {
      method: "DELETE",
      token: low.accessToken,
    });
    expect(withdrawn.status).toBe(204);
    const { items } = (await get(low, "/agents/invitations?limit=1")).body;
    expect(items).toMatchObject([{ id: body.id, maxUses: 2, uses: 0, revokedAt: expect.any(String) }]);
    expect((await post(await api.player(), "/agents/join", { code: body.code })).body.code).toBe(
      "INVITATION_REFUSED",
    );
  });
});

describe("roles", () => {
  test("error: what only administrators do", async () => {
    const others = [
      player,
      low,
      top,
      await api.staff("support"),
      await api.staff("operator"),
      await api.staff("auditor"),
    ];
    for (const who of others) {
      const move = await post(who, `/agents/${player.userId}/move`, { parentId: null });
      const undo = await post(who, `/admin/bets/${randomUUID()}/void`, { reason: "x" }, randomUUID());
      const ceiling = await put(who, `/agents/${low.userId}/ceiling`, { ceilingBps: 10_000 });
      const ofHouse = await put(who, "/agents/ceiling", { ceilingBps: 10_000 });
      expect([move, undo, ceiling, ofHouse].map(({ body }) => body.code)).toEqual(Array(4).fill("FORBIDDEN"));
    }
  });

  test("error: the record of changes is for staff that oversees", async () => {
    for (const who of [player, top, await api.staff("support")]) {
      expect((await get(who, "/agents/changes")).body.code).toBe("FORBIDDEN");
    }
    for (const who of [admin, await api.staff("operator"), await api.staff("auditor")]) {
      expect((await get(who, "/agents/changes?limit=1")).body.items).toHaveLength(1);
    }
  });

  test("error: without a token", async () => {
    for (const path of [
      "/downline",
      "/members/me",
      "/statement",
      "/statement/csv",
      "/payouts",
      "/invitations",
      "/changes",
    ]) {
      expect((await api.call(`/v1/agents${path}`)).body.code).toBe("UNAUTHENTICATED");
    }
  });
});

describe("commissions", () => {
  test("default: a statement, as a file and for spreadsheets, then paid out and withdrawn", async () => {
    const lineId = await earn(low, player, 9_000_000n);
    const { body } = await get(low, "/agents/statement");
    expect(body.totals).toMatchObject([{ currency: "BNB", lines: 1, net: "9000000" }]);
    expect(body.lines).toMatchObject([
      { id: lineId, bets: [{ playerId: player.userId, stake: "1000000000" }] },
    ]);

    const json = await get(low, "/agents/statement/json");
    expect(json.headers.get("content-disposition")).toContain("fairhouse-statement.json");
    const file = statementFile.parse(json.body);
    expect(file.totals).toEqual(body.totals);
    expect(differenceInFile(file)).toBeNull();

    const csv = await get(low, "/agents/statement/csv?type=revenue_share");
    expect(csv.headers.get("content-type")).toContain("text/csv");
    const [head, row, end] = csv.body.split("\r\n");
    expect(head.split(",")).toHaveLength(16);
    expect(row).toMatch(new RegExp(`^${lineId},accrual,BNB,.*,1000000000,300,\\d+,\\d+,3000,0,9000000,0$`));
    expect(end).toBe("");

    const key = randomUUID();
    const paid = await post(low, "/agents/payout", { currency: "BNB" }, key);
    expect([paid.status, paid.body.amount]).toEqual([201, "9000000"]);
    const again = await post(low, "/agents/payout", { currency: "BNB" }, key);
    expect([again.headers.get("idempotent-replayed"), again.body]).toEqual(["true", paid.body]);
    expect((await post(low, "/agents/payout", { currency: "BNB" }, randomUUID())).body.code).toBe(
      "NO_COMMISSIONS",
    );
    expect((await get(low, "/agents/payouts")).body.items).toEqual([paid.body]);
    const withdrawal = await post(
      low,
      "/users/withdraw",
      { currency: "BNB", amount: "1009000000" },
      randomUUID(),
    );
    expect(withdrawal.status).toBe(202);
  });

  test("error: IdempotencyKeyMissing; a key says the same about one bet alone", async () => {
    expect((await post(low, "/agents/payout", { currency: "BNB" })).body.code).toBe(
      "IDEMPOTENCY_KEY_MISSING",
    );
    const key = randomUUID();
    const undo = (betId: string) => post(admin, `/admin/bets/${betId}/void`, { reason: "x" }, key);
    expect((await undo(randomUUID())).body.code).toBe("NOT_FOUND");
    expect((await undo(randomUUID())).body.code).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  test("behavior: a reader who leaves in the middle is no failure", async () => {
    const leave = new AbortController();
    const response = await fetch(`${api.url}/v1/agents/statement/json`, {
      headers: { authorization: `Bearer ${low.accessToken}` },
      signal: leave.signal,
    });
    leave.abort();
    await response.text().catch(() => undefined);
    expect((await get(low, "/agents/members/me")).status).toBe(200);
    expect(api.logLines.filter((line) => line.includes("request failed unexpectedly"))).toEqual([]);
  });

  test("error: NotFound: the statements of others", async () => {
    expect((await get(low, `/agents/statement?agentId=${top.userId}`)).body.code).toBe("NOT_FOUND");
    expect((await get(low, `/agents/statement/csv?agentId=${top.userId}`)).body.code).toBe("NOT_FOUND");
    expect((await get(top, `/agents/statement?agentId=${low.userId}`)).status).toBe(200);
  });
});

describe("tenants", () => {
  test("error: nothing of another house can be seen or changed, whoever asks", async () => {
    const other = await api.addTenant();
    const { rows } = await api.sql.query<{ id: string }>(
      "INSERT INTO users (tenant_id, wallet_address) VALUES ($1, '0x' || repeat('ab', 20)) RETURNING id",
      [other.id],
    );
    const stranger = rows[0]!.id;
    for (const answer of [
      await get(admin, `/agents/members/${stranger}`),
      await get(admin, `/agents/downline?below=${stranger}`),
      await get(admin, `/agents/statement?agentId=${stranger}`),
      await post(admin, `/agents/${stranger}/rates`, { revenueShareBps: 0, turnoverBps: 0 }),
      await post(admin, `/agents/${stranger}/move`, { parentId: null }),
      await post(admin, `/agents/${player.userId}/move`, { parentId: stranger }),
    ]) {
      expect(answer.body.code).toBe("NOT_FOUND");
    }
  });

  test("error: row-level security hides every table of another house", async () => {
    const tables = [
      "commission_plans",
      "agents",
      "agent_invitations",
      "agent_changes",
      "commission_lines",
      "commission_totals",
      "commission_payouts",
    ];
    const { rows: others } = await api.sql.query<{ id: number }>(
      "SELECT id FROM tenants WHERE slug = 'other'",
    );
    const pool = createPool({
      url: `${api.sql.options.connectionString}`,
      role: "fairhouse_api",
      maxConnections: 1,
      settings: { "app.tenant_id": String(others[0]!.id) },
    });
    for (const table of tables) {
      expect((await api.sql.query(`SELECT FROM ${table}`)).rowCount, table).toBeGreaterThan(0);
      expect((await pool.query(`SELECT FROM ${table}`)).rowCount, table).toBe(0);
      await expect(pool.query(`UPDATE ${table} SET tenant_id = tenant_id`)).rejects.toMatchObject({
        code: "42501",
      });
    }
    // The houses themselves are seen by all; their ceilings are each house's own to set.
    const ceiling = await pool.query("UPDATE tenants SET agent_ceiling_bps = 1 RETURNING id");
    expect(ceiling.rows).toEqual([{ id: others[0]!.id }]);
    await pool.end();
  });
});

/** A line of the agent's, as a bet of 1 coin at an edge of 3 % and a share of 30 % makes it. */
async function earn(agent: SignedIn, from: SignedIn, amount: bigint): Promise<string> {
  await post(top, `/agents/${agent.userId}/rates`, { revenueShareBps: 3_000, turnoverBps: 0 });
  const [lineId, betId] = [randomUUID(), randomUUID()];
  await api.sql.query(
    `WITH plan AS (SELECT plan_id FROM agents WHERE tenant_id = $1 AND user_id = $2), bet AS (
       INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator,
         multiplier_denominator, edge_bps, commission_plan_id, params, outcome, seed_id, nonce)
       SELECT $1, $3, $4, 'dice', 'BNB', 1000000000, 0, 0, 1, 300, plan_id, '{}', '{}', 0, 0 FROM plan
     ), line AS (
       INSERT INTO commission_lines (tenant_id, id, agent_id, currency, revenue_share, turnover, bet_ids)
       VALUES ($1, $5, $2, 'BNB', $6, 0, ARRAY[$3::uuid])
     ), opened AS (
       INSERT INTO accounts (tenant_id, kind, currency) VALUES ($1, 'commission_payable', 'BNB')
     )
     INSERT INTO commission_totals VALUES ($1, $2, 'BNB', 0, $6, 0)`,
    [api.tenantId, agent.userId, betId, from.userId, lineId, amount],
  );
  return lineId;
}
