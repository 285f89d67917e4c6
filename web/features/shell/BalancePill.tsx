"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/Amount";
import { useBalance } from "@/lib/account/meQuery";
import { useCurrency } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";

/** What can be played with, and what the chain has yet to make final. */
export function BalancePill() {
  const t = useTranslations("shell.balance");
  const { balance } = useBalance();
  const currency = useCurrency();
  if (balance === null || currency === null) return null;
  const { decimals, code } = currency;
  return (
    <Link
      href="/wallet"
      className="flex h-10 min-w-0 flex-col items-end justify-center rounded-control bg-surface px-3 leading-tight ring-1 ring-border transition-colors hover:bg-raised"
    >
      <span className="max-w-full truncate text-sm font-medium">
        <span className="sr-only">{t("label")} </span>
        <Amount minor={balance.available} decimals={decimals} currency={code} />
      </span>
      {balance.confirming > 0n && (
        <span className="figures max-w-full truncate text-xs text-warning">
          {t("confirming", { amount: readableAmount(balance.confirming, decimals) })}
        </span>
      )}
    </Link>
  );
}
