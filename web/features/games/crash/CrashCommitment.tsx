"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CrashRoundView } from "#domain/api/crash.ts";
import { CopyText } from "@/components/CopyText";
import { crashChainQuery } from "@/features/games/crash/crashQueries";
import { useApp } from "@/lib/app/AppContext";

/** What the house had bound itself to before the round: its hash, the chain it belongs to, and the block behind the salt. */
export function CrashCommitment({ round }: { readonly round: CrashRoundView }) {
  const t = useTranslations("crash.commitment");
  const { api } = useApp();
  const { data: chain } = useQuery(crashChainQuery(api, round.roundId));
  return (
    <section
      aria-label={t("title")}
      className="flex flex-wrap items-center gap-x-5 gap-y-1 rounded-card border bg-surface px-5 py-3 text-sm text-ink-soft"
    >
      <ShieldCheck aria-hidden className="size-4 text-accent" />
      <span className="inline-flex min-h-8 items-center gap-1.5">
        {t("round", { number: round.number })}
        <CopyText text={round.commitment} name={t("commitment")} />
      </span>
      {chain !== undefined && (
        <>
          <span className="inline-flex items-center gap-1.5">
            {t("root")} <CopyText text={chain.commitment} name={t("rootName")} />
          </span>
          {chain.anchorTx !== null && (
            <span className="inline-flex items-center gap-1.5">
              {t("anchor")} <CopyText text={chain.anchorTx} name={t("anchorName")} />
            </span>
          )}
          {chain.saltBlock !== null && (
            <span className="figures">{t("salt", { block: chain.saltBlock })}</span>
          )}
        </>
      )}
    </section>
  );
}
