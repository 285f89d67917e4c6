import { setImmediate } from "node:timers/promises";
import { inTransaction } from "#backend/db/transaction.ts";
import type { SettledVault, Settlement } from "#backend/modules/settlement/settlement.ts";
import { EPOCH_KIND, epochRoot } from "#domain/fairness/epoch.ts";
import { growTree, HASH_BYTES, treeRoot } from "#domain/fairness/epochTree.ts";
import {
  ageOfNewestEpoch,
  type BuiltSection,
  findRegistry,
  hasEpoch,
  insertEpoch,
  readLiveHashes,
  type SectionHashes,
} from "./epoch.store.ts";

/** So many nodes take hundredths of a second on a busy machine; in between the worker turns to its other work. */
const NODES_AT_ONCE = 2_048;

/**
 * Builds the next epoch of a house when the last one is old enough, and anchored: everything that the house is committed to,
 * as of one moment. It is sent to the registry by `anchorRoots`.
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

  const hashes: SectionHashes = await inTransaction(pool, async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    return readLiveHashes(client, vault.tenantId);
  });
  // A house that was just made is committed to nothing yet; waiting an hour for what it says a moment later would be long.
  if (Object.values(hashes).every(({ length }) => length === 0)) return;
  const sections = {
    seeds: await builtSection(hashes.seeds),
    games: await builtSection(hashes.games),
    chains: await builtSection(hashes.chains),
  };
  const roots = { seeds: sections.seeds.root, games: sections.games.root, chains: sections.chains.root };
  await inTransaction(pool, (client) =>
    insertEpoch(client, vault, { epoch, root: epochRoot(roots), sections }),
  );
}

async function builtSection(hashes: Buffer): Promise<BuiltSection> {
  const nodes = await grown(hashes);
  const root = Buffer.from(treeRoot(nodes)).toString("hex");
  return { root, size: hashes.length / HASH_BYTES, hashes, nodes };
}

async function grown(hashes: Buffer): Promise<Uint8Array> {
  const growing = growTree(hashes, NODES_AT_ONCE);
  for (;;) {
    const step = growing.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
