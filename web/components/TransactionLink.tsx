"use client";

import { useTranslations } from "next-intl";
import { CopyText } from "@/components/CopyText";
import { ExplorerLink } from "@/components/ExplorerLink";

/** A transaction's hash: to copy, and to look at where the chain has an explorer. */
export function TransactionLink({ hash }: { readonly hash: string }) {
  const t = useTranslations("common");
  return (
    <span className="inline-flex items-center gap-1">
      <CopyText text={hash} name={t("transactionHash")} />
      <ExplorerLink kind="tx" id={hash} />
    </span>
  );
}
