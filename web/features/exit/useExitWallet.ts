import { useCallback, useEffect, useState } from "react";
import { z } from "zod";
import {
  discoverWallets,
  type ExitWallet,
  exitWallets,
  NO_WALLETS,
  type WalletProvider,
} from "@/features/exit/exitWallets";
import { readStored, writeStored } from "@/lib/storage";
import { useStore } from "@/lib/store";
import { answerWithin } from "@/lib/wallet/answerWithin";
import { recentWalletId } from "@/lib/wallet/loadWallet";
import { DISCONNECTED, walletState } from "@/lib/wallet/walletState";

/** A wallet that shares an account with this page, and the chain that it is on. */
export type ConnectedWallet = {
  readonly wallet: ExitWallet;
  readonly address: `0x${string}`;
  readonly chainId: number;
};

type Standing = Pick<ConnectedWallet, "address" | "chainId">;

/** Where the wallet that was used on this page is remembered, by its id. */
const STORAGE_KEY = "fairhouse.exitWallet";

const hex = z.templateLiteral(["0x", z.string()]);
const accounts = z.array(hex);

/** The wallets of this browser, and the one that its reader uses here. */
export function useExitWallet() {
  const wallets = useStore(exitWallets, NO_WALLETS);
  const [wallet, setWallet] = useState<ExitWallet | null>(null);
  const [standing, setStanding] = useState<Standing | null>(null);
  const { status: elsewhere } = useStore(walletState, DISCONNECTED);

  useEffect(discoverWallets, []);

  // The wallet used last, or just connected in the header, is taken up if it shares an account; it is not asked to.
  useEffect(() => {
    const ids = [readStored(localStorage, STORAGE_KEY, z.string()), recentWalletId()];
    const recent = wallets.find(({ id }) => ids.includes(id));
    if (recent === undefined || wallet !== null || elsewhere === "connecting") return;
    const takeUp = (found: Standing | null) => found !== null && setWallet(recent);
    void readStanding(recent.provider).then(takeUp, () => undefined);
  }, [wallets, wallet, elsewhere]);

  useEffect(() => {
    if (wallet === null) return;
    const { provider } = wallet;
    const refresh = () => void readStanding(provider).then(setStanding, () => setStanding(null));
    refresh();
    provider.on("accountsChanged", refresh);
    provider.on("chainChanged", refresh);
    return () => {
      provider.removeListener("accountsChanged", refresh);
      provider.removeListener("chainChanged", refresh);
    };
  }, [wallet]);

  const connect = useCallback(async (chosen: ExitWallet) => {
    await answerWithin(chosen.provider.request({ method: "eth_requestAccounts" }));
    writeStored(localStorage, STORAGE_KEY, chosen.id);
    setWallet(chosen);
    setStanding(await readStanding(chosen.provider));
  }, []);

  const connected: ConnectedWallet | null =
    wallet === null || standing === null ? null : { wallet, ...standing };
  return { wallets, connected, connect };
}

/** The account that the wallet shares and the chain it is on; null when it shares none. */
async function readStanding(provider: WalletProvider): Promise<Standing | null> {
  const [address] = accounts.parse(await provider.request({ method: "eth_accounts" }));
  if (address === undefined) return null;
  return { address, chainId: Number(hex.parse(await provider.request({ method: "eth_chainId" }))) };
}
