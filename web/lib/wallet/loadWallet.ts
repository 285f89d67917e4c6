import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { answerWithin } from "@/lib/wallet/answerWithin";
import type { WalletRuntime } from "@/lib/wallet/walletRuntime";
import { walletState } from "@/lib/wallet/walletState";

/** Where the wallet library remembers the wallet that was used last. */
const RECENT_KEY = "wagmi.recentConnectorId";

let loading: Promise<WalletRuntime> | null = null;

/** The wallet code, fetched on first use: pages that are only read stay light. */
export function loadWallet(house: HouseConfig): Promise<WalletRuntime> {
  loading ??= import("@/lib/wallet/walletRuntime")
    .then(({ createWalletRuntime }) => createWalletRuntime(house))
    .catch((error: unknown) => {
      loading = null;
      throw error;
    });
  return loading;
}

/** The id of the wallet used last in this browser, or null. */
export function recentWalletId(): string | null {
  try {
    const id: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? "null");
    return typeof id === "string" ? id : null;
  } catch {
    return null;
  }
}

/** A locked wallet may not answer at all: then it is simply not connected. */
const RESUME_TIMEOUT_MS = 8_000;

let isResumed = false;

/** After a reload: takes up the connection again, if there was one. Once per page load. */
export async function resumeWallet(house: HouseConfig): Promise<void> {
  if (isResumed) return;
  isResumed = true;
  if (recentWalletId() === null) return;
  walletState.set({ status: "connecting" });
  try {
    await answerWithin((await loadWallet(house)).reconnect(), RESUME_TIMEOUT_MS);
  } catch {
    walletState.set({ status: "disconnected" });
  }
}
