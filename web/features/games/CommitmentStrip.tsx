"use client";

import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { CopyText } from "@/components/CopyText";
import { useSeeds } from "@/lib/fairness/seedsQuery";

/** What the house has bound itself to before the next bet. */
export function CommitmentStrip() {
  const t = useTranslations("games.commitment");
  const { data } = useSeeds();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-card border bg-surface px-5 py-3 text-sm text-ink-soft">
      <ShieldCheck aria-hidden className="size-4 text-accent" />
      {data === undefined ? (
        <span className="grow">{t("signedOut")}</span>
      ) : (
        <>
          <span>{t("text")}</span>
          <CopyText text={data.active.commitment} name={t("name")} />
          <span className="figures grow">{t("nonce", { nonce: data.active.nonce })}</span>
        </>
      )}
      <Link href="/fairness" className="rounded-md font-medium text-accent hover:text-accent-strong">
        {t("link")}
      </Link>
    </div>
  );
}
