import { createStore } from "@/lib/store";

/** What the page knows about the player's wallet. Light: the wallet code itself is loaded when needed. */
export type WalletState =
  | { readonly status: "disconnected" }
  | { readonly status: "connecting" }
  | {
      readonly status: "connected";
      readonly address: `0x${string}`;
      readonly chainId: number;
      readonly walletName: string;
      readonly isBurner: boolean;
    };

export const DISCONNECTED: WalletState = { status: "disconnected" };

export const walletState = createStore<WalletState>(DISCONNECTED);
