import { useQuery } from "@tanstack/react-query";
import type { ExitWallet } from "@/features/exit/exitWallets";

/** The test wallet that this browser keeps a key of, if any. It has no node of its own, so one must be known. */
export function useBurner({
  chainId,
  rpcUrl,
}: {
  readonly chainId: number | null;
  readonly rpcUrl: string | null;
}): ExitWallet | null {
  const { data } = useQuery({
    queryKey: ["burner", chainId, rpcUrl],
    enabled: chainId !== null && rpcUrl !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => (chainId === null || rpcUrl === null ? null : loadBurner(chainId, rpcUrl)),
  });
  return data ?? null;
}

async function loadBurner(chainId: number, rpcUrl: string): Promise<ExitWallet | null> {
  const { keptBurnerKey } = await import("@/lib/wallet/burnerKey");
  const key = keptBurnerKey();
  if (key === null) return null;
  const [{ defineChain }, { createBurnerProvider }] = await Promise.all([
    import("viem"),
    import("@/lib/wallet/burnerProvider"),
  ]);
  const chain = defineChain({
    id: chainId,
    name: `Chain ${chainId}`,
    nativeCurrency: { name: "Coin", symbol: "COIN", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  return { id: "burner", name: "Burner wallet", provider: createBurnerProvider(key, chain) };
}
