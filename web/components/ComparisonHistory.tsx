"use client";

import { useTranslations } from "next-intl";
import type { ReconciliationView } from "#domain/api/monitoring.ts";
import { Amount } from "@/components/Amount";
import { Await } from "@/components/Await";
import { BlockLink } from "@/components/BlockLink";
import { ComparisonStrip } from "@/components/ComparisonStrip";
import { Disclosure } from "@/components/Disclosure";
import { MoreButton } from "@/components/MoreButton";
import { type Column, Table } from "@/components/Table";
import { Timestamp } from "@/components/Timestamp";
import { type BooksPlace, useComparisons } from "@/lib/house/comparisonsQuery";
import { useCurrencyOf } from "@/lib/house/houseQuery";

/** The comparisons before: the latest as a strip, all of them as a list. */
export function ComparisonHistory(place: BooksPlace) {
  const t = useTranslations("books.history");
  const history = useComparisons(place);
  const columns = useColumns(place.currency);
  const pages = history.data?.pages;
  const items = pages?.flatMap((page) => page.items);
  return (
    <div className="mt-6 min-h-44 space-y-5 border-t pt-5 sm:min-h-38">
      <Await query={{ data: items, error: history.error, refetch: history.refetch }} lines={2}>
        {(comparisons) => (
          <>
            <ComparisonStrip comparisons={pages?.[0]?.items ?? []} />
            <Disclosure title={t("all")}>
              <div className="-mx-5 -mb-5 border-t">
                <Table
                  caption={t("all")}
                  columns={columns}
                  rows={comparisons}
                  rowKey={({ checkedAt, blockNumber }) => `${checkedAt}:${blockNumber}`}
                />
                <MoreButton list={history} />
              </div>
            </Disclosure>
          </>
        )}
      </Await>
    </div>
  );
}

function useColumns(currency: string): readonly Column<ReconciliationView>[] {
  const t = useTranslations("books.history");
  const decimals = useCurrencyOf(currency)?.decimals ?? null;
  const amount = (minor: string) => <Amount minor={BigInt(minor)} decimals={decimals} isInColumn />;
  return [
    { id: "at", title: t("at"), cell: ({ checkedAt }) => <Timestamp at={checkedAt} /> },
    {
      id: "block",
      title: t("block"),
      isNumeric: true,
      isWide: true,
      cell: ({ blockNumber }) => <BlockLink number={blockNumber} />,
    },
    {
      id: "chain",
      title: t("chain"),
      isNumeric: true,
      isWide: true,
      cell: ({ chainBalance }) => amount(chainBalance),
    },
    {
      id: "ledger",
      title: t("ledger"),
      isNumeric: true,
      isWide: true,
      cell: ({ ledgerBalance }) => amount(ledgerBalance),
    },
    { id: "variance", title: t("variance"), isNumeric: true, cell: ({ variance }) => amount(variance) },
  ];
}
