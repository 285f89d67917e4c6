"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
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
import { isActivityStopped } from "@/lib/api/apiErrors";
import { intentAfter, newIntent } from "@/lib/api/intentKey";
import { useRefusalText } from "@/lib/api/useRefusalText";
import { useApp } from "@/lib/app/AppContext";
import { shortened } from "@/lib/format/shortened";
import { houseKey, useHouse } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";
import { readTypedAmount, typedText } from "@/lib/money/typedAmount";
import { useSession } from "@/lib/session/useSession";

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
  const [{ key, isOpen }, setIntent] = useState(newIntent);
  const { errorText } = useRefusalText(currency);
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
      setIntent(newIntent());
    },
    // Also when it failed: the house may have taken it, and what it has is the truth.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: accountKeys.withdrawals });
      void queryClient.invalidateQueries({ queryKey: accountKeys.me });
    },
    onError: (error) => {
      setIntent((intent) => intentAfter(intent, error));
      if (isActivityStopped(error)) void queryClient.invalidateQueries({ queryKey: houseKey });
    },
  });

  function change(next: string): void {
    setText(next);
    forget();
  }
  function forget(): void {
    setIntent(newIntent());
    request.reset();
  }
  const forgetAsked = useEffectEvent(forget);
  const userId = user?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what one account had asked for is nothing to the next
  useEffect(() => forgetAsked(), [userId]);

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
      {request.error !== null && (
        <Notice tone={isOpen ? "warning" : "negative"}>
          {isOpen ? t("open") : errorText(request.error)}
        </Notice>
      )}
      {request.data !== undefined && <Requested withdrawal={request.data} />}
      <EntranceButton to="play">
        <Button
          variant="primary"
          size="lg"
          className="w-full"
          // What may have been taken already is asked about whatever the balance has become.
          disabled={!isOpen && obstacle !== null}
          isBusy={request.isPending}
          onClick={() => typed.kind === "amount" && request.mutate(typed.minor)}
        >
          {t(`button.${isOpen ? "askAgain" : (obstacle ?? "ready")}`, {
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
