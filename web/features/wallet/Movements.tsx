"use client";

import { ArrowDownToLine, ArrowUpFromLine } from "lucide-react";
import { useTranslations } from "next-intl";
import type { DepositView, WithdrawalView } from "#domain/api/wallet.ts";
import { Amount } from "@/components/Amount";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { DepositStatus, WithdrawalStatus } from "@/components/MovementStatus";
import { type Column, Table } from "@/components/Table";
import { Tabs } from "@/components/Tabs";
import { Timestamp } from "@/components/Timestamp";
import { TransactionLink } from "@/components/TransactionLink";
import { BalanceHistory } from "@/features/wallet/BalanceHistory";
import { useDeposits, useWithdrawals } from "@/lib/account/activityQueries";
import { useCurrency } from "@/lib/house/houseQuery";

/** Everything that has changed the balance, or is about to. */
export function Movements() {
  const t = useTranslations("wallet.movements");
  return (
    <Tabs
      label={t("title")}
      tabs={[
        { id: "history", label: t("history"), content: <BalanceHistory /> },
        { id: "deposits", label: t("deposits"), content: <Deposits /> },
        { id: "withdrawals", label: t("withdrawals"), content: <Withdrawals /> },
      ]}
    />
  );
}

function Deposits() {
  const t = useTranslations("wallet.movements");
  const columns: readonly Column<DepositView>[] = [
    { id: "at", title: t("at"), cell: ({ createdAt }) => <Timestamp at={createdAt} /> },
    { id: "status", title: t("status"), cell: (deposit) => <DepositStatus deposit={deposit} /> },
    {
      id: "tx",
      title: t("transaction"),
      isWide: true,
      cell: ({ txHash }) => <TransactionLink hash={txHash} />,
    },
    { id: "block", title: t("block"), isWide: true, isNumeric: true, cell: ({ blockNumber }) => blockNumber },
    useAmountColumn(t("amount")),
  ];
  return (
    <Card isFlush>
      <Await query={useDeposits()}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={ArrowDownToLine} title={t("noDeposits")} text={t("noDepositsHint")} />
          ) : (
            <Table caption={t("deposits")} columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </Await>
    </Card>
  );
}

function Withdrawals() {
  const t = useTranslations("wallet.movements");
  const columns: readonly Column<WithdrawalView>[] = [
    { id: "at", title: t("at"), cell: ({ createdAt }) => <Timestamp at={createdAt} /> },
    { id: "status", title: t("status"), cell: (withdrawal) => <WithdrawalStatus withdrawal={withdrawal} /> },
    {
      id: "tx",
      title: t("transaction"),
      isWide: true,
      cell: ({ txHash }) =>
        txHash === null ? (
          <span className="text-ink-faint">{t("notPaidYet")}</span>
        ) : (
          <TransactionLink hash={txHash} />
        ),
    },
    useAmountColumn(t("amount")),
  ];
  return (
    <Card isFlush>
      <Await query={useWithdrawals()}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={ArrowUpFromLine} title={t("noWithdrawals")} text={t("noWithdrawalsHint")} />
          ) : (
            <Table caption={t("withdrawals")} columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </Await>
    </Card>
  );
}

function useAmountColumn(title: string): Column<{ readonly amount: string }> {
  const decimals = useCurrency()?.decimals ?? null;
  return {
    id: "amount",
    title,
    isNumeric: true,
    cell: ({ amount }) => <Amount minor={BigInt(amount)} decimals={decimals} isInColumn />,
  };
}
