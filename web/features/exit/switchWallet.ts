import { numberToHex } from "viem";
import type { WalletProvider } from "@/features/exit/exitWallets";
import { answerWithin } from "@/lib/wallet/answerWithin";

/** The chain is not in the wallet yet (EIP-3085). */
const UNKNOWN_CHAIN = 4902;

const COIN = { name: "Coin", symbol: "COIN", decimals: 18 };

/** Asks the wallet to change to a chain; one that it does not know is added first, if a node of it is known. */
export async function switchWallet(
  provider: WalletProvider,
  { chainId, rpcUrl }: { readonly chainId: number; readonly rpcUrl: string | null },
): Promise<void> {
  const wanted = { chainId: numberToHex(chainId) };
  try {
    await answerWithin(provider.request({ method: "wallet_switchEthereumChain", params: [wanted] }));
  } catch (error) {
    if (rpcUrl === null || !isUnknownChain(error)) throw error;
    const chain = { ...wanted, chainName: `Chain ${chainId}`, nativeCurrency: COIN, rpcUrls: [rpcUrl] };
    await answerWithin(provider.request({ method: "wallet_addEthereumChain", params: [chain] }));
  }
}

function isUnknownChain(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === UNKNOWN_CHAIN;
}
