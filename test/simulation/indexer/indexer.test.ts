import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";
import { runSeed } from "./runSeed.ts";
import { seedsToRun } from "./seeds.ts";

/** The tenth runs the indexer as a process of its own. More: `npm run simulate -- indexer --seeds 200`. */
const SEEDS = await seedsToRun(5, 6);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe("indexing through bad nodes, reorganisations and kills", () => {
  test.each(SEEDS)(
    "property: seed %i ends with the truth, and with the tables of an index from scratch",
    async (seed) => {
      const { differences } = await runSeed(database.url, { seed });
      expect(differences).toEqual([]);
    },
  );
});
