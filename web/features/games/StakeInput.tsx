"use client";

import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { AmountInput } from "@/components/AmountInput";
import type { useIntendedBet } from "@/features/games/useIntendedBet";
import { useBalance } from "@/lib/account/meQuery";
import { readableAmount } from "@/lib/money/displayAmount";

type Props = {
  readonly intended: Pick<
    ReturnType<typeof useIntendedBet>,
    "stakeText" | "setStakeText" | "halve" | "double" | "max"
  >;
  readonly currency: CurrencyView;
  readonly disabled?: boolean;
};

/** How much to bet: typed, or by the usual steps, beside what there is to bet with. */
export function StakeInput({ intended, currency, disabled = false }: Props) {
  const t = useTranslations("games");
  const { balance } = useBalance();
  return (
    <AmountInput
      label={t("stake")}
      aside={balance && t("available", { amount: readableAmount(balance.available, currency.decimals) })}
      value={intended.stakeText}
      onChange={intended.setStakeText}
      currency={currency.code}
      disabled={disabled}
      shortcuts={[
        { label: "½", name: t("half"), onPress: intended.halve },
        { label: "2×", name: t("double"), onPress: intended.double },
        { label: t("max"), name: t("maximum"), onPress: intended.max },
      ]}
    />
  );
}
