"use client";

import { useTranslations } from "next-intl";
import type { CheckpointView } from "#domain/api/checkpoints.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Amount } from "@/components/Amount";
import { type Column, Table } from "@/components/Table";
import { Timestamp } from "@/components/Timestamp";
import { TransactionLink } from "@/components/TransactionLink";
import { useApp } from "@/lib/app/AppContext";
import { leavesUrl } from "@/lib/house/checkpointsQuery";

type Props = { readonly currency: CurrencyView; readonly items: readonly CheckpointView[] };

/** The checkpoints before, newest first. */
export function CheckpointHistory({ currency, items }: Props) {
  const t = useTranslations("transparency.owed");
  const { api } = useApp();
  const columns: readonly Column<CheckpointView>[] = [
    { id: "epoch", title: t("epoch"), cell: ({ epoch }) => epoch },
    { id: "at", title: t("published"), cell: ({ publishedAt }) => <Timestamp at={publishedAt} /> },
    {
      id: "tx",
      title: t("transaction"),
      isWide: true,
      cell: ({ txHash }) => <TransactionLink hash={txHash} />,
    },
    {
      id: "leaves",
      title: t("leaves"),
      isWide: true,
      isNumeric: true,
      cell: (row) =>
        row.hasLeaves ? (
          <a
            href={leavesUrl(api, row)}
            download
            // Begins with what is seen, so that whoever speaks to the page can say it.
            aria-label={`${row.leafCount?.toLocaleString() ?? t("check.short")}: ${t("check.download", { epoch: row.epoch })}`}
            className="rounded-md text-accent hover:underline"
          >
            {row.leafCount?.toLocaleString() ?? t("check.short")}
          </a>
        ) : (
          (row.leafCount?.toLocaleString() ?? "–")
        ),
    },
    {
      id: "total",
      title: t("total"),
      isNumeric: true,
      cell: ({ total }) => <Amount minor={BigInt(total)} decimals={currency.decimals} isInColumn />,
    },
  ];
  return (
    <section className="border-t pt-5">
      <h3 className="pb-2 text-sm font-medium">{t("history")}</h3>
      <div className="-mx-5 -mb-5">
        <Table caption={t("history")} columns={columns} rows={items} rowKey={({ epoch }) => epoch} />
      </div>
    </section>
  );
}
