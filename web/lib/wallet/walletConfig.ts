import { type Chain, defineChain } from "viem";
import { type Config, createConfig, http, injected } from "wagmi";
import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { burnerKey } from "@/lib/wallet/burnerKey";
import { createBurnerProvider } from "@/lib/wallet/burnerProvider";

export const BURNER_ID = "burner";

const RPC_TIMEOUT_MS = 10_000;
const WEI_DECIMALS = 18;

/** Wallets that announce themselves (EIP-6963), and on a development chain a burner, on the house's one chain. */
export function createWalletConfig(house: HouseConfig): Config {
  const chain = houseChain(house);
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: http(chain.rpcUrls.default.http[0], { timeout: RPC_TIMEOUT_MS }) },
    connectors: house.chain.isLocal ? [burnerConnector(chain)] : [],
    multiInjectedProviderDiscovery: true,
    pollingInterval: 1_000,
  });
}

function houseChain({ chain, currencies }: HouseConfig): Chain {
  const coin = currencies.find(({ token }) => /^0x0{40}$/.test(token))?.code ?? "BNB";
  return defineChain({
    id: chain.id,
    name: chain.name,
    nativeCurrency: { name: coin, symbol: coin, decimals: WEI_DECIMALS },
    rpcUrls: { default: { http: [chain.rpcUrl] } },
    ...(chain.explorerUrl === null
      ? {}
      : { blockExplorers: { default: { name: "Explorer", url: chain.explorerUrl } } }),
  });
}

function burnerConnector(chain: Chain) {
  return injected({
    shimDisconnect: true,
    target: () => ({
      id: BURNER_ID,
      name: "Burner wallet",
      provider: createBurnerProvider(burnerKey(), chain),
    }),
  });
}
