import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Alerts } from "#indexer/alerts.ts";
import { type JobLoop, runJobLoop } from "#indexer/jobLoop.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { DevHouse, FINALITY_DEPTH } from "./support/devHouse.ts";
import { dump } from "./support/dump.ts";
import { until } from "./support/indexerProcess.ts";

const SILENT = pino({ level: "silent" });

let house: DevHouse;
let stopping: AbortController;
let raised: string[];
beforeAll(async () => {
  house = await DevHouse.open();
  await house.chain.deposit(house.chain.bankroll, 50_000n);
  for (const player of house.chain.players) await house.chain.deposit(player, 1_000n);
  await house.chain.mine(FINALITY_DEPTH);
});
beforeEach(async () => {
  await house.openTenant();
  await house.catchUp();
  stopping = new AbortController();
  raised = [];
});
afterEach(() => stopping.abort());
afterAll(() => house.close());

function serve(changes: Partial<JobLoop> = {}): Promise<void> {
  const alerts: Alerts = { raise: (kind) => void raised.push(kind), settled: async () => {} };
  const sides = new Map([[house.session.vault.id, house.session]]);
  const metrics = { reconciled: () => {} };
  const { signal } = stopping;
  return runJobLoop({ pool: house.books.indexer, sides, log: SILENT, metrics, alerts, signal, ...changes });
}

async function ask(kind: string, range: { from: bigint | null; to: bigint | null }): Promise<string> {
  const [job] = await house.rows(
    `INSERT INTO indexer_jobs (tenant_id, vault_id, kind, from_block, to_block) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
    [house.session.vault.id, kind, range.from, range.to],
  );
  return job?.id as string;
}
const askReplay = async () => {
  const cursor = await findCursor(house.books.indexer, house.session.vault);
  return ask("replay", { from: 0n, to: cursor!.number });
};
const askReconcile = () => ask("reconcile", { from: null, to: null });

const jobOf = async (id: string) =>
  (await house.rows("SELECT * FROM indexer_jobs WHERE tenant_id = $1 AND id = $2", [id]))[0]!;
const ended = (id: string) => async () => ["done", "failed"].includes((await jobOf(id)).state as string);

describe("jobs", () => {
  test("default: a replay of books that are right changes nothing, and says so", async () => {
    const before = await dump(house.books, house.session.vault);
    const id = await askReplay();
    void serve();
    await until("the job", ended(id));
    const job = await jobOf(id);
    expect(job).toMatchObject({ state: "done", postings: 0n, changed: [], attempts: 1, lease_until: null });
    expect(job.events).toBeGreaterThan(3n);
    expect(job.hash_before).toBe(job.hash_after);
    expect(job.done_block).toBe(job.to_block);
    expect(await dump(house.books, house.session.vault)).toEqual(before);
  });

  test("behavior: a replay brings lost rows back, and names what it changed", async () => {
    const before = await dump(house.books, house.session.vault);
    await house.rows("DELETE FROM deposits WHERE tenant_id = $1");
    const id = await askReplay();
    void serve();
    await until("the job", ended(id));
    expect(await jobOf(id)).toMatchObject({ state: "done", changed: ["deposits"] });
    expect(await dump(house.books, house.session.vault)).toEqual(before);
  });

  test("behavior: a comparison looks at everything, tells what it found, and raises an alert", async () => {
    void serve();
    const sound = await askReconcile();
    await until("the first comparison", ended(sound));
    expect(await jobOf(sound)).toMatchObject({
      state: "done",
      findings: [{ currency: "BNB", findings: [] }],
    });
    expect(raised).toEqual([]);

    await house.moveCustody(9n);
    const id = await askReconcile();
    await until("the second comparison", ended(id));
    const [told] = (await jobOf(id)).findings as { varianceMinor: string; findings: unknown[] }[];
    expect(told).toMatchObject({ varianceMinor: "-9" });
    expect(told?.findings.length).toBeGreaterThan(1);
    expect(raised).toEqual(["books_disagree"]);
  });

  test("behavior: several processes run each job once", async () => {
    const ids = await Promise.all([askReplay(), askReconcile()]);
    void serve();
    void serve();
    for (const id of ids) await until("the job", ended(id));
    for (const id of ids) expect(await jobOf(id)).toMatchObject({ state: "done", attempts: 1 });
  });

  test("behavior: a job whose process was killed goes on behind what was noted", async () => {
    const before = await dump(house.books, house.session.vault);
    const id = await askReplay();
    await dieHolding(id);
    expect(await jobOf(id)).toMatchObject({ state: "running", attempts: 1 });
    void serve();
    await until("the job", ended(id));
    expect(await jobOf(id)).toMatchObject({ state: "done", attempts: 2, changed: [] });
    expect(await dump(house.books, house.session.vault)).toEqual(before);
  });

  test("behavior: a holder that lost its job changes nothing more", async () => {
    const id = await askReplay();
    await house.rows(
      `UPDATE indexer_jobs SET state = 'running', attempts = 7, lease_until = now() - interval '1 second'
       WHERE tenant_id = $1 AND id = $2`,
      [id],
    );
    void serve();
    await until("the job", ended(id));
    expect(await jobOf(id)).toMatchObject({ state: "failed", failure: expect.stringContaining("5 times") });
  });

  test("error: JobImpossible: nothing is recorded yet", async () => {
    await house.openTenant();
    const id = await ask("replay", { from: 0n, to: 5n });
    void serve();
    await until("the job", ended(id));
    expect(await jobOf(id)).toMatchObject({
      state: "failed",
      failure: "Nothing is recorded for this vault yet.",
    });
  });
});

/** Another process takes the job, with a lease of a second, notes a block as done, and is killed. */
async function dieHolding(id: string): Promise<void> {
  const program = `
    import { createPool } from "#backend/db/pool.ts";
    import { claimJob, noteProgress } from "#indexer/store/job.store.ts";
    const pool = createPool({ url: process.argv[1], role: "fairhouse_indexer", maxConnections: 1 });
    const job = await claimJob(pool, [Number(process.argv[2])], 1000);
    await noteProgress(pool, job, { block: 2n, events: 0n, postings: 0n });
    process.stdout.write("holding " + job.id);
    setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ["--input-type=module-typescript", "--eval", program, house.books.url, `${house.session.vault.id}`],
    {
      cwd: fileURLToPath(new URL("../../", import.meta.url)),
      env: systemEnvironment(),
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [said] = await once(child.stdout!, "data");
  expect(String(said)).toContain(id);
  child.kill("SIGKILL");
  await once(child, "exit");
}
