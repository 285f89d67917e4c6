"use client";

import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { chanceOfReaching } from "#domain/games/crash/draw.ts";
import { payoutDown } from "#domain/games/crash/maximumWin.ts";
import { formatFractionDown } from "#domain/money/fraction.ts";
import { Amount } from "@/components/Amount";
import { Facts } from "@/components/Facts";

type Props = {
  readonly stakeMinor: bigint | null;
  readonly autoHundredths: number | null;
  readonly edgeBps: number;
  readonly maxProfitMinor: bigint | null;
  readonly currency: CurrencyView;
};

const BPS_PER_PERCENT = 100;
const CHANCE_DECIMALS = 4;

/** What the bet as set would pay, how likely, and what the house keeps: before it is placed. */
export function CrashFacts({ stakeMinor, autoHundredths, edgeBps, maxProfitMinor, currency }: Props) {
  const t = useTranslations("games.facts");
  const amount = (minor: bigint | null) =>
    minor === null ? "–" : <Amount minor={minor} decimals={currency.decimals} currency={currency.code} />;
  const payoutMinor =
    stakeMinor === null || autoHundredths === null ? null : payoutDown(stakeMinor, autoHundredths);
  return (
    <Facts
      facts={[
        { name: t("payout"), value: amount(payoutMinor) },
        { name: t("chance"), value: autoHundredths === null ? "–" : chanceText(autoHundredths, edgeBps) },
        { name: t("edge"), value: `${(edgeBps / BPS_PER_PERCENT).toFixed(2)} %` },
        { name: t("maxWin"), value: amount(maxProfitMinor) },
      ]}
    />
  );
}

/** The exact chance that a round gets so far, in percent. */
function chanceText(hundredths: number, edgeBps: number): string {
  const { numerator, denominator } = chanceOfReaching(BigInt(hundredths), edgeBps);
  return `${formatFractionDown({ numerator: numerator * 100n, denominator }, CHANCE_DECIMALS)} %`;
}
