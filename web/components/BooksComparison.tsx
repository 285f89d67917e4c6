"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReconciliationView } from "#domain/api/monitoring.ts";
import { Age } from "@/components/Age";
import { Amount } from "@/components/Amount";
import { BlockLink } from "@/components/BlockLink";
import { Facts } from "@/components/Facts";
import { Findings } from "@/components/Findings";
import { Notice } from "@/components/Notice";
import { classNames } from "@/lib/classNames";
import { useNow } from "@/lib/format/useNow";
import { booksVerdict, isStale } from "@/lib/house/booksVerdict";
import { useCurrencyOf } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";

/** More characters than these do not fit a phone in the largest type. */
const LONG_FIGURES = 9;

type Props = { readonly comparison: ReconciliationView };

/** One comparison of the books with the chain: the difference first, and what it is made of. */
export function BooksComparison({ comparison }: Props) {
  const t = useTranslations("books.comparison");
  const { currency, chainBalance, ledgerBalance, blockNumber, checkedAt, findings } = comparison;
  const decimals = useCurrencyOf(currency)?.decimals ?? 0;
  const variance = BigInt(comparison.variance);
  const verdict = booksVerdict(comparison);
  const isOld = isStale(comparison, useNow());
  const amount = (minor: string) => <Amount minor={BigInt(minor)} decimals={decimals} currency={currency} />;
  const figures = readableAmount(variance < 0n ? -variance : variance, decimals);
  return (
    <div className="space-y-5">
      {isOld && <Notice tone="warning">{t("stale")}</Notice>}
      <div className="grid items-center gap-x-12 gap-y-6 lg:grid-cols-2">
        <div>
          <p className="text-sm text-ink-faint">{t("difference")}</p>
          <p
            className={classNames(
              "mt-1 flex flex-wrap items-center gap-x-4 font-medium tracking-tight",
              figures.length > LONG_FIGURES ? "text-3xl sm:text-4xl" : "text-5xl sm:text-6xl",
              verdict === "agree" ? "text-ink" : "text-negative",
            )}
          >
            <Amount minor={variance} decimals={decimals} />
            {verdict === "agree" ? (
              <CircleCheck aria-hidden className="size-8 text-positive sm:size-10" />
            ) : (
              <TriangleAlert aria-hidden className="size-8 sm:size-10" />
            )}
          </p>
          <p role="status" className="mt-3 max-w-md text-ink-soft">
            {t(`verdict.${verdict}`, { amount: figures, currency })}
          </p>
        </div>
        <Facts
          facts={[
            { name: t("chain"), value: amount(chainBalance) },
            { name: t("ledger"), value: amount(ledgerBalance) },
            { name: t("block"), value: <BlockLink number={blockNumber} /> },
            { name: t("checked"), value: <Age at={new Date(checkedAt)} /> },
          ]}
        />
      </div>
      {findings.length > 0 && <Findings findings={findings} />}
    </div>
  );
}
