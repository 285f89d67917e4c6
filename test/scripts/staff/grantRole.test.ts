import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

const SCRIPT = fileURLToPath(new URL("../../../scripts/staff/main.ts", import.meta.url));
const WALLET = "0xABababABababABababABababABababABababABab";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await query("INSERT INTO tenants (slug, name) VALUES ('main', 'Main')");
});
afterAll(() => database.drop());

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const owner = createPool({ url: database.url, role: "owner", maxConnections: 1 });
  try {
    return (await owner.query(sql)).rows;
  } finally {
    await owner.end();
  }
}

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, DATABASE_URL: database.url };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [SCRIPT, ...args], { env })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe("grant-role", () => {
  test("default: a wallet that was never there becomes staff, and can be made a player again", async () => {
    const given = await run("--wallet", WALLET, "--role", "operator");
    expect(given.stdout).toBe(`${WALLET} is operator of main (new here)\n`);
    expect(await query("SELECT wallet_address, role FROM users")).toEqual([
      { wallet_address: WALLET.toLowerCase(), role: "operator" },
    ]);
    const taken = await run("--wallet", WALLET.toLowerCase(), "--role", "player");
    expect(taken.stdout).toContain("is player of main (was operator)");
    expect(await query("SELECT role FROM users")).toEqual([{ role: "player" }]);
  });

  test("error: UnknownHouse", async () => {
    const { code, stderr } = await run("--wallet", WALLET, "--role", "admin", "--tenant", "nowhere");
    expect(code).toBe(1);
    expect(stderr).toContain('no house "nowhere"');
  });

  test("error: GrantRefused", async () => {
    for (const args of [
      [],
      ["--wallet", "0x12", "--role", "admin"],
      ["--wallet", WALLET, "--role", "king"],
    ]) {
      const { code, stderr } = await run(...args);
      expect(code).toBe(1);
      expect(stderr).toContain("Usage: npm run grant-role");
    }
  });
});
