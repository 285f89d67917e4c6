import type { ChainReader } from "#indexer/source/chainReader.ts";
import { LOCAL_CHAIN_ID } from "#scripts/deploy/networks.ts";

/**
 * The last block that will not change, by the chain's own word; where it has none, so many blocks below its head. Who
 * rebuilds the books from outside has none of the house's settings.
 */
export async function lastFinalBlock(
  reader: Pick<ChainReader, "head" | "finalized">,
  chainId: number,
  finalityDepth: number,
): Promise<bigint> {
  // The node of a development chain names blocks as finalized that nobody has finalized.
  const finalized = chainId === LOCAL_CHAIN_ID ? undefined : await reader.finalized();
  return finalized ?? (await reader.head()).number - BigInt(finalityDepth);
}
