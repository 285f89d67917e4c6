import type { ConnectedWallet } from "@/features/exit/useExitWallet";

/** What stands between a file and the wallet that is to leave with it, in the order in which a person mends it. */
export type ExitObstacle = "noWallet" | "otherChain" | "otherAccount";

type Input = {
  readonly connected: Pick<ConnectedWallet, "address" | "chainId"> | null;
  readonly chainId: number;
  /** Whose money the file is about; null when that is for the wallet to say. */
  readonly account: string | null;
};

export function exitObstacle({ connected, chainId, account }: Input): ExitObstacle | null {
  if (connected === null) return "noWallet";
  if (connected.chainId !== chainId) return "otherChain";
  return account !== null && account.toLowerCase() !== connected.address.toLowerCase()
    ? "otherAccount"
    : null;
}
