"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { EpochView } from "#domain/api/epochs.ts";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { EmptyState } from "@/components/EmptyState";
import { PagedList } from "@/components/PagedList";
import { type Column, Table } from "@/components/Table";
import { Timestamp } from "@/components/Timestamp";
import { TransactionLink } from "@/components/TransactionLink";
import { EpochStatus } from "@/features/fairness/epochs/EpochStatus";

/** As they follow each other in a root. */
const SECTIONS = ["seeds", "games", "chains"] as const satisfies readonly (keyof EpochView["counts"])[];

type Pages = { readonly pages: readonly { readonly items: readonly EpochView[] }[] };

/** Every epoch: when it was made, where it is anchored, and how much it commits the house to. */
export function EpochTable({ epochs }: { readonly epochs: UseInfiniteQueryResult<Pages> }) {
  const t = useTranslations("fairness.epochs");
  const columns: readonly Column<EpochView>[] = [
    { id: "epoch", title: t("epoch"), cell: ({ epoch }) => epoch },
    { id: "built", title: t("built"), cell: ({ builtAt }) => <Timestamp at={builtAt} /> },
    { id: "status", title: t("status.label"), cell: (row) => <EpochStatus epoch={row} /> },
    {
      id: "transaction",
      title: t("transaction"),
      isWide: true,
      cell: ({ anchor }) => (anchor === null ? "–" : <TransactionLink hash={anchor.txHash} />),
    },
    {
      id: "root",
      title: t("root"),
      isWide: true,
      cell: ({ root }) => <CopyText text={root} name={t("root")} />,
    },
    ...SECTIONS.map((section) => ({
      id: section,
      title: t(`sections.${section}`),
      isNumeric: true,
      isWide: true,
      cell: ({ counts }: EpochView) => counts[section].toLocaleString(),
    })),
  ];
  return (
    <Card heading={t("list")} isFlush>
      <PagedList
        list={epochs}
        lines={6}
        empty={<EmptyState icon={Hourglass} title={t("none")} text={t("noneHint")} />}
      >
        {(rows) => <Table caption={t("list")} columns={columns} rows={rows} rowKey={({ id }) => id} />}
      </PagedList>
    </Card>
  );
}
