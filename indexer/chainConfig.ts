import { finalityDepthOf, type IndexerConfig, InvalidConfig } from "#backend/config.ts";

/** A chain whose vaults are indexed: how it is reached, and when its money is final. */
export interface ChainConfig {
  readonly chainId: number;
  readonly rpcUrls: readonly string[];
  readonly wsUrls: readonly string[];
  /** Whether money is final so many blocks deep, or where the chain says so. */
  readonly finality: IndexerConfig["FINALITY"];
  /** Decides where the chain does not. */
  readonly finalityDepth: number;
}

/** The main chain and the others. @throws InvalidConfig when two of them are the same */
export function chainsOf(config: IndexerConfig): ChainConfig[] {
  const main = {
    chainId: config.CHAIN_ID,
    rpcUrls: config.RPC_URLS,
    wsUrls: config.RPC_WS_URLS,
    finality: config.FINALITY,
    finalityDepth: config.FINALITY_DEPTH,
  };
  const chains = [main, ...config.OTHER_CHAINS];
  const twice = chains.find(({ chainId }, index) =>
    chains.slice(0, index).some((earlier) => earlier.chainId === chainId),
  );
  if (twice !== undefined)
    throw new InvalidConfig(
      `Chain ${twice.chainId} is configured twice: CHAIN_ID and OTHER_CHAINS name each once.`,
    );
  return chains.map((chain) => ({
    ...chain,
    finalityDepth: finalityDepthOf(chain.chainId, chain.finalityDepth),
  }));
}
