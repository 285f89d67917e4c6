import type { ChainReader } from "#indexer/source/chainReader.ts";
import { createEndpoint } from "#indexer/source/endpoint.ts";
import { createFailover } from "#indexer/source/failover.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { createRpcReader } from "#indexer/source/rpcReader.ts";
import { RebuildRefused } from "#scripts/rebuild/errors.ts";
import { givenSettings } from "#scripts/runtime/environment.ts";
import { houseFolders, ROOT } from "#scripts/start/folders.ts";
import { readRunState } from "#scripts/start/runFile.ts";

/**
 * The nodes to read the chain from: those that were named, or the settings', or those of the house that runs here.
 * @throws RebuildRefused where there are none
 */
export async function findNodes(named: readonly string[] | undefined): Promise<readonly string[]> {
  if (named !== undefined) return named;
  const { RPC_URLS } = givenSettings(["RPC_URLS"]);
  if (RPC_URLS !== undefined) return RPC_URLS.split(",").map((url) => url.trim());
  const run = await readRunState(houseFolders(`${ROOT}.fairhouse`).runFile);
  if (run === undefined) throw new RebuildRefused("Name the chain's nodes in --rpc-url.");
  return [run.urls.chain];
}

/** Asks the nodes as the indexer's own process does. @throws RebuildRefused where none of them can be asked */
export async function openReader(urls: readonly string[], chainId: number): Promise<ChainReader> {
  const endpoints = urls.map((url) => createEndpoint(url, chainId));
  const reader = createRpcReader(createFailover(endpoints, () => {}));
  try {
    await reader.head();
    return reader;
  } catch (error) {
    if (error instanceof RpcFailure)
      throw new RebuildRefused(`No node tells the head of chain ${chainId}: ${error.message}`);
    throw error;
  }
}
