import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { statementJson } from "#backend/modules/agents/statementText.ts";
import { type AgentHouse, gather, startAgentHouse } from "#test/backend/modules/agents/agentHouse.ts";

const SCRIPT = fileURLToPath(new URL("../../../scripts/verifyStatement/main.ts", import.meta.url));

let house: AgentHouse;
let folder: string;
let agentId: string;
let exported: string;
beforeAll(async () => {
  house = await startAgentHouse();
  folder = await mkdtemp(join(tmpdir(), "fairhouse-statement-"));
  const { low, player } = await house.line();
  agentId = low.userId;
  await house.hierarchy.setRates(house.admin, agentId, { revenueShareBps: 3_000, turnoverBps: 10 });
  await house.fund(player.userId, 1_000_000n);
  const [first] = await house.settle([10_000n, 20_000n].map((stake) => ({ userId: player.userId, stake })));
  await house.settle([{ userId: player.userId, stake: 30_000n }]);
  const { tenantId, admin } = house;
  await house.voidBet({ tenantId, actorId: admin.userId, betId: first!.id, reason: "as a test" });
  exported = (await gather(statementJson(await house.statements.whole(low, {})))).join("");
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await house.stop();
});

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, DATABASE_URL: house.databaseUrl };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [SCRIPT, ...args], { env })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

async function runFile(text: string) {
  const file = join(folder, "statement.json");
  await writeFile(file, text);
  return run("--file", file);
}

describe("verify-statement", () => {
  test("default: a file as it was exported", async () => {
    const { code, stdout } = await runFile(exported);
    expect(stdout).toMatch(/\n3 lines of 4 bets\n500 minor units of BNB\nEvery figure follows/);
    expect(code).toBe(0);
  });

  test("behavior: names the first line that differs, and ends with 1", async () => {
    const changed = exported.replace('"stake":"30000"', '"stake":"40000"');
    const { code, stdout } = await runFile(changed);
    expect(stdout).toMatch(
      /Line [0-9a-f-]{36}: revenue share of bet [0-9a-f-]{36} is stated as 270 and comes to 360\.\n$/,
    );
    expect(code).toBe(1);
  });

  test("behavior: totals that leave something out", async () => {
    const { code, stdout } = await runFile(exported.replace(/"net":"\d+"/, '"net":"1"'));
    expect(stdout).toMatch(/Totals: net in BNB is stated as 1 and comes to 500\.\n$/);
    expect(code).toBe(1);
  });

  test("behavior: from the database, filtered", async () => {
    expect(await run("--agent", agentId)).toMatchObject({ code: 0 });
    const turnover = await run("--agent", agentId, "--type", "turnover", "--currency", "BNB");
    expect(turnover.stdout).toMatch(/\n2 lines of 3 bets\n60 minor units of BNB\nEvery figure follows/);
  });

  test("behavior: from the database, while bets are being settled", async () => {
    const { low, player } = await house.line();
    await house.hierarchy.setRates(house.admin, low.userId, { revenueShareBps: 3_000, turnoverBps: 10 });
    await house.fund(player.userId, 10_000_000n);
    const settleOne = () => house.settle([{ userId: player.userId, stake: 10_000n }]);
    // More lines than are read at a time.
    for (let n = 0; n < 110; n++) await settleOne();
    let isOver = false;
    const playing = (async () => {
      while (!isOver) await settleOne();
    })();
    const checks = await Promise.all(Array.from({ length: 3 }, () => run("--agent", low.userId)));
    isOver = true;
    await playing;
    expect(checks.map(({ code, stdout }) => `${code} ${stdout.split("\n").at(-2)}`)).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/^0 Every figure follows/)),
    );
  });

  test("behavior: books that were changed by hand are found", async () => {
    await house.owner.query("ALTER TABLE commission_lines DISABLE TRIGGER USER");
    await house.owner.query(
      "UPDATE commission_lines SET revenue_share = revenue_share + 1 WHERE amount = 300",
    );
    const { code, stdout } = await run("--agent", agentId);
    await house.owner.query(
      "UPDATE commission_lines SET revenue_share = revenue_share - 1 WHERE amount = 301",
    );
    await house.owner.query("ALTER TABLE commission_lines ENABLE TRIGGER USER");
    expect(stdout).toMatch(/Line [0-9a-f-]{36}: revenue share is stated as 271 and comes to 270\.\n$/);
    expect(code).toBe(1);
  });

  test.each([
    [["--file", "nowhere.json"], /ENOENT/],
    [[], /^Usage: /],
    [["--agent", "somebody"], /^Usage: /],
    [["--file", "x", "--agent", "0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a10"], /^Usage: /],
    [["--agent", "0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a10"], /There is no such member/],
    [["--agent", "0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a10", "--tenant", "none"], /no house "none"/],
  ])("error: %j", async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("error: StatementUnreadable", async () => {
    for (const text of ["no JSON", "{}", exported.replace('"version":1', '"version":2')]) {
      const { code, stderr } = await runFile(text);
      expect(stderr).toMatch(/is not a statement as it is exported\.\n$/);
      expect(code).toBe(1);
    }
  });
});
