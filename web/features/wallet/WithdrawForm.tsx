"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { type WithdrawalView, withdrawalView } from "#domain/api/wallet.ts";
import { AmountInput } from "@/components/AmountInput";
import { Button } from "@/components/Button";
import { EntranceButton } from "@/components/EntranceButton";
import { WithdrawalStatus } from "@/components/MovementStatus";
import { Notice, type NoticeTone } from "@/components/Notice";
import { TransactionLink } from "@/components/TransactionLink";
import { withdrawObstacle } from "@/features/wallet/withdrawObstacle";
import { accountKeys } from "@/lib/account/accountKeys";
import { useWithdrawals } from "@/lib/account/activityQueries";
import { useBalance } from "@/lib/account/meQuery";
import { ApiProblem, isActivityStopped } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { shortened } from "@/lib/format/shortened";
import { houseKey, useHouse } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";
import { readTypedAmount, typedText } from "@/lib/money/typedAmount";
import { useSession } from "@/lib/session/useSession";
import { newUuid7 } from "@/lib/uuid7";

const TONES: Partial<Record<WithdrawalView["status"], NoticeTone>> = {
  settled: "positive",
  credited: "warning",
  cancelled: "warning",
};

/** Asks the house to pay out; the vault pays to the wallet that signed in, and to no other. */
export function WithdrawForm({ currency }: { readonly currency: CurrencyView }) {
  const t = useTranslations("wallet.withdraw");
  const { api } = useApp();
  const { house } = useHouse();
  const { user } = useSession();
  const { balance } = useBalance();
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  // One key per intention: asking again after a lost answer cannot withdraw twice.
  const [key, setKey] = useState(newUuid7);
  const { decimals, code } = currency;
  const typed = readTypedAmount(text, decimals);
  const obstacle = withdrawObstacle({
    typed,
    minimumMinor: BigInt(currency.minWithdrawal),
    availableMinor: balance?.available ?? 0n,
    isStopped: house?.stopped.some(({ name }) => name === "withdrawals") ?? false,
  });

  const request = useMutation({
    mutationFn: (amountMinor: bigint) =>
      api.request({
        method: "POST",
        path: "/users/withdraw",
        body: { currency: code, amount: amountMinor.toString() },
        idempotencyKey: key,
        schema: withdrawalView,
      }),
    onSuccess: () => {
      setText("");
      setKey(newUuid7());
      void queryClient.invalidateQueries({ queryKey: accountKeys.withdrawals });
      void queryClient.invalidateQueries({ queryKey: accountKeys.me });
    },
    onError: (error) => {
      if (error instanceof ApiProblem) setKey(newUuid7());
      if (isActivityStopped(error)) void queryClient.invalidateQueries({ queryKey: houseKey });
    },
  });

  function change(next: string): void {
    setText(next);
    setKey(newUuid7());
    request.reset();
  }

  return (
    <div className="space-y-4">
      <AmountInput
        label={t("amount")}
        aside={balance && t("available", { amount: readableAmount(balance.available, decimals) })}
        hint={user === null ? t("hintSignedOut") : t("hint", { address: shortened(user.walletAddress) })}
        error={typed.kind === "invalid" ? t("invalid") : null}
        value={text}
        onChange={change}
        disabled={request.isPending}
        currency={code}
        shortcuts={
          balance === null
            ? []
            : [
                {
                  label: t("max"),
                  name: t("maximum"),
                  onPress: () => change(typedText(balance.available, decimals)),
                },
              ]
        }
      />
      <ol className="list-outside list-decimal space-y-1 pl-5 text-sm text-ink-soft marker:text-ink-faint">
        {(["reserve", "batch", "pay"] as const).map((step) => (
          <li key={step}>{t(`steps.${step}`)}</li>
        ))}
      </ol>
      {request.error !== null && <Notice tone="negative">{request.error.message}</Notice>}
      {request.data !== undefined && <Requested withdrawal={request.data} />}
      <EntranceButton to="play">
        <Button
          variant="primary"
          size="lg"
          className="w-full"
          disabled={obstacle !== null}
          isBusy={request.isPending}
          onClick={() => typed.kind === "amount" && request.mutate(typed.minor)}
        >
          {t(`button.${obstacle ?? "ready"}`, {
            minimum: `${readableAmount(BigInt(currency.minWithdrawal), decimals)} ${code}`,
          })}
        </Button>
      </EntranceButton>
    </div>
  );
}

/** The withdrawal just asked for, followed until the vault has paid. */
function Requested({ withdrawal }: { readonly withdrawal: WithdrawalView }) {
  const t = useTranslations("wallet.withdraw");
  const latest = useWithdrawals().data?.items.find(({ id }) => id === withdrawal.id) ?? withdrawal;
  return (
    <Notice tone={TONES[latest.status] ?? "info"}>
      <p>{t(`news.${latest.status}`)}</p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <WithdrawalStatus withdrawal={latest} />
        {latest.txHash !== null && <TransactionLink hash={latest.txHash} />}
      </div>
    </Notice>
  );
}
