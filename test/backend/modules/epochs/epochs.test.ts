import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { NotFound } from "#backend/http/failures.ts";
import { createPublicEpochs } from "#backend/modules/epochs/publicEpochs.service.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { EPOCH_KIND, isIncluded } from "#domain/fairness/epoch.ts";
import { chainCommitment } from "#domain/games/crash/chainTerms.ts";
import { verifyEpochProof } from "#scripts/verify/epochProof.ts";
import { operator } from "#test/backend/modules/settlement/deployedHouse.ts";
import { createWorld, FINALITY_DEPTH, type World } from "#test/backend/modules/settlement/world.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const commitmentOf = (index: number) => index.toString(16).padStart(64, "c");

/** A house that anchors, with as many players' seeds as asked for. */
async function open(players = 3, epochIntervalMs = 0) {
  const world = await createWorld({ hasRegistry: true, settings: { epochIntervalMs } });
  const api = createPool({ url: world.databaseUrl, role: "fairhouse_api", maxConnections: 2 });
  closers.push(world.close, () => api.end());
  for (let index = 0; index < players; index++) await addSeeds(world, index);
  return { world, epochs: createPublicEpochs(api) };
}

async function addSeeds({ owner }: World, index: number, tenantId = 1) {
  await owner.query(
    `WITH player AS (
       INSERT INTO users (tenant_id, wallet_address) VALUES ($1, '0x' || $2) RETURNING id)
     INSERT INTO seeds (tenant_id, user_id, status, commitment, server_seed_encrypted, client_seed)
     SELECT $1, player.id, status, commitment, '', 'mine'
     FROM player, (VALUES ('active', $3), ('next', $4)) AS made (status, commitment)`,
    [tenantId, index.toString(16).padStart(40, "a"), commitmentOf(2 * index), commitmentOf(2 * index + 1)],
  );
}

async function mineAndIndex({ node, index }: World) {
  await node.mine({ blocks: 1 });
  await index();
}

const registryRoot = async ({ client, registry }: World, epoch: bigint, kind = EPOCH_KIND) =>
  client.readContract({
    address: registry,
    abi: fairnessRegistryAbi,
    functionName: "rootOf",
    args: [kind, epoch],
  });

const sentCount = async ({ owner }: World) =>
  (
    await owner.query(
      "SELECT count(*)::integer AS count FROM chain_transactions WHERE anchor_kind IS NOT NULL",
    )
  ).rows[0].count;

describe("epochs", () => {
  test("default: built, anchored once, indexed; every commitment is proven against the registry", async () => {
    const { world, epochs } = await open();
    const settlement = world.createSettlement();
    await world.round(settlement);
    const { items: before } = await epochs.list(1, { limit: 10 });
    expect(before).toMatchObject([{ epoch: "1", status: "pending", anchor: null, counts: { seeds: 6 } }]);
    await mineAndIndex(world);
    await world.round(settlement);

    const { items } = await epochs.list(1, { limit: 10 });
    const first = items.at(-1)!;
    expect(first).toMatchObject({ epoch: "1", status: "anchored", anchor: { isFinal: false } });
    expect(await registryRoot(world, 1n)).toBe(first.root);
    for (let index = 0; index < 6; index++) {
      const { proof, epoch } = await epochs.proof(1, first.id, commitmentOf(index));
      expect(isIncluded(await registryRoot(world, 1n), proof)).toBe(true);
      expect(epoch.root).toBe(first.root);
    }
    await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
    await world.index();
    expect((await epochs.list(1, { limit: 10 })).items.at(-1)?.anchor?.isFinal).toBe(true);
  });

  test("behavior: an hour is an hour, and each epoch follows the one before", async () => {
    const { world, epochs } = await open(1, 3_600_000);
    const settlement = world.createSettlement();
    for (let round = 0; round < 3; round++) {
      await world.round(settlement);
      await mineAndIndex(world);
    }
    expect((await epochs.list(1, { limit: 10 })).items).toHaveLength(1);
    await world.owner.query("UPDATE fairness_epochs SET built_at = now() - interval '61 minutes'");
    await addSeeds(world, 7);
    await world.round(settlement);
    await mineAndIndex(world);
    const { items } = await epochs.list(1, { limit: 10 });
    expect(items.map(({ epoch, status, counts }) => [epoch, status, counts.seeds])).toEqual([
      ["2", "anchored", 4],
      ["1", "anchored", 2],
    ]);
    await expect(epochs.proof(1, items[1]!.id, commitmentOf(14))).rejects.toThrow(NotFound);
    expect((await epochs.proof(1, items[0]!.id, commitmentOf(14))).proof.section).toBe("seeds");
  });

  test("behavior: game configurations and crash chains are in it, and a chain gets an anchor of its own", async () => {
    const { world, epochs } = await open(0);
    const content = '{"game":"dice"}';
    const { rows } = await world.owner.query(
      `INSERT INTO game_configs (tenant_id, game, version, edge_bps, content, hash)
       VALUES (1, 'dice', 1, 100, $1, encode(sha256(convert_to($1, 'UTF8')), 'hex')) RETURNING hash`,
      [content],
    );
    const chainKind = `0x${"7".repeat(64)}` as const;
    const chainRoot = "d".repeat(64);
    await world.owner.query("INSERT INTO crash_tables (tenant_id, currency) VALUES (1, 'BNB')");
    await world.owner.query(
      `INSERT INTO crash_chains (tenant_id, currency, vault_id, epoch, kind, root, games, edge_bps, marks_apart, marks, terms_version)
       SELECT 1, 'BNB', id, n, $1, $2, 10, 300, 1, '', n FROM vaults, generate_series(1, 2) AS n`,
      [chainKind, chainRoot],
    );
    const terms = { version: 2, currency: "BNB", games: 10, edgeBps: 300, root: chainRoot } as const;
    const settlement = world.createSettlement();
    for (let round = 0; round < 3; round++) {
      await world.round(settlement);
      await mineAndIndex(world);
    }
    // A chain of before by its root alone, one of now by all of its terms.
    expect(await registryRoot(world, 1n, chainKind)).toBe(`0x${chainRoot}`);
    expect(await registryRoot(world, 2n, chainKind)).toBe(`0x${chainCommitment(terms)}`);
    const [epoch] = (await epochs.list(1, { limit: 1 })).items;
    for (const [hash, section] of [
      [rows[0].hash, "games"],
      [chainRoot, "chains"],
      [chainCommitment(terms), "chains"],
    ]) {
      const { proof } = await epochs.proof(1, epoch!.id, hash);
      expect(proof.section).toBe(section);
      expect(isIncluded(epoch!.root, proof)).toBe(true);
    }
  });

  test("behavior: whoever dies between two steps, another worker goes on, and each root is sent once", async () => {
    const { world, epochs } = await open(2, 3_600_000);
    // Each worker loses its chain at another step: before it can build, simulate, send, or hear of it.
    for (const method of [
      "lastEpochOf",
      "simulateAnchor",
      "estimateAnchorGas",
      "feeMarket",
      "nonceOf",
      "broadcast",
    ] as const) {
      const dying = world.createSettlement();
      const chain = { ...dying.chain, [method]: () => Promise.reject(new Error(`died at ${method}`)) };
      await world.round({ ...dying, chain }).catch(() => undefined);
    }
    expect(await sentCount(world)).toBe(1);
    expect(await registryRoot(world, 1n)).toMatch(/^0x0{64}$/);
    const survivor = world.createSettlement();
    await world.round(survivor);
    await mineAndIndex(world);
    await world.round(survivor);
    expect((await epochs.list(1, { limit: 10 })).items).toMatchObject([{ epoch: "1", status: "anchored" }]);
    expect(await sentCount(world)).toBe(1);
  });

  test("behavior: several workers at once build and send each epoch once", async () => {
    const { world, epochs } = await open(2);
    const workers = Array.from({ length: 4 }, () => world.createSettlement());
    for (let round = 0; round < 3; round++) {
      await Promise.all(workers.map((worker) => world.round(worker)));
      await mineAndIndex(world);
    }
    const { items } = await epochs.list(1, { limit: 10 });
    expect(items.map(({ epoch, status }) => [epoch, status])).toEqual([
      ["3", "anchored"],
      ["2", "anchored"],
      ["1", "anchored"],
    ]);
    expect(await sentCount(world)).toBe(3);
  });

  test("behavior: a root that a reorganisation dropped is anchored again", async () => {
    const { world, epochs } = await open(1, 3_600_000);
    const settlement = world.createSettlement();
    const snapshot = await world.node.snapshot();
    // One block for all that is sent, so that none of it is final yet.
    await world.node.setAutomine(false);
    await world.round(settlement);
    await mineAndIndex(world);
    expect((await epochs.list(1, { limit: 1 })).items).toMatchObject([{ status: "anchored" }]);
    const { root } = (await epochs.list(1, { limit: 1 })).items[0]!;
    await world.node.revert({ id: snapshot });
    await world.node.mine({ blocks: 2 });
    await world.index();
    expect((await epochs.list(1, { limit: 1 })).items).toMatchObject([{ status: "pending" }]);
    await world.round(settlement);
    await mineAndIndex(world);
    expect(await registryRoot(world, 1n)).toBe(root);
    expect((await epochs.list(1, { limit: 1 })).items).toMatchObject([{ status: "anchored", root }]);
  });

  test("behavior: a place that somebody else took is told, shown, and passed over", async () => {
    const { world, epochs } = await open(1);
    const settlement = world.createSettlement();
    const chain = { ...settlement.chain, broadcast: () => Promise.reject(new Error("no network")) };
    await world.round({ ...settlement, chain }).catch(() => undefined);
    const foreign = `0x${"e".repeat(64)}` as const;
    const call = { address: world.registry, abi: fairnessRegistryAbi, functionName: "anchor" } as const;
    // The operator's own key, by hand, at the nonce that the worker has given away.
    await world.wallet.writeContract({ ...call, args: [EPOCH_KIND, 1n, foreign], account: operator });
    for (let round = 0; round < 4; round++) {
      await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
      await world.index();
      await world.round(settlement);
    }
    await mineAndIndex(world);
    const { items } = await epochs.list(1, { limit: 10 });
    expect(items.at(-1)).toMatchObject({ epoch: "1", status: "displaced", anchor: null });
    expect(items.some(({ epoch, status }) => epoch === "2" && status === "anchored")).toBe(true);
  });

  test("behavior: houses see their own epochs only, page by page", async () => {
    const { world, epochs } = await open(1);
    const settlement = world.createSettlement();
    for (let round = 0; round < 3; round++) {
      await world.round(settlement);
      await mineAndIndex(world);
    }
    const first = await epochs.list(1, { limit: 2 });
    const rest = await epochs.list(1, { limit: 2, cursor: first.nextCursor! });
    expect([...first.items, ...rest.items].map(({ epoch }) => epoch)).toEqual(["3", "2", "1"]);
    expect(rest.nextCursor).toBeNull();
    expect(await epochs.list(2, { limit: 2 })).toEqual({ items: [], nextCursor: null });
    await expect(epochs.proof(2, first.items[0]!.id, commitmentOf(0))).rejects.toThrow(NotFound);
    await expect(epochs.proof(1, "999", commitmentOf(0))).rejects.toThrow(NotFound);
  });

  test("behavior: the command line proves what the API answers, and sees what was tampered with", async () => {
    const { world, epochs } = await open(2);
    await world.round(world.createSettlement());
    const [epoch] = (await epochs.list(1, { limit: 1 })).items;
    const answer = await epochs.proof(1, epoch!.id, commitmentOf(1));
    const folder = mkdtempSync(join(tmpdir(), "fairhouse-proof-"));
    closers.push(async () => rmSync(folder, { recursive: true }));
    const file = join(folder, "proof.json");
    writeFileSync(file, JSON.stringify(answer));
    expect(await verifyEpochProof(file)).toMatchObject({
      commitment: commitmentOf(1),
      isIncluded: true,
      root: epoch!.root,
    });
    writeFileSync(file, JSON.stringify({ ...answer, proof: { ...answer.proof, hash: commitmentOf(9) } }));
    expect(await verifyEpochProof(file)).toMatchObject({ isIncluded: false });
    writeFileSync(file, "{}");
    await expect(verifyEpochProof(file)).rejects.toMatchObject({ code: "PROOF_FILE_INVALID" });
  });
});
