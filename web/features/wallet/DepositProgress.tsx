"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { DepositStatus } from "@/components/MovementStatus";
import { Notice } from "@/components/Notice";
import { TransactionLink } from "@/components/TransactionLink";
import { useDeposits } from "@/lib/account/activityQueries";
import type { TransactionState } from "@/lib/wallet/transactionState";

type Props = { readonly state: TransactionState; readonly onAgain: () => void };

/** Where a deposit stands, from the wallet's question to the credit, in words. */
export function DepositProgress({ state, onAgain }: Props) {
  const t = useTranslations("wallet.deposit.progress");
  const deposits = useDeposits();
  switch (state.kind) {
    case "idle":
      return null;
    case "simulating":
    case "confirmInWallet":
      return <Notice>{t(state.kind)}</Notice>;
    case "failed":
      return <Notice tone={state.isRejection ? "info" : "negative"}>{state.text}</Notice>;
    case "waiting":
    case "mined": {
      const deposit = deposits.data?.items.find(({ txHash }) => txHash === state.hash.toLowerCase());
      const isCredited = deposit?.status === "credited";
      return (
        <Notice
          tone={isCredited ? "positive" : "info"}
          action={
            isCredited && (
              <Button size="sm" onClick={onAgain}>
                {t("again")}
              </Button>
            )
          }
        >
          <p>{t(isCredited ? "credited" : deposit === undefined ? state.kind : "confirming")}</p>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {deposit !== undefined && <DepositStatus deposit={deposit} />}
            <TransactionLink hash={state.hash} />
          </div>
        </Notice>
      );
    }
  }
}
