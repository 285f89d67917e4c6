"use client";

import { useTranslations } from "next-intl";
import type { ChangePlace } from "#domain/api/governance.ts";
import { BlockLink } from "@/components/BlockLink";
import { TransactionLink } from "@/components/TransactionLink";

/** Where the chain said so. */
export function Changed({ at: { blockNumber, txHash, isFinal } }: { readonly at: ChangePlace }) {
  const t = useTranslations("governance");
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 text-xs text-ink-faint">
      <span className="inline-flex items-center gap-1">
        {t("block")} <BlockLink number={blockNumber} />
      </span>
      <TransactionLink hash={txHash} />
      {!isFinal && <span className="text-warning">{t("confirming")}</span>}
    </span>
  );
}
