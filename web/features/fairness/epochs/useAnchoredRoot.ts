import { useQuery } from "@tanstack/react-query";
import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { readAnchoredRoot } from "@/features/fairness/epochs/anchoredRoot";
import { type AnchorClaim, readAnchoredSince } from "@/features/fairness/epochs/anchoredSince";
import { type Node, nodeAt } from "@/lib/vault/node";

/** Who is asked what the chain says: the house's public node, or the one that the reader's own wallet brings. */
export type NodeChoice = "house" | "wallet";

const REFRESH_MS = 15_000;

type Question = {
  readonly house: HouseConfig;
  readonly node: NodeChoice;
  readonly registry: string | null;
  readonly epoch: string;
};

/** The root of an epoch as the registry holds it, asked of the chain by this browser; null where it holds none. */
export function useAnchoredRoot({ house, node, registry, epoch }: Question) {
  return useQuery({
    queryKey: ["anchoredRoot", house.chain.rpcUrl, node, registry, epoch],
    queryFn: async () =>
      registry === null ? null : readAnchoredRoot(await nodeOf(house, node), { registry, epoch }),
    // A root is anchored once; until then it is worth asking again.
    refetchInterval: ({ state }) => (state.data === null ? REFRESH_MS : false),
  });
}

/**
 * Since when the registry holds a root, asked of the chain by this browser; null when the transaction that is said to have
 * anchored it does not show that.
 */
export function useAnchoredSince(house: HouseConfig, node: NodeChoice, claim: AnchorClaim) {
  const { registry, epoch, root, txHash } = claim;
  return useQuery({
    queryKey: ["anchoredSince", house.chain.rpcUrl, node, registry, epoch, root, txHash],
    queryFn: async () => readAnchoredSince(await nodeOf(house, node), claim),
    // A node may be behind, or away; what it has shown once stays.
    refetchInterval: ({ state }) => (state.data == null ? REFRESH_MS : false),
  });
}

async function nodeOf(house: HouseConfig, choice: NodeChoice): Promise<Node> {
  if (choice === "house") return nodeAt(house.chain.rpcUrl);
  const { nodeOfConnectedWallet } = await import("@/lib/wallet/walletNode");
  return nodeOfConnectedWallet(house);
}
