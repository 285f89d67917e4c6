"use client";

import { useTranslations } from "next-intl";
import type { StatementTotalsView } from "#domain/api/commissions.ts";
import { type Column, Table } from "@/components/Table";
import { Money } from "@/features/agents/Money";

/** What a statement comes to, per currency. */
export function StatementTotals({ totals }: { readonly totals: readonly StatementTotalsView[] }) {
  const t = useTranslations("agents.statement");
  const figure = (id: "revenueShare" | "turnover" | "clawedBack" | "net"): Column<StatementTotalsView> => ({
    id,
    title: t(id),
    isNumeric: true,
    cell: (row) => <Money currency={row.currency} minor={row[id]} isInColumn isBare />,
  });
  const columns: readonly Column<StatementTotalsView>[] = [
    { id: "currency", title: t("currency"), cell: ({ currency }) => currency },
    { id: "lines", title: t("lines"), isNumeric: true, cell: ({ lines }) => lines.toLocaleString("en") },
    figure("revenueShare"),
    figure("turnover"),
    figure("clawedBack"),
    figure("net"),
  ];
  return <Table caption={t("totals")} columns={columns} rows={totals} rowKey={({ currency }) => currency} />;
}
