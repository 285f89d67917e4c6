import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { ActivityMessage } from "#domain/api/socket.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import { useHouse } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";
import { notify } from "@/lib/ui/notify";
import { forgetTransactions } from "@/lib/wallet/pendingTransactions";

/** Takes in a message about a deposit or a withdrawal, and says aloud when one has arrived. */
export function useActivityNews(): (message: ActivityMessage) => void {
  const t = useTranslations("activity.news");
  const queryClient = useQueryClient();
  const currencies = useHouse().house?.currencies;

  return useCallback(
    (message) => {
      if (message.kind === "recent") {
        // Nothing to announce: this is what stands already, after a connection was made or came back.
        forgetTransactions(new Set(message.deposits.map(({ txHash }) => txHash)));
        for (const queryKey of [accountKeys.deposits, accountKeys.withdrawals]) {
          void queryClient.invalidateQueries({ queryKey });
        }
        return;
      }
      const { currency, amount, status } = message.kind === "deposit" ? message.deposit : message.withdrawal;
      const decimals = currencies?.find(({ code }) => code === currency)?.decimals ?? null;
      const values = { amount: `${readableAmount(BigInt(amount), decimals)} ${currency}` };
      if (message.kind === "deposit") forgetTransactions(new Set([message.deposit.txHash]));
      if (status === "credited" && message.kind === "deposit")
        notify("success", t("depositCredited", values));
      if (status === "reversed") notify("error", t("depositReversed", values));
      if (status === "settled") notify("success", t("withdrawalSettled", values));
      const list = message.kind === "deposit" ? accountKeys.deposits : accountKeys.withdrawals;
      for (const queryKey of [list, accountKeys.me, accountKeys.history]) {
        void queryClient.invalidateQueries({ queryKey });
      }
    },
    [t, queryClient, currencies],
  );
}
