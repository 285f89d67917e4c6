"use client";

import { useTranslations } from "next-intl";
import type { DepositView, WithdrawalView } from "#domain/api/wallet.ts";
import { Badge, type Tone } from "@/components/Badge";

const DEPOSIT_TONES: Record<DepositView["status"], Tone> = {
  confirming: "warning",
  credited: "positive",
  reversed: "negative",
};

const WITHDRAWAL_TONES: Record<WithdrawalView["status"], Tone> = {
  requested: "warning",
  batched: "warning",
  paid: "accent",
  credited: "accent",
  settled: "positive",
  cancelled: "neutral",
};

export function DepositStatus({ deposit }: { readonly deposit: DepositView }) {
  const t = useTranslations("activity.depositStatus");
  const { status, confirmations, requiredConfirmations } = deposit;
  const done = Math.min(confirmations, requiredConfirmations);
  return <Badge tone={DEPOSIT_TONES[status]}>{t(status, { done, required: requiredConfirmations })}</Badge>;
}

export function WithdrawalStatus({ withdrawal: { status } }: { readonly withdrawal: WithdrawalView }) {
  const t = useTranslations("activity.withdrawalStatus");
  return <Badge tone={WITHDRAWAL_TONES[status]}>{t(status)}</Badge>;
}
