"use client";

import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { CopyText } from "@/components/CopyText";
import { shortened } from "@/lib/format/shortened";
import { useHouse } from "@/lib/house/houseQuery";

/** A transaction's hash: to copy, and to look at where the chain has an explorer. */
export function TransactionLink({ hash }: { readonly hash: string }) {
  const t = useTranslations("common");
  const explorer = useHouse().house?.chain.explorerUrl ?? null;
  return (
    <span className="inline-flex items-center gap-1">
      <CopyText text={hash} name={t("transactionHash")} />
      {explorer !== null && (
        <a
          href={`${explorer.replace(/\/$/, "")}/tx/${hash}`}
          target="_blank"
          rel="noreferrer"
          aria-label={t("openInExplorer", { hash: shortened(hash) })}
          className="inline-flex size-6 items-center justify-center rounded-md text-ink-faint hover:bg-raised hover:text-ink"
        >
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
    </span>
  );
}
