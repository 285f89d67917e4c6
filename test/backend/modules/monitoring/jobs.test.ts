import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MAX_OPEN_JOBS } from "#backend/modules/monitoring/jobs.service.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";
import { addOtherHouse, type OtherHouse } from "#test/backend/modules/monitoring/otherHouse.ts";

const VAULT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
const DIGEST = "ab".repeat(32);

let api: TestApi;
let other: OtherHouse;
let operator: SignedIn;
let auditor: SignedIn;
let support: SignedIn;
let player: SignedIn;
beforeAll(async () => {
  api = await TestApi.start();
  other = await addOtherHouse(api);
  operator = await api.staff("operator");
  auditor = await api.staff("auditor");
  support = await api.staff("support");
  player = await api.player();
  await api.sql.query(
    `INSERT INTO chain_cursors (tenant_id, vault_id, block_number, block_hash, head_number, final_number)
     SELECT tenant_id, id, 1000, '0x' || repeat('a', 64), 1000, 994 FROM vaults WHERE address = $1`,
    [VAULT],
  );
});
afterAll(() => api.stop());
beforeEach(() => api.sql.query("DELETE FROM indexer_jobs"));

const post = (path: string, body: object, user: SignedIn = operator, key: string = randomUUID()) =>
  api.call(`/v1/monitoring${path}`, {
    method: "POST",
    body,
    token: user.accessToken,
    headers: { "Idempotency-Key": key },
  });
const replay = (range: object = {}, user = operator, key?: string) =>
  post("/replay-events", { vault: VAULT, fromBlock: "1", toBlock: "1000", ...range }, user, key);
const get = (path: string, user: SignedIn = operator) =>
  api.call(`/v1/monitoring${path}`, { token: user.accessToken });
const countJobs = async () =>
  (await api.sql.query<{ count: number }>("SELECT count(*)::integer AS count FROM indexer_jobs")).rows[0]!
    .count;

describe("POST /monitoring/replay-events", () => {
  test("default: the wish is written down, with who had it", async () => {
    const { status, body } = await replay();
    expect(status).toBe(202);
    expect(body).toMatchObject({
      kind: "replay",
      vault: VAULT,
      fromBlock: "1",
      toBlock: "1000",
      state: "queued",
      doneBlock: null,
      result: null,
      comparisons: null,
      requestedBy: operator.account.address.toLowerCase(),
    });
    expect((await get(`/jobs/${body.id}`, auditor)).body).toEqual(body);
  });

  test("behavior: the same key, and the same range while it waits, answer the same job", async () => {
    const key = randomUUID();
    const first = await replay({}, operator, key);
    const [again, other, upperCase] = await Promise.all([
      replay({}, operator, key),
      replay(),
      replay({ vault: `0x${VAULT.slice(2).toUpperCase()}` }),
    ]);
    for (const answer of [again, other, upperCase]) expect(answer.body.id).toBe(first.body.id);
    expect((await replay({ toBlock: "5" }, operator, key)).body.code).toBe("IDEMPOTENCY_KEY_REUSED");

    await api.sql.query("UPDATE indexer_jobs SET state = 'done', finished_at = now()");
    expect((await replay()).body.id).not.toBe(first.body.id);
  });

  test("behavior: twenty at once are one job, and no more wait than the limit", async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => replay()));
    expect(new Set(same.map(({ body }) => body.id)).size).toBe(1);
    const different = await Promise.all(
      Array.from({ length: MAX_OPEN_JOBS + 5 }, (_, index) => replay({ fromBlock: String(index + 2) })),
    );
    const refused = different.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(6);
    expect(refused[0]?.body.code).toBe("TOO_MANY_JOBS");
    expect(await countJobs()).toBe(MAX_OPEN_JOBS);
  });

  test.each([
    ["above the last indexed block", { toBlock: "1001" }],
    ["before the vault", { fromBlock: "0" }],
    ["far away", { fromBlock: "999999999999999990", toBlock: "999999999999999999" }],
  ])("error: RangeNotIndexed, %s", async (_, range) => {
    expect((await replay(range)).body).toMatchObject({
      status: 422,
      code: "RANGE_NOT_INDEXED",
      values: { firstBlock: "1", lastBlock: "1000" },
    });
  });

  test.each([
    [{ fromBlock: "9", toBlock: "8" }],
    [{ fromBlock: "1", toBlock: "1000001" }],
    [{ fromBlock: 1 }],
    [{ fromBlock: "-1" }],
    [{ fromBlock: "1.5" }],
    [{ fromBlock: "0x1" }],
    [{ toBlock: "9".repeat(30) }],
    [{ toBlock: "" }],
    [{ vault: "0x12" }],
    [{ vault: null }],
  ])("error: InvalidInput %j", async (range) => {
    const { body } = await replay(range);
    expect(body).toMatchObject({ status: 400, code: "INVALID_INPUT" });
    expect(await countJobs()).toBe(0);
  });

  test("error: IdempotencyKeyMissing", async () => {
    const { body } = await api.call("/v1/monitoring/replay-events", {
      method: "POST",
      body: { vault: VAULT, fromBlock: "1", toBlock: "2" },
      token: operator.accessToken,
    });
    expect(body.code).toBe("IDEMPOTENCY_KEY_MISSING");
  });

  test("error: Forbidden, Unauthenticated", async () => {
    for (const user of [player, support, auditor])
      expect((await replay({}, user)).body.code).toBe("FORBIDDEN");
    const { body } = await api.call("/v1/monitoring/replay-events", { method: "POST", body: {} });
    expect(body.code).toBe("UNAUTHENTICATED");
    expect(await countJobs()).toBe(0);
  });

  test("error: NotFound, for no vault and for another house's", async () => {
    for (const vault of [other.vault, `0x${"12".repeat(20)}`]) {
      expect((await replay({ vault })).body.code).toBe("NOT_FOUND");
      expect((await post("/reconcile", { vault })).body.code).toBe("NOT_FOUND");
    }
    expect(await countJobs()).toBe(0);
  });
});

describe("POST /monitoring/reconcile", () => {
  test("default: and its result is what was compared", async () => {
    const { status, body } = await post("/reconcile", { vault: VAULT });
    expect(status).toBe(202);
    expect(body).toMatchObject({ kind: "reconcile", fromBlock: null, toBlock: null, state: "queued" });
    const compared = {
      currency: "BNB",
      blockNumber: "12",
      chainMinor: "3",
      ledgerMinor: "5",
      varianceMinor: "-2",
      findings: [{ check: "vault_balance", detail: "off by two" }],
    };
    await api.sql.query("UPDATE indexer_jobs SET state = 'done', finished_at = now(), findings = $1", [
      JSON.stringify([compared]),
    ]);
    expect((await get(`/jobs/${body.id}`)).body).toMatchObject({
      state: "done",
      result: null,
      comparisons: [{ currency: "BNB", blockNumber: "12", chainBalance: "3", variance: "-2" }],
    });
  });
});

describe("GET /monitoring/jobs", () => {
  test("default: newest first, page by page, by kind and by state, with results", async () => {
    for (const fromBlock of ["1", "2", "3"]) await replay({ fromBlock });
    await post("/reconcile", { vault: VAULT });
    await api.sql.query(
      `UPDATE indexer_jobs SET state = 'done', started_at = now(), finished_at = now(), done_block = 1000, events = 7,
         postings = 0, hash_before = $1, hash_after = $1 WHERE from_block = 1`,
      [DIGEST],
    );
    await api.sql.query(
      "UPDATE indexer_jobs SET state = 'failed', finished_at = now(), failure = 'it broke' WHERE from_block = 2",
    );
    const first = await get("/jobs?limit=3");
    expect(first.body.items.map(({ fromBlock }: { fromBlock: string }) => fromBlock)).toEqual([
      null,
      "3",
      "2",
    ]);
    const second = await get(`/jobs?limit=3&cursor=${first.body.nextCursor}`, auditor);
    expect(second.body).toMatchObject({ items: [{ fromBlock: "1" }], nextCursor: null });
    expect((await get("/jobs?state=done")).body.items).toMatchObject([
      {
        doneBlock: "1000",
        result: { events: 7, postings: 0, hashBefore: DIGEST, hashAfter: DIGEST, changed: [] },
      },
    ]);
    expect((await get("/jobs?kind=replay&state=failed")).body.items).toMatchObject([{ failure: "it broke" }]);
  });

  test("error: NotFound, for what does not exist and for what another house has", async () => {
    const { rows } = await api.sql.query<{ id: string }>(
      "INSERT INTO indexer_jobs (tenant_id, vault_id, kind) VALUES ($1, $2, 'reconcile') RETURNING id",
      [other.tenantId, other.vaultId],
    );
    expect((await get("/jobs")).body.items).toEqual([]);
    expect((await get(`/jobs/${rows[0]!.id}`)).body.code).toBe("NOT_FOUND");
    expect((await get(`/jobs/${randomUUID()}`)).body.code).toBe("NOT_FOUND");
    expect((await get("/jobs/1")).body.code).toBe("INVALID_INPUT");
  });

  test("error: CursorInvalid, InvalidInput, Forbidden", async () => {
    expect((await get("/jobs?cursor=abc")).body.code).toBe("CURSOR_INVALID");
    expect((await get("/jobs?state=lost")).body.code).toBe("INVALID_INPUT");
    for (const user of [player, support]) expect((await get("/jobs", user)).body.code).toBe("FORBIDDEN");
  });
});
