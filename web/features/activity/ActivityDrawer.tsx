"use client";

import { ArrowDownToLine, ArrowUpFromLine, Hourglass, Inbox, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Amount } from "@/components/Amount";
import { Await } from "@/components/Await";
import { Badge } from "@/components/Badge";
import { Dialog } from "@/components/Dialog";
import { EmptyState } from "@/components/EmptyState";
import { DepositStatus, WithdrawalStatus } from "@/components/MovementStatus";
import { Timestamp } from "@/components/Timestamp";
import { TransactionLink } from "@/components/TransactionLink";
import { useDeposits, useWithdrawals } from "@/lib/account/activityQueries";
import { usePendingTransactions } from "@/lib/account/usePendingTransactions";
import { useCurrency } from "@/lib/house/houseQuery";
import { openDialog } from "@/lib/ui/openDialog";

type Line = {
  readonly id: string;
  readonly at: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly amount: string;
  readonly status: ReactNode;
  readonly txHash: string | null;
};

export function ActivityDrawer() {
  const t = useTranslations("activity");
  const deposits = useDeposits();
  const withdrawals = useWithdrawals();
  const pending = usePendingTransactions();
  const data =
    deposits.data === undefined || withdrawals.data === undefined
      ? undefined
      : [
          ...pending.map(
            ({ hash, kind, amount, sentAt }): Line => ({
              id: hash,
              at: sentAt,
              icon: Hourglass,
              title: t(kind),
              amount,
              status: <Badge tone="warning">{t("pending")}</Badge>,
              txHash: hash,
            }),
          ),
          ...deposits.data.items.map(
            (deposit): Line => ({
              ...deposit,
              at: deposit.createdAt,
              icon: ArrowDownToLine,
              title: t("deposit"),
              status: <DepositStatus deposit={deposit} />,
            }),
          ),
          ...withdrawals.data.items.map(
            (withdrawal): Line => ({
              ...withdrawal,
              at: withdrawal.createdAt,
              icon: ArrowUpFromLine,
              title: t("withdrawal"),
              status: <WithdrawalStatus withdrawal={withdrawal} />,
            }),
          ),
        ].sort((a, b) => b.at.localeCompare(a.at));

  const query = {
    data,
    error: deposits.error ?? withdrawals.error,
    refetch: () => Promise.all([deposits.refetch(), withdrawals.refetch()]),
  };
  return (
    <Dialog
      isOpen
      shape="drawer"
      onClose={() => openDialog.set("none")}
      title={t("title")}
      description={t("description")}
    >
      <Await query={query}>
        {(lines) =>
          lines.length === 0 ? (
            <EmptyState icon={Inbox} title={t("empty")} text={t("emptyHint")} />
          ) : (
            <ul className="divide-y">
              {lines.map((line) => (
                <ActivityLine key={line.id} line={line} />
              ))}
            </ul>
          )
        }
      </Await>
    </Dialog>
  );
}

function ActivityLine({ line: { icon: Icon, title, amount, status, at, txHash } }: { readonly line: Line }) {
  const currency = useCurrency();
  return (
    <li className="flex gap-3 py-3.5 text-sm">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
      <div className="min-w-0 grow space-y-1.5">
        <div className="flex justify-between gap-3">
          <span className="font-medium">{title}</span>
          {currency !== null && (
            <Amount minor={BigInt(amount)} decimals={currency.decimals} currency={currency.code} />
          )}
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2">
          {status}
          <Timestamp at={at} />
        </div>
        {txHash !== null && <TransactionLink hash={txHash} />}
      </div>
    </li>
  );
}
