import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, startTestChain, type TestDatabase } from "#test/support/services.ts";
import { type Ground, prepareGround } from "./ground.ts";
import { runPeer } from "./peer.ts";
import { runSeed } from "./runSeed.ts";
import { seedsToRun } from "./seeds.ts";

const PAYOUTS = 300;
const SEEDS = await seedsToRun(process.env.FUZZ === "long" ? 50 : 3);

let database: TestDatabase;
let ground: Ground;
beforeAll(async () => {
  database = await createTestDatabase();
  ground = await prepareGround({ databaseUrl: database.url, rpcUrl: (await startTestChain()).url });
});
afterAll(async () => {
  await ground.close();
  await database.drop();
});

describe("settlement over a bad network, killed again and again", () => {
  test.each(SEEDS)("behavior: every payout is made exactly once, seed %i", async (seed) => {
    const { doubled, missing } = await runSeed(ground, { seed, payouts: PAYOUTS });
    expect({ doubled, missing }).toEqual({ doubled: 0, missing: 0 });
  });

  test("behavior: the same network makes sending again on error pay twice", async () => {
    const { doubled } = await runPeer(ground, { seed: 1, payouts: PAYOUTS });
    expect(doubled).toBeGreaterThan(0);
  });
});
