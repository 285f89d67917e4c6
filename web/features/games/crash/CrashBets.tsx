"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { CrashBetView, CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Amount } from "@/components/Amount";
import { Card } from "@/components/Card";
import { Facts } from "@/components/Facts";
import { hundredthsText } from "@/features/games/crash/hundredthsText";

type Props = {
  readonly table: CrashTableView;
  readonly bets: readonly CrashBetView[];
  readonly currency: CurrencyView;
};

// Whoever has no bets does not wait for their table.
const MyCrashBets = dynamic(() =>
  import("@/features/games/crash/MyCrashBets").then((module) => module.MyCrashBets),
);

/** The player's own bets, and what everybody together has at stake in this round. */
export function CrashBets({ table, bets, currency }: Props) {
  const t = useTranslations("crash.bets");
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <Everybody table={table} currency={currency} />
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

/** Totals of a round are told when it comes to another phase; while bets are taken they still grow. */
function Everybody({ table: { round, results }, currency }: Omit<Props, "bets">) {
  const t = useTranslations("crash.bets");
  const shown = round?.phase === "betting" ? results[0] : (round ?? undefined);
  const amount = (minor: string | null) =>
    minor === null ? (
      "–"
    ) : (
      <Amount minor={BigInt(minor)} decimals={currency.decimals} currency={currency.code} />
    );
  return (
    <Card heading={shown === undefined ? t("everybody") : t("everybodyOf", { number: shown.number })}>
      <Facts
        facts={[
          { name: t("count"), value: shown?.betCount ?? "–" },
          { name: t("staked"), value: amount(shown?.staked ?? null) },
          { name: t("paid"), value: amount(shown?.paid ?? null) },
          {
            name: t("ceiling"),
            value: shown === undefined ? "–" : `${hundredthsText(shown.ceilingHundredths)}×`,
          },
        ]}
      />
    </Card>
  );
}
