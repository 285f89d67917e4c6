"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowDownToLine } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CommissionPayoutView } from "#domain/api/commissions.ts";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { EmptyState } from "@/components/EmptyState";
import { PagedList } from "@/components/PagedList";
import { type Column, Table } from "@/components/Table";
import { Timestamp } from "@/components/Timestamp";
import { payoutsQuery } from "@/features/agents/agentQueries";
import { Money } from "@/features/agents/Money";
import { useApp } from "@/lib/app/AppContext";

/** Commissions that were turned into cash. From there they go the way of any withdrawal, which the wallet follows. */
export function PayoutList() {
  const t = useTranslations("agents.payouts");
  const list = useInfiniteQuery(payoutsQuery(useApp().api));
  const columns: readonly Column<CommissionPayoutView>[] = [
    { id: "at", title: t("at"), cell: ({ createdAt }) => <Timestamp at={createdAt} /> },
    { id: "id", title: t("id"), isWide: true, cell: ({ id }) => <CopyText text={id} name={t("id")} /> },
    {
      id: "amount",
      title: t("amount"),
      isNumeric: true,
      cell: ({ currency, amount }) => <Money currency={currency} minor={amount} isInColumn />,
    },
  ];
  return (
    <Card
      heading={t("title")}
      isFlush
      aside={
        <ButtonLink size="sm" variant="ghost" href="/wallet">
          {t("toWallet")}
        </ButtonLink>
      }
    >
      <PagedList
        list={list}
        empty={<EmptyState icon={ArrowDownToLine} title={t("none")} text={t("noneHint")} />}
      >
        {(payouts) => <Table caption={t("title")} columns={columns} rows={payouts} rowKey={({ id }) => id} />}
      </PagedList>
    </Card>
  );
}
