"use client";

import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { shortened } from "@/lib/format/shortened";
import { useHouse } from "@/lib/house/houseQuery";

type Props = { readonly kind: "tx" | "address" | "block"; readonly id: string };

/** Leads to the chain's explorer, where the chain has one; nothing otherwise. */
export function ExplorerLink({ kind, id }: Props) {
  const t = useTranslations("common");
  const explorer = useHouse().house?.chain.explorerUrl ?? null;
  if (explorer === null) return null;
  return (
    <a
      href={`${explorer.replace(/\/$/, "")}/${kind}/${id}`}
      target="_blank"
      rel="noreferrer"
      aria-label={t("openInExplorer", { hash: shortened(id) })}
      className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-ink-faint hover:bg-raised hover:text-ink"
    >
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  );
}
