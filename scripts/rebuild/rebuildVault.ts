import { finalityDepthOf, indexerSettings, readConfig } from "#backend/config.ts";
import { createPool } from "#backend/db/pool.ts";
import { stateHash } from "#indexer/stateHash.ts";
import { RebuildRefused } from "#scripts/rebuild/errors.ts";
import { enterVault } from "#scripts/rebuild/houseOnChain.ts";
import { indexChain } from "#scripts/rebuild/indexChain.ts";
import { lastFinalBlock } from "#scripts/rebuild/lastFinalBlock.ts";
import { findNodes, openReader } from "#scripts/rebuild/nodes.ts";
import { type RebuildOptions, USAGE } from "#scripts/rebuild/options.ts";
import { printHash, printVault, progressPrinter } from "#scripts/rebuild/report.ts";
import { openGivenTarget } from "#scripts/rebuild/target.ts";

const MAX_CONNECTIONS = 4;

/**
 * Fills an empty database with what the chain says of one vault, and prints the hash of it.
 * @returns true @throws RebuildRefused
 */
export async function rebuildVault(options: RebuildOptions): Promise<true> {
  const { vault: address, "deploy-block": deployBlock, "chain-id": chainId, database } = options;
  if (address === undefined || deployBlock === undefined || chainId === undefined || database === undefined)
    throw new RebuildRefused(`Name the vault, its first block, its chain and an empty database.\n${USAGE}`);
  const urls = await findNodes(options["rpc-url"]);
  const reader = await openReader(urls, chainId);
  const rules = depthRules(chainId);
  const { url } = await openGivenTarget(database);
  const owner = createPool({ url, role: "owner", maxConnections: 2 });
  const pool = createPool({ url, role: "fairhouse_indexer", maxConnections: MAX_CONNECTIONS });
  try {
    const { bankroll, registry } = options;
    const [rpcUrl = ""] = urls;
    const vault = await enterVault(owner, { chainId, address, deployBlock, bankroll, registry, rpcUrl });
    const through = options["to-block"] ?? (await lastFinalBlock(reader, chainId, rules.finalityDepth));
    if (through < deployBlock)
      throw new RebuildRefused(`No block of the vault is final yet, up to ${through}.`);
    printVault(vault, through);
    await indexChain({ pool, reader, vault, rules, through, onProgress: progressPrinter(through) });
    printHash("state", await stateHash({ pool, vault }, through));
    return true;
  } finally {
    await Promise.all([owner.end(), pool.end()]);
  }
}

/** How deep a reorganisation may go and what is final, as the indexer's own process takes them from its settings. */
export function depthRules(chainId: number): { maxReorgDepth: number; finalityDepth: number } {
  const settings = indexerSettings.pick({ FINALITY_DEPTH: true, MAX_REORG_DEPTH: true });
  const { FINALITY_DEPTH, MAX_REORG_DEPTH } = readConfig(settings);
  return { maxReorgDepth: MAX_REORG_DEPTH, finalityDepth: finalityDepthOf(chainId, FINALITY_DEPTH) };
}
