import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Hex } from "#domain/chain/hex.ts";
import { useHouse } from "@/lib/house/houseQuery";
import { nodeAt } from "@/lib/vault/node";
import type { AccountStanding, VaultStanding } from "@/lib/vault/vaultReader";

const REFRESH_MS = 15_000;

/** A vault, and a node of the house's chain that is asked about it. */
export type VaultPlace = { readonly vault: Hex; readonly rpcUrl: string };

/** The house's vault; null until the house has answered, or while it has none. */
export function useVaultPlace(): VaultPlace | null {
  const { house } = useHouse();
  const address = house?.vaults[0]?.address;
  if (house === null || address === undefined) return null;
  return { vault: `0x${address.slice(2)}`, rpcUrl: house.chain.rpcUrl };
}

/** What the vault itself says about a token, asked of the chain by this browser. */
export function vaultStandingQuery(place: VaultPlace | null, token: string) {
  return queryOptions({
    queryKey: ["vaultStanding", place, token],
    enabled: place !== null,
    refetchInterval: REFRESH_MS,
    queryFn: async (): Promise<VaultStanding> => {
      const { readVaultStanding } = await import("@/lib/vault/vaultReader");
      return readVaultStanding(nodeAt(place?.rpcUrl ?? ""), place?.vault ?? "0x", `0x${token.slice(2)}`);
    },
  });
}

export function useVaultStanding(token: string) {
  return useQuery(vaultStandingQuery(useVaultPlace(), token));
}

/** What the vault remembers of an account beside the last checkpoint. */
export function useAccountStanding(account: string, token: string) {
  const place = useVaultPlace();
  return useQuery({
    queryKey: ["accountStanding", place, account, token],
    enabled: place !== null,
    refetchInterval: REFRESH_MS,
    queryFn: async (): Promise<AccountStanding> => {
      const { readAccountStanding } = await import("@/lib/vault/vaultReader");
      return readAccountStanding(nodeAt(place?.rpcUrl ?? ""), place?.vault ?? "0x", {
        account: `0x${account.slice(2)}`,
        token: `0x${token.slice(2)}`,
      });
    },
  });
}

/** Which of these batches the vault has paid since the checkpoint that carries them. */
export function usePaidBatches(batchIds: readonly Hex[]) {
  const place = useVaultPlace();
  return useQuery({
    queryKey: ["paidBatches", place, batchIds],
    enabled: place !== null,
    refetchInterval: REFRESH_MS,
    queryFn: async (): Promise<ReadonlySet<Hex>> => {
      const { readPaidBatches } = await import("@/lib/vault/vaultReader");
      return readPaidBatches(nodeAt(place?.rpcUrl ?? ""), place?.vault ?? "0x", batchIds);
    },
  });
}
