"use client";

import { ArrowLeft, Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import { Await } from "@/components/Await";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { PageHeading } from "@/components/PageHeading";
import { BooksCard } from "@/features/books/BooksCard";
import { CheckBooks } from "@/features/books/CheckBooks";
import { Governance } from "@/features/books/Governance";
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
      {/* What comes later does not push away what is being read. */}
      <div className="min-h-[70rem] space-y-6">
        <Await query={report} lines={10}>
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
        </Await>
      </div>
      <Governance />
    </div>
  );
}
