"use client";

import { ArrowLeft, ArrowRight, Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import { AwaitScreen } from "@/components/AwaitScreen";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { PageHeading } from "@/components/PageHeading";
import { BooksCard } from "@/features/books/BooksCard";
import { CheckBooks } from "@/features/books/CheckBooks";
import { ReadingCard } from "@/features/books/ReadingCard";
import { WhenDiffering } from "@/features/books/WhenDiffering";
import { useReconciliation } from "@/lib/house/reconciliationQuery";

/** The chain against the ledger, for anybody: what each says, how it is compared, and how to do that oneself. */
export function BooksScreen() {
  const t = useTranslations("books");
  const report = useReconciliation();
  return (
    <div className="space-y-6">
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        aside={
          <ButtonLink href="/transparency" variant="ghost">
            <ArrowLeft aria-hidden className="size-4" />
            {t("back")}
          </ButtonLink>
        }
      />
      <AwaitScreen query={report} lines={10}>
        {({ items, indexers, payouts }) => (
          <>
            {items.length === 0 ? (
              <Card>
                <EmptyState icon={Hourglass} title={t("none")} text={t("noneHint")} />
              </Card>
            ) : (
              items.map((item) => <BooksCard key={`${item.vault}:${item.currency}`} comparison={item} />)
            )}
            {indexers.map((indexer) => (
              <ReadingCard key={indexer.vault} indexer={indexer} />
            ))}
            <div className="grid items-start gap-6 lg:grid-cols-2">
              <WhenDiffering payouts={payouts} />
              <CheckBooks items={items} indexers={indexers} />
            </div>
          </>
        )}
      </AwaitScreen>
      <Card heading={t("governance.title")}>
        <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4">
          <p className="max-w-2xl text-sm text-ink-soft">{t("governance.text")}</p>
          <ButtonLink href="/transparency/governance">
            {t("governance.open")}
            <ArrowRight aria-hidden className="size-4" />
          </ButtonLink>
        </div>
      </Card>
    </div>
  );
}
