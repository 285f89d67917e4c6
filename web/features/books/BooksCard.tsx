"use client";

import { useTranslations } from "next-intl";
import type { ReconciliationView } from "#domain/api/monitoring.ts";
import { AddressLink } from "@/components/AddressLink";
import { BooksComparison } from "@/components/BooksComparison";
import { Card } from "@/components/Card";
import { ComparisonHistory } from "@/components/ComparisonHistory";

/** The books of one currency in one vault: how they stand, and how they stood. */
export function BooksCard({ comparison }: { readonly comparison: ReconciliationView }) {
  const t = useTranslations("books");
  const { vault, currency } = comparison;
  return (
    <Card
      heading={currency}
      aside={
        <span className="inline-flex items-center gap-2 text-sm text-ink-faint">
          {t("vault")} <AddressLink address={vault} />
        </span>
      }
    >
      <BooksComparison comparison={comparison} />
      <ComparisonHistory vault={vault} currency={currency} />
    </Card>
  );
}
