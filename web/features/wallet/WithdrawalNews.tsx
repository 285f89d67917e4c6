"use client";

import { useTranslations } from "next-intl";
import type { WithdrawalView } from "#domain/api/wallet.ts";
import { WithdrawalStatus } from "@/components/MovementStatus";
import { Notice, type NoticeTone } from "@/components/Notice";
import { TransactionLink } from "@/components/TransactionLink";
import { useWithdrawals } from "@/lib/account/activityQueries";

const TONES: Partial<Record<WithdrawalView["status"], NoticeTone>> = {
  settled: "positive",
  credited: "warning",
  cancelled: "warning",
};

/** The withdrawal just asked for, followed until the vault has paid. */
export function WithdrawalNews({ withdrawal }: { readonly withdrawal: WithdrawalView }) {
  const t = useTranslations("wallet.withdraw");
  const latest = useWithdrawals().data?.items.find(({ id }) => id === withdrawal.id) ?? withdrawal;
  return (
    <Notice tone={TONES[latest.status] ?? "info"}>
      <p>{t(`news.${latest.status}`)}</p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <WithdrawalStatus withdrawal={latest} />
        {latest.txHash !== null && <TransactionLink hash={latest.txHash} />}
      </div>
    </Notice>
  );
}
