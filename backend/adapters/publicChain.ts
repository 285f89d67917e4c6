import {
  type Chain,
  createPublicClient,
  defineChain,
  fallback,
  http,
  type PublicClient,
  type Transport,
} from "viem";

const TIMEOUT_MS = 5_000;
const RETRIES = 1;

export interface PublicChainOptions {
  readonly rpcUrls: readonly string[];
  readonly chainId: number;
}

/** The chain for requests that wait for it: a short timeout, then the next endpoint, then an error. */
export function createPublicChain(options: PublicChainOptions): PublicClient {
  return createPublicClient({ chain: chainOf(options), transport: transportOf(options) });
}

export function transportOf({ rpcUrls }: PublicChainOptions): Transport {
  return fallback(
    rpcUrls.map((url) => http(url, { timeout: TIMEOUT_MS, retryCount: RETRIES })),
    { retryCount: 0 },
  );
}

export function chainOf({ rpcUrls, chainId }: PublicChainOptions): Chain {
  return defineChain({
    id: chainId,
    name: chainName(chainId),
    nativeCurrency: { name: "BNB", symbol: "BNB", decimals: 18 },
    rpcUrls: { default: { http: [...rpcUrls] } },
  });
}

/** What wallets call the chain. */
export function chainName(chainId: number): string {
  switch (chainId) {
    case 56:
      return "BNB Smart Chain";
    case 97:
      return "BNB Smart Chain Testnet";
    case 31_337:
      return "Local chain";
    default:
      return `Chain ${chainId}`;
  }
}
