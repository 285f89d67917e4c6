"use client";

import { History } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { IconButton } from "@/components/Button";
import { isDepositOpen, isWithdrawalOpen, useDeposits, useWithdrawals } from "@/lib/account/activityQueries";
import { usePendingTransactions } from "@/lib/account/usePendingTransactions";
import { useSession } from "@/lib/session/useSession";
import { useStore } from "@/lib/store";
import { openDialog } from "@/lib/ui/openDialog";
import { forgetTransactions } from "@/lib/wallet/pendingTransactions";

const ActivityDrawer = dynamic(() =>
  import("@/features/activity/ActivityDrawer").then((m) => m.ActivityDrawer),
);

/** Opens the list of what moves between wallet and vault, and counts what is under way. */
export function ActivityArea() {
  const t = useTranslations("activity");
  const { isSignedIn } = useSession();
  const isOpen = useStore(openDialog, "none") === "activity";
  const pending = usePendingTransactions().length;
  const known = useDeposits().data?.items;
  const deposits = known?.filter(isDepositOpen).length ?? 0;
  const withdrawals = useWithdrawals().data?.items.filter(isWithdrawalOpen).length ?? 0;
  const open = pending + deposits + withdrawals;

  useEffect(() => {
    if (known !== undefined) forgetTransactions(new Set(known.map(({ txHash }) => txHash)));
  }, [known]);

  if (!isSignedIn) return null;
  return (
    <>
      <IconButton
        label={open > 0 ? t("openWithCount", { count: open }) : t("open")}
        onClick={() => openDialog.set("activity")}
        className="relative"
      >
        <History aria-hidden className="size-[1.125rem]" />
        {open > 0 && (
          <span
            aria-hidden
            className="figures absolute top-1 right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-[0.625rem] font-semibold text-on-accent"
          >
            {open}
          </span>
        )}
      </IconButton>
      {isOpen && <ActivityDrawer />}
    </>
  );
}
