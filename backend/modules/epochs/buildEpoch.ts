import { inTransaction } from "#backend/db/transaction.ts";
import type { SettledVault, Settlement } from "#backend/modules/settlement/settlement.ts";
import { EPOCH_KIND, epochRoot } from "#domain/fairness/epoch.ts";
import { buildTree, HASH_BYTES, treeRoot } from "#domain/fairness/epochTree.ts";
import {
  ageOfNewestEpoch,
  type BuiltSection,
  findRegistry,
  hasEpoch,
  insertEpoch,
  readLiveHashes,
  type SectionHashes,
} from "./epoch.store.ts";

/**
 * Builds the next epoch of a house when the last one is old enough, and anchored: everything that the house is committed to,
 * as of one moment, in one transaction. It is sent to the registry by `anchorRoots`.
 */
export async function buildEpochIfDue(settlement: Settlement, vault: SettledVault): Promise<void> {
  const { pool, chain, settings } = settlement;
  const age = await ageOfNewestEpoch(pool, vault);
  if (age !== null && age < settings.epochIntervalMs) return;
  const registry = await findRegistry(pool, vault);
  if (registry === null) return;
  const epoch = (await chain.lastEpochOf(registry, EPOCH_KIND)) + 1n;
  // Built, and not anchored yet.
  if (await hasEpoch(pool, vault, epoch)) return;

  await inTransaction(pool, async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    const hashes: SectionHashes = await readLiveHashes(client, vault.tenantId);
    const sections = {
      seeds: builtSection(hashes.seeds),
      games: builtSection(hashes.games),
      chains: builtSection(hashes.chains),
    };
    const roots = { seeds: sections.seeds.root, games: sections.games.root, chains: sections.chains.root };
    await insertEpoch(client, vault, { epoch, root: epochRoot(roots), sections });
  });
}

function builtSection(hashes: Buffer): BuiltSection {
  const nodes = buildTree(hashes);
  const root = Buffer.from(treeRoot(nodes)).toString("hex");
  return { root, size: hashes.length / HASH_BYTES, hashes, nodes };
}
