import { randomUUID } from "node:crypto";
import { Queue } from "bullmq";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOrderQueue, QueueUnavailable } from "#backend/adapters/orderQueue.ts";
import { orderQueueName } from "#backend/modules/settlement/settleOrder.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";
import { testRedisUrl } from "#test/support/services.ts";

const CHAIN_ID = 31_337;
const FAR = 4_102_444_800;
const hash = (digit: string) => `0x${digit.repeat(64)}`;

let api: TestApi;
let queue: Queue;
let operator: SignedIn;
let auditor: SignedIn;
let player: SignedIn;
beforeAll(async () => {
  const redisUrl = await testRedisUrl();
  api = await TestApi.start({ REDIS_URL: redisUrl });
  queue = new Queue(orderQueueName(CHAIN_ID), { connection: { url: redisUrl } });
  operator = await api.staff("operator");
  auditor = await api.staff("auditor");
  player = await api.player();
});
afterAll(async () => {
  await queue.close();
  await api.stop();
});
beforeEach(async () => {
  await queue.drain(true);
  await api.sql.query("DELETE FROM chain_transaction_attempts");
  await api.sql.query("DELETE FROM chain_transactions");
  await api.sql.query("DELETE FROM withdrawals");
  await api.sql.query("DELETE FROM payout_batches");
});

interface BatchRow {
  readonly id: string;
  readonly status?: string;
  readonly failure?: string;
  readonly tenantId?: number;
}

/** A batch of two payments, as the worker writes it. */
async function addBatch({ id, status = "built", failure, tenantId = api.tenantId }: BatchRow): Promise<void> {
  await api.sql.query(
    `INSERT INTO payout_batches (tenant_id, id, vault_id, currency, total, entry_count, entries, entries_hash,
       checkpoint_epoch, signer_epoch, deadline, status, failure)
     SELECT $1, $2, min(id), 'BNB', 7, 2, '0x' || repeat('0', 128), $3, 4, 1, $4, $5, $6 FROM vaults`,
    [tenantId, id, hash("e"), FAR, status, failure ?? null],
  );
}

async function addWithdrawal(batchId: string | null, position: number, amount: bigint): Promise<string> {
  const { rows } = await api.sql.query<{ id: string }>(
    `INSERT INTO withdrawals (tenant_id, id, user_id, currency, amount, to_address, status, batch_id, position)
     VALUES ($1, gen_random_uuid(), $2, 'BNB', $3, '0x' || repeat('c', 40), $4, $5, $6) RETURNING id`,
    [
      api.tenantId,
      player.userId,
      amount,
      batchId === null ? "requested" : "batched",
      batchId,
      batchId && position,
    ],
  );
  return rows[0]!.id;
}

const post = (path: string, user: SignedIn, key: string = randomUUID()) =>
  api.call(`/v1${path}`, {
    method: "POST",
    body: {},
    token: user.accessToken,
    headers: { "Idempotency-Key": key },
  });
const get = (path: string, user: SignedIn) => api.call(`/v1${path}`, { token: user.accessToken });

describe("GET /payouts", () => {
  test("default: newest first, page by page, and by status", async () => {
    for (const digit of ["1", "2", "3"]) await addBatch({ id: hash(digit) });
    await addBatch({ id: hash("4"), status: "final" });
    const first = await get("/payouts?limit=3", operator);
    expect(first.status).toBe(200);
    expect(first.body.items.map(({ id }: { id: string }) => id)).toEqual([hash("4"), hash("3"), hash("2")]);
    const second = await get(`/payouts?limit=3&cursor=${first.body.nextCursor}`, auditor);
    expect(second.body).toMatchObject({ items: [{ id: hash("1") }], nextCursor: null });
    const final = await get("/payouts?status=final", operator);
    expect(final.body.items).toMatchObject([
      { id: hash("4"), status: "final", total: "7", entryCount: 2, checkpointEpoch: "4" },
    ]);
  });

  test("error: CursorInvalid, InvalidInput", async () => {
    expect((await get("/payouts?cursor=abc", operator)).body.code).toBe("CURSOR_INVALID");
    expect((await get("/payouts?status=lost", operator)).body.code).toBe("INVALID_INPUT");
  });
});

describe("GET /payouts/{batchId}", () => {
  test("default: entries, every hash of every transaction, and what is wrong", async () => {
    const id = hash("1");
    await addBatch({ id, status: "sent", failure: "OutflowLimitExceeded" });
    const withdrawals = [await addWithdrawal(id, 0, 3n), await addWithdrawal(id, 1, 4n)];
    await api.sql.query(
      `WITH tx AS (INSERT INTO chain_transactions (tenant_id, chain_id, sender, nonce, vault_id, batch_id, status)
         SELECT $1, $2, '0x' || repeat('5', 40), 9, min(id), $3, 'pending' FROM vaults RETURNING id)
       INSERT INTO chain_transaction_attempts
         (tenant_id, transaction_id, hash, raw, max_fee_per_gas, max_priority_fee_per_gas, created_at)
       SELECT $1, tx.id, attempt.hash, '0x', attempt.fee, 1, now() - attempt.fee * interval '1 minute'
       FROM tx, (VALUES ($4, 20), ($5, 10)) AS attempt (hash, fee)`,
      [api.tenantId, CHAIN_ID, id, hash("a"), hash("b")],
    );
    const { status, body } = await get(`/payouts/${id}`, auditor);
    expect(status).toBe(200);
    expect(body.entries).toMatchObject([
      { withdrawalId: withdrawals[0], amount: "3", status: "batched" },
      { withdrawalId: withdrawals[1], amount: "4" },
    ]);
    expect(body.transactions).toMatchObject([
      { nonce: "9", status: "pending", attempts: [{ hash: hash("a") }, { hash: hash("b") }] },
    ]);
    expect(body.transactions[0].attempts[1]).toMatchObject({ maxFeePerGasWei: "10", broadcastAt: null });
    expect(body.alerts).toMatchObject([
      { kind: "cannot_run", detail: "OutflowLimitExceeded" },
      { kind: "stuck" },
    ]);
    expect(JSON.stringify(body)).not.toContain('"raw"');
  });

  test("error: NotFound, for what does not exist and for what another house has", async () => {
    expect((await get(`/payouts/${hash("f")}`, operator)).body).toMatchObject({
      status: 404,
      code: "NOT_FOUND",
    });
    const { rows } = await api.sql.query<{ id: number }>(
      "INSERT INTO tenants (slug, name) VALUES ('other', 'Other') RETURNING id",
    );
    await addBatch({ id: hash("2"), tenantId: rows[0]!.id });
    expect((await get(`/payouts/${hash("2")}`, operator)).status).toBe(404);
    expect((await post(`/payouts/${hash("2")}/sign`, operator)).status).toBe(404);
    expect((await get("/payouts", operator)).body.items).toEqual([]);
  });
});

describe("POST /payouts/…", () => {
  test("default: the order waits for the worker, once however often it is given", async () => {
    const id = hash("1");
    await addBatch({ id });
    const answer = await post(`/payouts/${id}/sign`, operator);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ order: "queued", batch: { id, status: "built" } });
    expect((await post(`/payouts/${id}/retry`, operator)).status).toBe(202);
    const jobs = await queue.getJobs(["waiting"]);
    expect(jobs.map(({ data }) => data)).toEqual([{ tenantId: api.tenantId, batchId: id }]);
  });

  test("default: build-batch says what waits", async () => {
    await addWithdrawal(null, 0, 5n);
    await addWithdrawal(null, 0, 6n);
    const answer = await post("/payouts/build-batch", operator);
    expect(answer.status).toBe(202);
    expect(answer.body.waiting).toEqual([{ currency: "BNB", withdrawals: 2, total: "11" }]);
    const jobs = await queue.getJobs(["waiting"]);
    expect(jobs.map(({ data }) => data)).toEqual([{ tenantId: api.tenantId, batchId: null }]);
  });

  test("error: NothingToPay", async () => {
    expect((await post("/payouts/build-batch", operator)).body).toMatchObject({
      status: 409,
      code: "NOTHING_TO_PAY",
    });
  });

  test.each([
    ["sign", "signed", "built"],
    ["submit", "built", "signed"],
    ["submit", "sent", "signed"],
    ["retry", "executed", "built or signed or sent"],
    ["retry", "expired", "built or signed or sent"],
  ])("error: BatchStateUnfit: %s of a batch that is %s", async (step, status, wanted) => {
    const id = hash("1");
    await addBatch({ id, status });
    const { body } = await post(`/payouts/${id}/${step}`, operator);
    expect(body).toMatchObject({ status: 409, code: "BATCH_STATE_UNFIT", values: { status, wanted } });
    expect(await queue.getJobs(["waiting"])).toEqual([]);
  });

  test("error: ActivityStopped", async () => {
    await addBatch({ id: hash("1") });
    await api.sql.query(
      "INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, 'payouts', 'test')",
      [api.tenantId],
    );
    await expect
      .poll(async () => (await post(`/payouts/${hash("1")}/sign`, operator)).body.code)
      .toBe("ACTIVITY_STOPPED");
    await api.sql.query("DELETE FROM kill_switches");
    await expect.poll(async () => (await post(`/payouts/${hash("1")}/sign`, operator)).status).toBe(202);
  });

  test("behavior: the same key answers the same, and belongs to one order", async () => {
    await addBatch({ id: hash("1") });
    await addBatch({ id: hash("2") });
    const key = randomUUID();
    const path = `/payouts/${hash("1")}/sign`;
    const first = await post(path, operator, key);
    await api.sql.query("UPDATE payout_batches SET status = 'signed'");
    const again = await post(path, operator, key);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(again.body).toEqual(first.body);
    expect((await post("/payouts/build-batch", operator, key)).body.code).toBe("IDEMPOTENCY_KEY_REUSED");
    const { body } = await api.call(`/v1${path}`, {
      method: "POST",
      body: {},
      token: operator.accessToken,
    });
    expect(body.code).toBe("IDEMPOTENCY_KEY_MISSING");
  });
});

describe("who may", () => {
  const paths = ["build-batch", ...["sign", "submit", "retry"].map((step) => `${hash("1")}/${step}`)];

  test("error: Forbidden for players, and for auditors who give orders", async () => {
    await addBatch({ id: hash("1") });
    for (const path of ["/payouts", `/payouts/${hash("1")}`]) {
      expect((await get(path, player)).body).toMatchObject({ status: 403, code: "FORBIDDEN" });
      expect((await get(path, auditor)).status).toBe(200);
    }
    for (const path of paths) {
      for (const user of [player, auditor]) {
        expect((await post(`/payouts/${path}`, user)).body.code).toBe("FORBIDDEN");
      }
    }
    expect(await queue.getJobs(["waiting"])).toEqual([]);
  });

  test("error: Unauthenticated", async () => {
    expect((await api.call("/v1/payouts")).body).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    for (const path of paths) {
      const answer = await api.call(`/v1/payouts/${path}`, { method: "POST", body: {} });
      expect(answer.body.code).toBe("UNAUTHENTICATED");
    }
  });
});

describe("the order queue", () => {
  test("error: QueueUnavailable when Redis is away", async () => {
    const redisUrl = `redis://127.0.0.1:${await freePort()}`;
    const orders = createOrderQueue({ redisUrl, name: "orders", onError: () => undefined });
    await expect(orders.place("key", {})).rejects.toBeInstanceOf(QueueUnavailable);
    await orders.close();
  });
});
