"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { classNames } from "@/lib/classNames";
import { useHouse } from "@/lib/house/houseQuery";
import { useEntrance } from "@/lib/session/useEntrance";
import { useSession } from "@/lib/session/useSession";

/** The network that the house is on; when the wallet is on another one, the way to switch. */
export function NetworkState() {
  const t = useTranslations("shell.network");
  const { house } = useHouse();
  const { isSignedIn } = useSession();
  const { wallet, switchNetwork } = useEntrance();
  if (house === null) return null;
  const isWrong = wallet.status === "connected" && wallet.chainId !== house.chain.id;
  // Before signing in, the account's own button offers the switch.
  if (isWrong && isSignedIn) {
    return (
      <Button variant="danger" isBusy={switchNetwork.isPending} onClick={() => switchNetwork.mutate()}>
        <span className="sm:hidden">{t("switchShort")}</span>
        <span className="hidden sm:inline">{t("switch", { network: house.chain.name })}</span>
      </Button>
    );
  }
  return (
    <span className="hidden items-center gap-2 px-2 text-sm text-ink-soft xl:flex">
      <span
        aria-hidden
        className={classNames("size-1.5 rounded-full", isWrong ? "bg-warning" : "bg-positive")}
      />
      <span className="sr-only">{t("label")}</span>
      {isWrong ? t("wrong") : house.chain.name}
    </span>
  );
}
