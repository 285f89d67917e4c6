import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/checkLedger.ts", import.meta.url));

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

async function run(url: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, DATABASE_URL: url };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [SCRIPT], { env })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe("check-ledger", () => {
  test("default", async () => {
    const { code, stdout } = await run(database.url);
    expect(stdout).toMatch(/ok +balances of each currency sum to zero\n/);
    expect(stdout.endsWith("ledger check: 0 findings\n")).toBe(true);
    expect(code).toBe(0);
  });

  test("behavior: names each finding and ends with 1", async () => {
    const owner = createPool({ url: database.url, role: "owner", maxConnections: 1 });
    await owner.query("INSERT INTO tenants (slug, name) VALUES ('main', 'Main')");
    await owner.query(
      `INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei)
       VALUES (1, 'BNB', 9, '0x' || repeat('0', 40), 1000000000)`,
    );
    await owner.query(
      "INSERT INTO accounts (tenant_id, kind, currency, balance) VALUES (1, 'company', 'BNB', 5)",
    );
    await owner.end();
    const { code, stdout } = await run(database.url);
    expect(stdout).toMatch(/WRONG +balances of each currency sum to zero\n +tenant 1, BNB: sum is 5\n/);
    expect(stdout.endsWith("ledger check: 2 findings\n")).toBe(true);
    expect(code).toBe(1);
  });

  test("error: a database that is not there is one sentence", async () => {
    const { code, stdout, stderr } = await run("postgres://127.0.0.1:1/none");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
