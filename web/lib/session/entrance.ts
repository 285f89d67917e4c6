import type { SessionState } from "@/lib/session/session";
import type { WalletState } from "@/lib/wallet/walletState";

/** What stands between a visitor and an action, in the order in which it is asked for. */
export type Entrance = "wait" | "connect" | "switchNetwork" | "signIn" | "open";

type Standing = {
  readonly session: SessionState["status"];
  readonly signedInAs: string | null;
  readonly wallet: WalletState;
  readonly houseChainId: number | null;
};

/** To play, a session is enough: the wallet may be away, or on another network. */
export function entranceToPlay(standing: Standing): Entrance {
  return standing.session === "signedIn" ? "open" : entranceToSignIn(standing);
}

/** To move coins on the chain, the wallet must be here, on the house's network, and the one that is signed in. */
export function entranceToChain(standing: Standing): Entrance {
  const { wallet, signedInAs, houseChainId } = standing;
  if (wallet.status !== "connected") return entranceToSignIn(standing);
  if (wallet.chainId !== houseChainId) return "switchNetwork";
  return signedInAs?.toLowerCase() === wallet.address.toLowerCase() ? "open" : "signIn";
}

function entranceToSignIn({ session, wallet, houseChainId }: Standing): Entrance {
  if (session === "restoring" || houseChainId === null || wallet.status === "connecting") return "wait";
  if (wallet.status === "disconnected") return "connect";
  return wallet.chainId === houseChainId ? "signIn" : "switchNetwork";
}
