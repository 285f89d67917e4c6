"use client";

import { Unplug } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/Button";
import { EntranceButton } from "@/components/EntranceButton";
import { useHouse } from "@/lib/house/houseQuery";
import { useSession } from "@/lib/session/useSession";
import { useStore } from "@/lib/store";
import { openDialog } from "@/lib/ui/openDialog";
import { loadWallet } from "@/lib/wallet/loadWallet";
import { DISCONNECTED, walletState } from "@/lib/wallet/walletState";

const AccountMenu = dynamic(() => import("@/features/session/AccountMenu").then((m) => m.AccountMenu));
const ConnectDialog = dynamic(() => import("@/features/session/ConnectDialog").then((m) => m.ConnectDialog));
const SessionsDialog = dynamic(() =>
  import("@/features/session/SessionsDialog").then((m) => m.SessionsDialog),
);

/** The header's right end: the next step towards a session, or the account. */
export function AccountArea() {
  const { isSignedIn } = useSession();
  const t = useTranslations("session");
  const { house } = useHouse();
  const wallet = useStore(walletState, DISCONNECTED);
  const dialog = useStore(openDialog, "none");
  async function disconnect(): Promise<void> {
    if (house !== null) await (await loadWallet(house)).disconnect();
  }

  return (
    <>
      {isSignedIn ? (
        <AccountMenu />
      ) : (
        <>
          {wallet.status === "connected" && (
            <IconButton
              label={t("disconnect", { wallet: wallet.walletName })}
              onClick={() => void disconnect()}
            >
              <Unplug aria-hidden className="size-[1.125rem]" />
            </IconButton>
          )}
          <EntranceButton to="play" size="md" className="" />
        </>
      )}
      {dialog === "connect" && <ConnectDialog />}
      {dialog === "sessions" && <SessionsDialog />}
    </>
  );
}
