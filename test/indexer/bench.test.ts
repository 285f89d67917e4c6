import { afterAll, beforeAll, expect, test } from "vitest";
import { checkContenders } from "#test/bench/indexer/benches.ts";
import { firstHead } from "#test/bench/indexer/chain/shape.ts";
import { BenchGateFailed, requireSound } from "#test/bench/indexer/gate.ts";
import { coldStartMs } from "#test/bench/indexer/measure.ts";
import { onChain, withHouse } from "#test/bench/indexer/scene.ts";
import { openStage, type Stage } from "#test/bench/indexer/stage.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

const SHAPE = { seed: 1, events: 500, eventBlocks: 40 };

let stage: Stage;
let database: TestDatabase;
beforeAll(async () => {
  [stage, database] = await Promise.all([openStage(() => undefined), createTestDatabase()]);
});
afterAll(async () => {
  await stage.clear();
  await database.drop();
});

const setting = () => ({ stage, postgresUrl: database.url, withPonder: false });

test("default: the house's indexer makes of the bench's chain what happened there", async () => {
  await expect(checkContenders(setting(), SHAPE)).resolves.toBeUndefined();
});

test("error: BenchGateFailed", async () => {
  await onChain(setting(), SHAPE, async (scene) => {
    await withHouse(scene, async (books) => {
      await coldStartMs(books);
      scene.story.deposit(); // Happened in the story alone, so the books miss it.
      const failure = await requireSound(books, scene.story.truth).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(BenchGateFailed);
      expect(String(failure)).toContain("number of events Deposited is");
      expect((await books.owner.query("SELECT head_number FROM chain_cursors")).rows).toEqual([
        { head_number: BigInt(firstHead(SHAPE)) },
      ]);
    });
  });
});
