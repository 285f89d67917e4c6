"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { AmountInput } from "@/components/AmountInput";
import { Button } from "@/components/Button";
import { EntranceButton } from "@/components/EntranceButton";
import { Notice } from "@/components/Notice";
import { useWithdrawal } from "@/features/wallet/useWithdrawal";
import { WithdrawalNews } from "@/features/wallet/WithdrawalNews";
import { withdrawObstacle } from "@/features/wallet/withdrawObstacle";
import { useBalance } from "@/lib/account/meQuery";
import { useRefusalText } from "@/lib/api/useRefusalText";
import { shortened } from "@/lib/format/shortened";
import { useHouse } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";
import { readTypedAmount, typedText } from "@/lib/money/typedAmount";
import { useSession } from "@/lib/session/useSession";

/** Asks the house to pay out; the vault pays to the wallet that signed in, and to no other. */
export function WithdrawForm({ currency }: { readonly currency: CurrencyView }) {
  const t = useTranslations("wallet.withdraw");
  const { house } = useHouse();
  const { user } = useSession();
  const available = useBalance().balance?.available ?? null;
  const [text, setText] = useState("");
  const withdrawal = useWithdrawal(currency.code, () => setText(""));
  const { errorText } = useRefusalText(currency);
  const { decimals, code } = currency;
  const minimumMinor = BigInt(currency.minWithdrawal);
  const typed = readTypedAmount(text, decimals);
  const obstacle = withdrawObstacle({
    typed,
    minimumMinor,
    availableMinor: available ?? 0n,
    isStopped: house?.stopped.some(({ name }) => name === "withdrawals") ?? false,
  });
  const { isOpen, isPending, error, taken } = withdrawal;

  function change(next: string): void {
    setText(next);
    withdrawal.forget();
  }

  return (
    <div className="space-y-4">
      <AmountInput
        label={t("amount")}
        aside={available !== null && t("available", { amount: readableAmount(available, decimals) })}
        hint={user === null ? t("hintSignedOut") : t("hint", { address: shortened(user.walletAddress) })}
        error={typed.kind === "invalid" ? t("invalid") : null}
        value={text}
        onChange={change}
        disabled={isPending}
        currency={code}
        shortcuts={
          available === null
            ? []
            : [
                {
                  label: t("max"),
                  name: t("maximum"),
                  onPress: () => change(typedText(available, decimals)),
                },
              ]
        }
      />
      <HowItGoes />
      {error !== null && (
        <Notice tone={isOpen ? "warning" : "negative"}>{isOpen ? t("open") : errorText(error)}</Notice>
      )}
      {taken !== undefined && <WithdrawalNews withdrawal={taken} />}
      <EntranceButton to="play">
        <Button
          variant="primary"
          size="lg"
          className="w-full"
          // What may have been taken already is asked about whatever the balance has become.
          disabled={!isOpen && obstacle !== null}
          isBusy={isPending}
          onClick={() => typed.kind === "amount" && withdrawal.ask(typed.minor)}
        >
          {t(`button.${isOpen ? "askAgain" : (obstacle ?? "ready")}`, {
            minimum: `${readableAmount(minimumMinor, decimals)} ${code}`,
          })}
        </Button>
      </EntranceButton>
    </div>
  );
}

function HowItGoes() {
  const t = useTranslations("wallet.withdraw.steps");
  return (
    <ol className="list-outside list-decimal space-y-1 pl-5 text-sm text-ink-soft marker:text-ink-faint">
      {(["reserve", "batch", "pay"] as const).map((step) => (
        <li key={step}>{t(step)}</li>
      ))}
    </ol>
  );
}
