"use client";

import { ArrowRight, Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReconciliationReport, ReconciliationView } from "#domain/api/monitoring.ts";
import { Age } from "@/components/Age";
import { Amount } from "@/components/Amount";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/EmptyState";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { useNow } from "@/lib/format/useNow";
import { isStale, standingTone } from "@/lib/house/booksVerdict";
import { useCurrencyOf } from "@/lib/house/houseQuery";

/** The last comparison of the books with the chain, and the way to everything about it. */
export function ReconciliationCard({ report: { items } }: { readonly report: ReconciliationReport }) {
  const t = useTranslations("transparency");
  return (
    <div className="space-y-4">
      {items.length === 0 ? (
        <EmptyState icon={Hourglass} title={t("result.none")} text={t("result.noneHint")} />
      ) : (
        items.map((result) => <Result key={`${result.vault}:${result.currency}`} result={result} />)
      )}
      <ButtonLink href="/transparency/books">
        {t("books")}
        <ArrowRight aria-hidden className="size-4" />
      </ButtonLink>
    </div>
  );
}

function Result({ result }: { readonly result: ReconciliationView }) {
  const t = useTranslations("transparency.result");
  const { currency, chainBalance, ledgerBalance, variance, blockNumber, checkedAt } = result;
  const decimals = useCurrencyOf(currency)?.decimals ?? null;
  const amount = (minor: string) => <Amount minor={BigInt(minor)} decimals={decimals} currency={currency} />;
  const nowMs = useNow();
  const tone = standingTone(result, nowMs);
  return (
    <div className="space-y-3">
      <Notice tone={tone}>{t(isStale(result, nowMs) ? "stale" : tone)}</Notice>
      <Facts
        facts={[
          { name: t("chain"), value: amount(chainBalance) },
          { name: t("ledger"), value: amount(ledgerBalance) },
          { name: t("variance"), value: amount(variance) },
          { name: t("block"), value: blockNumber },
          { name: t("at"), value: <Age at={new Date(checkedAt)} /> },
        ]}
      />
    </div>
  );
}
