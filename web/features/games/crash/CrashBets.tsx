"use client";

import { useTranslations } from "next-intl";
import type { CrashBetView, CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Card } from "@/components/Card";
import { EverybodysBets } from "@/features/games/crash/EverybodysBets";
import { MyCrashBets } from "@/features/games/crash/MyCrashBets";

type Props = {
  readonly table: CrashTableView;
  readonly bets: readonly CrashBetView[];
  readonly currency: CurrencyView;
};

/** What everybody has at stake in this round, and the player's own bets. */
export function CrashBets({ table, bets, currency }: Props) {
  const t = useTranslations("crash.bets");
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <EverybodysBets table={table} currency={currency} />
      <Card heading={t("mine")} isFlush>
        {bets.length === 0 ? (
          <p className="px-5 pb-5 text-sm text-ink-soft">{t("empty")}</p>
        ) : (
          <MyCrashBets bets={bets} round={table.round} decimals={currency.decimals} />
        )}
      </Card>
    </div>
  );
}
