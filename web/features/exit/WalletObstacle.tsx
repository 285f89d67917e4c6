"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { Notice } from "@/components/Notice";
import type { ExitObstacle } from "@/features/exit/exitObstacle";
import type { ConnectedWallet } from "@/features/exit/useExitWallet";
import { shortened } from "@/lib/format/shortened";
import type { ClaimedTree } from "@/lib/vault/balanceClaims";

type Props = {
  readonly obstacle: ExitObstacle | null;
  readonly connected: ConnectedWallet | null;
  readonly tree: ClaimedTree | null;
  /** Whose money the file is about. */
  readonly account: string | null;
  readonly isSwitching: boolean;
  readonly onSwitch: () => void;
};

/** Why the connected wallet cannot leave with what the file is about, and what to do about that. */
export function WalletObstacle({ obstacle, connected, tree, account, isSwitching, onSwitch }: Props) {
  const t = useTranslations("exit.wallet");
  if (obstacle === "otherChain" && tree !== null) {
    return (
      <Notice
        tone="warning"
        action={
          <Button size="sm" isBusy={isSwitching} onClick={onSwitch}>
            {t("switch")}
          </Button>
        }
      >
        {t("otherChain", { wanted: tree.chainId.toString(), actual: connected?.chainId.toString() ?? "" })}
      </Notice>
    );
  }
  if (obstacle === "otherAccount") {
    return (
      <Notice tone="warning">
        {t("otherAccount", {
          wanted: shortened(account ?? ""),
          actual: shortened(connected?.address.toLowerCase() ?? ""),
        })}
      </Notice>
    );
  }
  return null;
}
