import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOrderQueue } from "#backend/adapters/orderQueue.ts";
import { orderKeyOf, orderQueueName } from "#backend/modules/settlement/settleOrder.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { testRedisUrl } from "#test/support/services.ts";
import { CHAIN_ID, createWorld, type World } from "./world.ts";

const ENTRY = fileURLToPath(new URL("../../../../backend/worker.ts", import.meta.url));
const PATIENCE_MS = 120_000;

let world: World;
let redisUrl: string;
let running: ChildProcess | undefined;
beforeEach(async () => {
  world = await createWorld();
  redisUrl = await testRedisUrl();
});
afterEach(async () => {
  if (running !== undefined) await kill(running, "SIGKILL");
  await world.close();
});

async function launch(overrides: Record<string, string> = {}) {
  const port = await freePort();
  const env = {
    ...process.env,
    LOG_LEVEL: "info",
    DATABASE_URL: world.databaseUrl,
    REDIS_URL: redisUrl,
    RPC_URLS: world.rpcUrl,
    CHAIN_ID: String(CHAIN_ID),
    WORKER_PORT: String(port),
    SENDER_PRIVATE_KEY: world.senderKey,
    OPERATOR_PRIVATE_KEY: world.operatorKey,
    SIGNER_SOCKET: world.signerSocket,
    PAYOUT_INTERVAL_MS: "200",
    ...overrides,
  };
  const child = spawn(process.execPath, [ENTRY], { env, stdio: ["ignore", "pipe", "pipe"] });
  running = child;
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output.text += chunk;
    });
  }
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the worker ended: ${output.text}`);
    return output.text.includes("worker ready");
  });
  return { child, output, url: `http://127.0.0.1:${port}` };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, "exit");
  }
  return child.exitCode;
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function isEverythingPaid(): Promise<boolean> {
  // Time passes on the chain, so that checkpoints become final.
  await world.node.mine({ blocks: 1 });
  await world.index();
  return Object.keys(await world.statuses()).every((status) => ["paid", "settled"].includes(status));
}

describe("the worker process", () => {
  test("behavior: it carries out an operator's order between two of its rounds", async () => {
    await launch({ PAYOUT_INTERVAL_MS: "3600000" });
    await until(async () => (await world.owner.query("SELECT FROM checkpoints")).rows.length > 0);
    await world.request(21n);
    const orders = createOrderQueue({ redisUrl, name: orderQueueName(CHAIN_ID), onError: () => undefined });
    const order = { tenantId: 1, batchId: null };
    await orders.place(orderKeyOf(order), order);
    await until(async () => (await world.statuses()).batched === 1);
    await orders.close();
  });

  test("behavior: it goes on when Redis loses everything, says how it is, and stops when told", async () => {
    const { child, url, output } = await launch();
    const first = await world.request(11n);
    await until(isEverythingPaid);
    const redis = new Redis(redisUrl);
    await redis.flushdb();
    const second = await world.request(12n);
    await until(isEverythingPaid);
    expect(await world.paidQuanta(first.to)).toBe(11n);
    expect(await world.paidQuanta(second.to)).toBe(12n);
    // The schedule is put back, so that other workers share the rounds again.
    await until(async () => (await redis.keys("bull:*:repeat")).length > 0);
    await redis.quit();

    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: "ok" });
    // Some of them are as of its last round.
    const metrics = async () => (await fetch(`${url}/metrics`)).text();
    for (const line of [
      /fairhouse_settlement_rounds_total\{result="done"\} [1-9]/,
      /fairhouse_settlement_oldest_withdrawal_seconds 0/,
      /fairhouse_settlement_oldest_batch_seconds 0/,
      /fairhouse_settlement_gas_spent_coins_total\{pays="batch"\} 0\.0/,
      /fairhouse_settlement_gas_spent_coins_total\{pays="checkpoint"\} 0\.0/,
      /fairhouse_settlement_gas_money_coins\{pays="batch"\} [1-9]/,
    ])
      await expect.poll(metrics).toMatch(line);
    expect(output.text).not.toContain(world.senderKey.slice(2));
    expect(await kill(child, "SIGTERM")).toBe(0);
  });

  test("behavior: what people must hear of is written down for those who tell them", async () => {
    await world.owner.query(
      "INSERT INTO kill_switches (tenant_id, name, reason) VALUES (1, 'payouts', 'test')",
    );
    const { child } = await launch();
    await until(async () => (await world.owner.query("SELECT FROM alerts")).rows.length > 0);
    const { rows } = await world.owner.query("SELECT tenant_id, kind, details FROM alerts");
    expect(rows).toEqual([{ tenant_id: 1, kind: "payouts_paused", details: { by: "kill switch" } }]);
    expect(await kill(child, "SIGTERM")).toBe(0);
  });

  test("behavior: without any Redis it keeps time by itself", async () => {
    const { child } = await launch({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    const { to } = await world.request(13n);
    await until(isEverythingPaid);
    expect(await world.paidQuanta(to)).toBe(13n);
    expect(await kill(child, "SIGTERM")).toBe(0);
  });

  test("behavior: killed at any moment, again and again, it pays everything once", async () => {
    const wanted = [];
    for (const delayMs of [0, 40, 90, 150, 220, 310, 420]) {
      const { child } = await launch();
      for (let i = 0; i < 4; i += 1) wanted.push(await world.request(BigInt(1 + wanted.length)));
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await kill(child, "SIGKILL");
    }
    await launch();
    await until(isEverythingPaid);
    for (const { to, amount } of wanted) expect(await world.paidQuanta(to)).toBe(amount);
  });

  test("behavior: broken database connections cost a round, not the process", async () => {
    const { child } = await launch();
    const wanted = [];
    for (let i = 0; i < 12; i += 1) {
      wanted.push(await world.request(BigInt(100 + i)));
      await world.owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'fairhouse_worker' AND datname = current_database()`,
      );
      await new Promise((resolve) => setTimeout(resolve, 37 * i));
    }
    await until(isEverythingPaid);
    for (const { to, amount } of wanted) expect(await world.paidQuanta(to)).toBe(amount);
    expect(child.exitCode).toBeNull();
  });

  test("error: WrongChain shows as not ready, and nothing is sent", async () => {
    const { url, output } = await launch({ CHAIN_ID: "56" });
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      checks: { database: "ok", chain: "WrongChain", signer: "ok" },
    });
    expect(output.text).not.toContain("Warning");
  });
});
