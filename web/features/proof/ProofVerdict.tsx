"use client";

import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Notice, type NoticeTone } from "@/components/Notice";
import { readableAmount } from "@/lib/money/displayAmount";
import { type BalanceClaims, claimedQuanta } from "@/lib/vault/balanceClaims";
import type { ClaimsVerdict } from "@/lib/vault/judgeClaims";

const TONES: Record<ClaimsVerdict, NoticeTone> = {
  proven: "positive",
  // The newest checkpoint reaches the house and this browser's node a moment apart.
  older: "info",
  newer: "info",
  unpublished: "info",
  otherRoot: "negative",
  changed: "negative",
};

type Props = {
  readonly currency: CurrencyView;
  readonly claims: BalanceClaims;
  readonly verdict: ClaimsVerdict;
};

/** In one sentence: whether the vault's own checkpoint carries what the player has. */
export function ProofVerdict({ currency, claims, verdict }: Props) {
  const t = useTranslations("proof.verdict");
  const amount = `${readableAmount(claimedQuanta(claims), currency.decimals)} ${currency.code}`;
  const isEmpty = verdict === "proven" && claims.leaves.length === 0;
  return (
    <Notice tone={isEmpty ? "info" : TONES[verdict]}>
      {t(isEmpty ? "nothing" : verdict, { amount, epoch: claims.tree.epoch.toString() })}
    </Notice>
  );
}
