"use client";

import { useTranslations } from "next-intl";
import type { SuspenseItem } from "#domain/api/suspense.ts";
import { AddressLink } from "@/components/AddressLink";
import { Amount } from "@/components/Amount";
import { BlockLink } from "@/components/BlockLink";
import { Timestamp } from "@/components/Timestamp";
import { TransactionLink } from "@/components/TransactionLink";
import { useCurrencyOf } from "@/lib/house/houseQuery";

/** One such amount: why it waits, whom the chain names, and where to look. */
export function SuspenseRow({ item }: { readonly item: SuspenseItem }) {
  const t = useTranslations("admin.suspense");
  const { reason, event, account, token, currency, quanta, blockNumber, txHash, logIndex, since } = item;
  const listed = useCurrencyOf(currency ?? "");
  // Of a token that is no currency of the house nothing but its quanta is known.
  const decimals = currency === null ? 0 : (listed?.decimals ?? null);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-2 px-5 py-4 text-sm md:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0 space-y-1.5">
        <p className="font-medium">{t(`reason.${reason}`)}</p>
        <p className="max-w-2xl text-ink-soft">{t(`hint.${reason}`)}</p>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-faint">
          <span className="font-mono text-[0.8125rem]">{event}</span>
          {account !== null && <AddressLink address={account} />}
          <span className="inline-flex items-center gap-1.5">
            {t("block")} <BlockLink number={blockNumber} />
          </span>
          <span className="inline-flex items-center gap-1.5">
            <TransactionLink hash={txHash} /> {t("log", { index: logIndex })}
          </span>
        </p>
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 md:flex-col md:items-end">
        <span className="text-base font-medium">
          <Amount minor={BigInt(quanta)} decimals={decimals} currency={currency ?? t("quanta")} isSigned />
        </span>
        {currency === null && <AddressLink address={token} />}
        <Timestamp at={since} />
      </div>
    </li>
  );
}
