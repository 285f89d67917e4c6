import { z } from "zod";
import { createStore } from "@/lib/store";

/** What a wallet must be able to do (EIP-1193). */
export type WalletProvider = {
  request(call: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
  on(event: string, listener: (value: unknown) => void): void;
  removeListener(event: string, listener: (value: unknown) => void): void;
};

/** A wallet in this browser. */
export type ExitWallet = { readonly id: string; readonly name: string; readonly provider: WalletProvider };

const announcement = z.object({
  info: z.object({ rdns: z.string(), name: z.string() }),
  provider: z.custom<WalletProvider>(
    (value) => typeof value === "object" && value !== null && "request" in value,
  ),
});

export const NO_WALLETS: readonly ExitWallet[] = [];

/** The wallets that have announced themselves to this page (EIP-6963). */
export const exitWallets = createStore<readonly ExitWallet[]>(NO_WALLETS);

/**
 * Listens for wallets and asks them to announce themselves; returns what ends it. The rest of the dApp reaches wallets
 * through the house's configuration; this page must work when there is no house.
 */
export function discoverWallets(): () => void {
  window.addEventListener("eip6963:announceProvider", addAnnounced);
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  return () => window.removeEventListener("eip6963:announceProvider", addAnnounced);
}

function addAnnounced(event: Event): void {
  const parsed = announcement.safeParse("detail" in event ? event.detail : null);
  if (!parsed.success) return;
  const { info, provider } = parsed.data;
  const added = { id: info.rdns, name: info.name, provider };
  exitWallets.set((known) => [...known.filter(({ id }) => id !== added.id), added]);
}
