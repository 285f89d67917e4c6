"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { DownlineSumsQuery, DownlineTotalsView } from "#domain/api/commissions.ts";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { type Column, Table } from "@/components/Table";
import { Money } from "@/features/agents/Money";
import { downlineSumsQuery } from "@/features/agents/statement/statementQuery";
import { useApp } from "@/lib/app/AppContext";

const SUMS = ["staked", "paid", "revenueShare", "turnover", "clawedBack", "net"] as const;

/** What everybody below has played and earned in the statement's period, per currency. */
export function DownlineSums({ wanted }: { readonly wanted: DownlineSumsQuery }) {
  const t = useTranslations("agents.statement");
  const sums = useQuery(downlineSumsQuery(useApp().api, wanted));
  const columns: readonly Column<DownlineTotalsView>[] = [
    { id: "currency", title: t("currency"), cell: ({ currency }) => currency },
    { id: "bets", title: t("downline.bets"), isNumeric: true, cell: ({ bets }) => bets.toLocaleString("en") },
    ...SUMS.map((id) => ({
      id,
      title: t(id === "staked" || id === "paid" ? `downline.${id}` : id),
      isNumeric: true,
      cell: (row: DownlineTotalsView) => <Money currency={row.currency} minor={row[id]} isInColumn isBare />,
    })),
  ];
  return (
    <Card heading={t("downline.title")} isFlush className="min-w-0">
      <p className="px-5 pb-3 text-sm text-ink-soft">{t("downline.lead")}</p>
      <Await query={sums} lines={2}>
        {({ totals }) =>
          totals.length === 0 ? (
            <p className="border-t px-5 py-3 text-sm text-ink-faint">{t("downline.none")}</p>
          ) : (
            <Table
              caption={t("downline.title")}
              columns={columns}
              rows={totals}
              rowKey={({ currency }) => currency}
            />
          )
        }
      </Await>
    </Card>
  );
}
