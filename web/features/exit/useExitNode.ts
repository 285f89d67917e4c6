import { useMemo } from "react";
import type { ConnectedWallet } from "@/features/exit/useExitWallet";
import { useHouse } from "@/lib/house/houseQuery";

/** The node that answers for the chain: one that was named, the wallet's own, or the house's while there is one. */
export type ExitNode =
  | { readonly kind: "address"; readonly rpcUrl: string }
  | { readonly kind: "wallet"; readonly connected: ConnectedWallet };

export function useExitNode(input: {
  readonly chainId: number | null;
  readonly typedUrl: string;
  readonly connected: ConnectedWallet | null;
}): { readonly node: ExitNode | null; readonly rpcUrl: string | null } {
  const { chainId, typedUrl, connected } = input;
  const { house } = useHouse();
  const ofHouse = house !== null && house.chain.id === chainId ? house.chain.rpcUrl : null;
  return useMemo(() => {
    const typed = isNodeAddress(typedUrl) ? typedUrl.trim() : null;
    const rpcUrl = typed ?? ofHouse;
    if (typed !== null) return { node: { kind: "address", rpcUrl: typed }, rpcUrl };
    if (connected !== null && connected.chainId === chainId)
      return { node: { kind: "wallet", connected }, rpcUrl };
    return { node: ofHouse === null ? null : { kind: "address", rpcUrl: ofHouse }, rpcUrl };
  }, [typedUrl, ofHouse, connected, chainId]);
}

/** Tells nodes apart. */
export function nodeKey(node: ExitNode | null): string | null {
  if (node === null) return null;
  return node.kind === "address" ? node.rpcUrl : node.connected.wallet.id;
}

/** Nodes are reached over HTTP. */
export function isNodeAddress(text: string): boolean {
  const trimmed = text.trim();
  return URL.canParse(trimmed) && /^https?:$/.test(new URL(trimmed).protocol);
}
