"use client";

import { CircleCheck, Scale, TriangleAlert } from "lucide-react";
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
import { booksVerdict, isStale, standingTone } from "@/lib/house/booksVerdict";
import { useCurrencyOf } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";

/** More characters than these do not fit a phone in the largest type. */
const LONG_FIGURES = 9;

const MARKS = { positive: CircleCheck, warning: Scale, negative: TriangleAlert } as const;
const INKS = { positive: "text-positive", warning: "text-warning", negative: "text-negative" } as const;

type Props = { readonly comparison: ReconciliationView };

/** One comparison of the books with the chain: the difference first, and what it is made of. */
export function BooksComparison({ comparison }: Props) {
  const t = useTranslations("books.comparison");
  const { currency, chainBalance, ledgerBalance, blockNumber, checkedAt, findings } = comparison;
  const decimals = useCurrencyOf(currency)?.decimals ?? null;
  const variance = BigInt(comparison.variance);
  const verdict = booksVerdict(comparison);
  const nowMs = useNow();
  const isOld = isStale(comparison, nowMs);
  const amount = (minor: string) => <Amount minor={BigInt(minor)} decimals={decimals} currency={currency} />;
  const tone = standingTone(comparison, nowMs);
  const Mark = MARKS[tone];
  const figures = readableAmount(variance < 0n ? -variance : variance, decimals);
  const tolerance = readableAmount(BigInt(comparison.tolerance), decimals);
  const side = variance < 0n ? "less" : "more";
  const words = t(`verdict.${verdict}`, { amount: figures, currency, tolerance, side });
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
              tone === "negative" ? "text-negative" : "text-ink",
            )}
          >
            <Amount minor={variance} decimals={decimals} />
            <Mark aria-hidden className={classNames("size-8 sm:size-10", INKS[tone])} />
          </p>
          <p role="status" className="mt-3 max-w-md text-ink-soft">
            {isOld ? t("then", { block: blockNumber, verdict: words }) : words}
          </p>
        </div>
        <Facts
          facts={[
            { name: t("chain"), value: amount(chainBalance) },
            { name: t("ledger"), value: amount(ledgerBalance) },
            ...(comparison.tolerance === "0"
              ? []
              : [{ name: t("tolerance"), value: amount(comparison.tolerance) }]),
            { name: t("block"), value: <BlockLink number={blockNumber} /> },
            { name: t("checked"), value: <Age at={new Date(checkedAt)} /> },
          ]}
        />
      </div>
      {findings.length > 0 && <Findings findings={findings} />}
    </div>
  );
}
