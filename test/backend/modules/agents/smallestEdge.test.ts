import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { smallestEdgeBps } from "#backend/modules/agents/smallestEdge.ts";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";

const GAMES = 3;

let house: AgentHouse;
let chains = 0;
let usual: number;
beforeAll(async () => {
  house = await startAgentHouse();
  await house.owner.query("INSERT INTO crash_tables (tenant_id, currency) VALUES ($1, 'BNB')", [
    house.tenantId,
  ]);
});
afterAll(() => house.stop());
beforeEach(async () => {
  usual = await smallest();
});

const smallest = () =>
  inTenantTransaction(house.pool, house.tenantId, (client) => smallestEdgeBps(client, house.tenantId));

/** A chain as it is when its table's edge was the given one. */
async function addChain(edgeBps: number): Promise<bigint> {
  chains += 1;
  const { rows } = await house.owner.query<{ id: bigint }>(
    `INSERT INTO crash_chains (tenant_id, currency, vault_id, epoch, kind, root, games, edge_bps, marks_apart, marks,
       anchor_block, salt_block, salt)
     SELECT $1, 'BNB', max(id), $2, '0x' || repeat('a', 64), $3, $4, $5, 1, 'x', 1, 2, repeat('5', 64)
     FROM vaults WHERE tenant_id = $1 RETURNING id`,
    [house.tenantId, chains, randomBytes(32).toString("hex"), GAMES, edgeBps],
  );
  return rows[0]!.id;
}

const played = (chain: bigint, games: number) =>
  house.owner.query("UPDATE crash_chains SET played = $2 WHERE id = $1", [chain, games]);

test("behavior: a crash chain with games left counts at its own edge, whatever the table is set to meanwhile", async () => {
  const chain = await addChain(usual - 1);
  expect(await smallest()).toBe(usual - 1);
  await played(chain, GAMES - 1);
  expect(await smallest()).toBe(usual - 1);
  await played(chain, GAMES);
  expect(await smallest()).toBe(usual);
});

test("behavior: so does the round of its last game, until it is over", async () => {
  const chain = await addChain(usual - 2);
  await played(chain, GAMES);
  const { rows } = await house.owner.query<{ id: bigint }>(
    `INSERT INTO crash_rounds (tenant_id, currency, number, chain_id, game, commitment, sealed_hash, edge_bps, phase, fence,
       ceiling, betting_ends_at)
     VALUES ($1, 'BNB', 1, $2, $3, encode(sha256(convert_to($4, 'UTF8')), 'hex'), 'x', $5, 'betting', 1, 1000000, now())
     RETURNING id`,
    [house.tenantId, chain, GAMES, "0".repeat(64), usual - 2],
  );
  expect(await smallest()).toBe(usual - 2);
  await house.owner.query(
    `UPDATE crash_rounds SET phase = 'settled', started_at = now(), settled_at = now(), paid = 0, point = 100, game_hash = $2
     WHERE id = $1`,
    [rows[0]!.id, "0".repeat(64)],
  );
  expect(await smallest()).toBe(usual);
});

test("behavior: a chain that is never played, because something else was anchored in its place, does not count", async () => {
  const chain = await addChain(usual - 3);
  expect(await smallest()).toBe(usual - 3);
  await house.owner.query(
    `INSERT INTO fairness_anchors (tenant_id, vault_id, kind, epoch, root, block_number, block_time, tx_hash, log_index)
     SELECT tenant_id, vault_id, kind, epoch, '0x' || repeat('f', 64), 1, 1, '0x' || repeat('2', 64), 0
     FROM crash_chains WHERE id = $1`,
    [chain],
  );
  expect(await smallest()).toBe(usual);
});

test("behavior: a round of several steps counts at the edge that it began at", async () => {
  const player = await house.place("user");
  await house.owner.query(
    `INSERT INTO rounds (tenant_id, id, user_id, game, currency, stake, staked, edge_bps, params, seed_id, nonce)
     VALUES ($1, $2, $3, 'mines', 'BNB', 1, 1, $4, '{}', 1, 0)`,
    [house.tenantId, randomUUID(), player.userId, usual - 4],
  );
  expect(await smallest()).toBe(usual - 4);
  await house.owner.query("UPDATE rounds SET status = 'settled' WHERE user_id = $1", [player.userId]);
  expect(await smallest()).toBe(usual);
});
