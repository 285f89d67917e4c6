import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { insertGameConfig } from "#backend/modules/casino/gameConfig.store.ts";
import { createGameVersions } from "#backend/modules/casino/gameVersions.service.ts";
import { gameConfigOf } from "#domain/games/gameConfig.ts";
import { findGame } from "#domain/games/registry.ts";
import { type AgentHouse, startAgentHouse } from "#test/backend/modules/agents/agentHouse.ts";

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
});
afterAll(() => house.stop());

test("behavior: an administrator's edge is not lost to a process that puts a version into force at the same moment", async () => {
  const game = findGame("dice");
  const usual = game.edge.defaultBps;
  const { canonicalJson: content, hash } = gameConfigOf(game, usual);
  const versions = createGameVersions(house.pool);
  const engine = createPool({ url: house.databaseUrl, role: "fairhouse_engine", maxConnections: 1 });
  let setting: ReturnType<typeof versions.setEdge> | undefined;
  await inTransaction(engine, async (client) => {
    const version = { game: game.id, version: 1, edgeBps: usual, content, hash, actorId: null };
    expect(await insertGameConfig(client, house.tenantId, version)).toBe(true);
    // Sees no version yet, decides on number 1 too, and waits for the other to commit.
    const order = { tenantId: house.tenantId, actorId: house.admin.userId, gameId: game.id };
    setting = versions.setEdge({ ...order, edgeBps: usual + 50 });
    for (let waiting = 0; waiting === 0; ) {
      const { rowCount } = await house.owner.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%game_configs%'",
      );
      waiting = rowCount ?? 0;
    }
  });
  const seen = (await setting!).map(({ version, edgeBps }) => [version, edgeBps]);
  expect(seen).toEqual([
    [2, usual + 50],
    [1, usual],
  ]);
  await engine.end();
});
