import { useQuery } from "@tanstack/react-query";
import { useHouse } from "@/lib/house/houseQuery";
import { useEntrance } from "@/lib/session/useEntrance";
import { loadWallet } from "@/lib/wallet/loadWallet";

const REFRESH_MS = 10_000;

export const coinsKey = ["coins"] as const;

/** What the connected wallet holds of the native coin on the house's chain, in wei. */
export function useCoins() {
  const { house } = useHouse();
  const { wallet } = useEntrance();
  const address = wallet.status === "connected" ? wallet.address : null;
  return useQuery({
    queryKey: [...coinsKey, address],
    enabled: house !== null && address !== null,
    refetchInterval: REFRESH_MS,
    queryFn: async () => (house === null ? 0n : (await loadWallet(house)).coinsWei()),
  });
}

/** Whether the vault refuses money now. Unknown counts as no: the simulation will tell. */
export function useEntriesPaused() {
  const { house } = useHouse();
  const { wallet } = useEntrance();
  return useQuery({
    queryKey: ["entriesPaused"],
    enabled: house !== null && wallet.status === "connected",
    refetchInterval: REFRESH_MS,
    queryFn: async () => {
      const vault = house?.vaults[0]?.address;
      if (house === null || !vault?.startsWith("0x")) return false;
      const { areEntriesPaused } = await import("@/lib/wallet/vaultActions");
      return areEntriesPaused({ config: (await loadWallet(house)).config, vault: `0x${vault.slice(2)}` });
    },
  });
}
