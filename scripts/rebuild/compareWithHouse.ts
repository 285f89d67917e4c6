import type pg from "pg";
import { createPool } from "#backend/db/pool.ts";
import { firstStateDifference, stateHash } from "#indexer/stateHash.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { copyHouses, type Twins } from "#scripts/rebuild/copyHouses.ts";
import { RebuildRefused } from "#scripts/rebuild/errors.ts";
import { indexChain } from "#scripts/rebuild/indexChain.ts";
import { findNodes, openReader } from "#scripts/rebuild/nodes.ts";
import type { RebuildOptions } from "#scripts/rebuild/options.ts";
import { depthRules } from "#scripts/rebuild/rebuildVault.ts";
import { printDifference, printHash, printVault, progressPrinter } from "#scripts/rebuild/report.ts";
import { makeTarget, openGivenTarget } from "#scripts/rebuild/target.ts";
import { findDatabaseUrl } from "#scripts/start/houseDatabase.ts";

const MAX_CONNECTIONS = 4;

/**
 * Rebuilds the vaults of a house into another database and compares what both say of the chain. The house may run
 * meanwhile: only what is final is compared, and nothing of the house is written.
 * @returns whether they say the same @throws RebuildRefused
 */
export async function compareWithHouse(options: RebuildOptions): Promise<boolean> {
  const liveUrl = await findDatabaseUrl();
  const urls = await findNodes(options["rpc-url"]);
  const { database } = options;
  const target = database === undefined ? await makeTarget(liveUrl) : await openGivenTarget(database);
  // The role reads what it compares, and may make no table; nothing is written through this pool.
  const live = createPool({ url: liveUrl, role: "fairhouse_indexer", maxConnections: 2 });
  const owner = createPool({ url: target.url, role: "owner", maxConnections: 1 });
  const pool = createPool({ url: target.url, role: "fairhouse_indexer", maxConnections: MAX_CONNECTIONS });
  const copying = createPool({ url: liveUrl, role: "owner", maxConnections: 1 });
  try {
    const { vault: address, "chain-id": chainId } = options;
    const filter = { ...(address && { address }), ...(chainId && { chainId }) };
    const all = await copyHouses(copying, owner, filter);
    let isEqual = true;
    for (const twins of all) {
      const sides = { live, pool, twins, urls, toBlock: options["to-block"] };
      isEqual = (await compareVault(sides)) && isEqual;
    }
    return isEqual;
  } finally {
    await Promise.all([live.end(), owner.end(), pool.end(), copying.end()]);
    await target.drop();
  }
}

interface Sides {
  readonly live: pg.Pool;
  readonly pool: pg.Pool;
  readonly twins: Twins;
  readonly urls: readonly string[];
  readonly toBlock: bigint | undefined;
}

async function compareVault({ live, pool, twins, urls, toBlock }: Sides): Promise<boolean> {
  const { chainId } = twins.live;
  const final = (await findCursor(live, twins.live))?.finalNumber;
  const through = toBlock ?? final;
  if (final === undefined || through === undefined)
    throw new RebuildRefused(`The house has not indexed vault ${twins.live.address} yet.`);
  if (through > final)
    throw new RebuildRefused(`Block ${through} is not final yet: the last one is ${final}.`);
  printVault(twins.live, through);
  const reader = await openReader(urls, chainId);
  const onProgress = progressPrinter(through);
  await indexChain({ pool, reader, vault: twins.rebuilt, rules: depthRules(chainId), through, onProgress });
  const [ours, theirs] = [
    { pool: live, vault: twins.live },
    { pool, vault: twins.rebuilt },
  ];
  const [house, chain] = [await stateHash(ours, through), await stateHash(theirs, through)];
  printHash("house", house);
  printHash("chain", chain);
  if (house.hash === chain.hash) {
    process.stdout.write("  equal\n");
    return true;
  }
  const difference = await firstStateDifference(ours, theirs, through);
  if (difference !== undefined) printDifference(difference);
  return false;
}
