"use client";

import { useTranslations } from "next-intl";
import type { Rates } from "#domain/agents/rates.ts";
import { percentText } from "@/lib/format/percent";

/** Rates in one line: what of the edge, and what of the stake where there is something of it. */
export function RatesText({ rates }: { readonly rates: Rates | null }) {
  const t = useTranslations("agents.rates");
  if (rates === null) return <span className="text-ink-faint">{t("none")}</span>;
  const { revenueShareBps, turnoverBps } = rates;
  return (
    <span className="figures">
      {t("ofEdge", { percent: percentText(revenueShareBps) })}
      {turnoverBps > 0 && <> · {t("ofStake", { percent: percentText(turnoverBps) })}</>}
    </span>
  );
}
