import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { type Ended, runCommand } from "#test/scripts/deploy/support/runCommand.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const owner = createPool({ url: database.url, role: "owner", maxConnections: 1 });
  await owner.query("INSERT INTO tenants (slug, name) VALUES ('main', 'Main'), ('other', 'Other')");
  await owner.end();
});
afterAll(() => database.drop());

function killSwitch(...args: string[]): Promise<Ended> {
  return runCommand({ script: "scripts/killSwitch.ts", args, env: { DATABASE_URL: database.url } });
}

describe("npm run kill-switch", () => {
  test("default: stops one activity of one house, says why, and lets it go on", async () => {
    const stopped = await killSwitch("stop", "payouts", "--reason", "We look into it");
    expect(stopped).toMatchObject({ code: 0, stderr: "" });
    expect(stopped.stdout).toMatch(
      /^bets: open\nwithdrawals: open\npayouts: STOPPED since 20\S+Z \(We look into it\)\n$/,
    );
    expect((await killSwitch("stop", "payouts", "--reason", "Still")).stdout).toContain("(Still)");
    expect((await killSwitch("list", "--tenant", "other")).stdout).not.toContain("STOPPED");
    const resumed = await killSwitch("resume", "payouts");
    expect(resumed.stdout).toBe("bets: open\nwithdrawals: open\npayouts: open\n");
    expect(await killSwitch("resume", "payouts")).toEqual(resumed);
  });

  test("behavior: --help explains it", async () => {
    expect(await killSwitch("--help")).toMatchObject({ code: 0, stderr: "" });
  });

  test("error: SwitchRefused, UnknownHouse", async () => {
    for (const args of [
      [],
      ["stop", "payouts"],
      ["stop", "payouts", "--reason", " "],
      ["stop", "everything", "--reason", "x"],
      ["resume", "payouts", "--reason", "x"],
      ["list", "payouts"],
      ["stop", "bets", "payouts", "--reason", "x"],
      ["list", "--quickly"],
    ]) {
      const { code, stderr } = await killSwitch(...args);
      expect(code, args.join(" ")).toBe(1);
      expect(stderr).toMatch(/^Usage: npm run kill-switch/);
    }
    expect((await killSwitch("list", "--tenant", "nowhere")).stderr).toContain('no house "nowhere"');
  });
});
