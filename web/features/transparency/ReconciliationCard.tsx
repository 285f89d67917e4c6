"use client";

import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { z } from "zod";
import type { ReconciliationView, reconciliationList } from "#domain/api/monitoring.ts";
import { Amount } from "@/components/Amount";
import { EmptyState } from "@/components/EmptyState";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { Timestamp } from "@/components/Timestamp";
import { useHouse } from "@/lib/house/houseQuery";

type Props = { readonly list: z.output<typeof reconciliationList> };

/** The last comparison of the books with the chain, and what it found. */
export function ReconciliationCard({ list: { items, indexedBlock, headBlock } }: Props) {
  const t = useTranslations("transparency.result");
  if (items.length === 0) return <EmptyState icon={Hourglass} title={t("none")} text={t("noneHint")} />;
  return (
    <div className="space-y-4">
      {newestOfEach(items).map((result) => (
        <Result key={`${result.vault}:${result.currency}`} result={result} />
      ))}
      <p className="figures text-sm text-ink-faint">
        {t("progress", { indexed: indexedBlock ?? "–", head: headBlock ?? "–" })}
      </p>
    </div>
  );
}

/** The list is newest first and goes back a while; of each currency in each vault the first is the state of affairs. */
function newestOfEach(items: readonly ReconciliationView[]): ReconciliationView[] {
  const byBooks = Map.groupBy(items, ({ vault, currency }) => `${vault}:${currency}`);
  return [...byBooks.values()].flatMap(([newest]) => newest ?? []);
}

function Result({ result }: { readonly result: ReconciliationView }) {
  const t = useTranslations("transparency.result");
  const { house } = useHouse();
  const { currency, chainBalance, ledgerBalance, variance, findings, blockNumber, checkedAt } = result;
  const decimals = house?.currencies.find(({ code }) => code === currency)?.decimals ?? 0;
  const amount = (minor: string) => <Amount minor={BigInt(minor)} decimals={decimals} currency={currency} />;
  const isAgreed = variance === "0" && findings.length === 0;
  return (
    <div className="space-y-3">
      <Notice tone={isAgreed ? "positive" : "negative"}>{t(isAgreed ? "agree" : "differ")}</Notice>
      <Facts
        facts={[
          { name: t("chain"), value: amount(chainBalance) },
          { name: t("ledger"), value: amount(ledgerBalance) },
          { name: t("variance"), value: amount(variance) },
          { name: t("block"), value: blockNumber },
          { name: t("at"), value: <Timestamp at={checkedAt} /> },
        ]}
      />
      {findings.length > 0 && (
        <ul className="space-y-1 text-sm text-negative">
          {findings.map(({ check, detail }) => (
            <li key={`${check}:${detail}`}>
              {check}: {detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
