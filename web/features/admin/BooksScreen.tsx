"use client";

import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { IndexerView } from "#domain/api/monitoring.ts";
import { AddressLink } from "@/components/AddressLink";
import { Age } from "@/components/Age";
import { AwaitScreen } from "@/components/AwaitScreen";
import { BooksComparison } from "@/components/BooksComparison";
import { Card } from "@/components/Card";
import { ComparisonHistory } from "@/components/ComparisonHistory";
import { EmptyState } from "@/components/EmptyState";
import { IndexerBadge } from "@/components/IndexerBadge";
import { Notice } from "@/components/Notice";
import { type Column, Table } from "@/components/Table";
import { CompareNow } from "@/features/admin/CompareNow";
import { ResumePayouts } from "@/features/admin/ResumePayouts";
import { useReconciliation } from "@/lib/house/reconciliationQuery";

/** The books of each vault and currency against the chain, with the first difference and how far the indexer is. */
export function BooksScreen() {
  const t = useTranslations("admin.books");
  return (
    <AwaitScreen query={useReconciliation()} lines={8}>
      {({ items, indexers, payouts }) => (
        <div className="space-y-6">
          {payouts.areStopped && payouts.since !== null && (
            <Notice tone="negative">
              <p>{t(payouts.isByReconciliation ? "stoppedByCheck" : "stopped")}</p>
              <p className="text-ink-soft">{payouts.reason}</p>
              {payouts.isByReconciliation && <p className="text-ink-soft">{t("resume")}</p>}
              <ResumePayouts stop={{ reason: payouts.reason, since: payouts.since }} />
            </Notice>
          )}
          {items.length === 0 && (
            <Card>
              <EmptyState icon={Hourglass} title={t("none")} text={t("noneHint")} />
            </Card>
          )}
          {items.map((item) => (
            <Card
              key={`${item.vault}:${item.currency}`}
              heading={item.currency}
              aside={
                <span className="flex flex-wrap items-center gap-3 text-sm">
                  <AddressLink address={item.vault} />
                  <CompareNow vault={item.vault} />
                </span>
              }
            >
              <BooksComparison comparison={item} />
              <ComparisonHistory vault={item.vault} currency={item.currency} />
            </Card>
          ))}
          <Indexers indexers={indexers} />
        </div>
      )}
    </AwaitScreen>
  );
}

function Indexers({ indexers }: { readonly indexers: readonly IndexerView[] }) {
  const t = useTranslations("admin.books");
  const columns: readonly Column<IndexerView>[] = [
    { id: "vault", title: t("vault"), cell: ({ vault }) => <AddressLink address={vault} /> },
    { id: "state", title: t("state"), cell: (indexer) => <IndexerBadge indexer={indexer} /> },
    { id: "chain", title: t("chain"), isNumeric: true, isWide: true, cell: ({ chainId }) => chainId },
    {
      id: "final",
      title: t("final"),
      isNumeric: true,
      isWide: true,
      cell: ({ finalBlock }) => finalBlock ?? "–",
    },
    {
      id: "indexed",
      title: t("indexed"),
      isNumeric: true,
      isWide: true,
      cell: ({ indexedBlock }) => indexedBlock ?? "–",
    },
    {
      id: "head",
      title: t("head"),
      isNumeric: true,
      isWide: true,
      cell: ({ headBlock }) => headBlock ?? "–",
    },
    {
      id: "lag",
      title: t("lag"),
      isNumeric: true,
      cell: ({ lagSeconds }) => (lagSeconds === null ? "–" : t("seconds", { count: lagSeconds })),
    },
    {
      id: "heard",
      title: t("heard"),
      isNumeric: true,
      isWide: true,
      cell: ({ heardAt }) => (heardAt === null ? "–" : <Age at={new Date(heardAt)} />),
    },
  ];
  return (
    <Card heading={t("indexers")} isFlush>
      <Table caption={t("indexers")} columns={columns} rows={indexers} rowKey={({ vault }) => vault} />
    </Card>
  );
}
