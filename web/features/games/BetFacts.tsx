"use client";

import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import type { AnyGame, JsonObject } from "#domain/games/game.ts";
import { formatFractionDown } from "#domain/money/fraction.ts";
import { Amount } from "@/components/Amount";
import { Facts } from "@/components/Facts";
import type { useIntendedBet } from "@/features/games/useIntendedBet";

type Props = {
  readonly rules: AnyGame;
  readonly params: JsonObject | null;
  readonly intended: Pick<ReturnType<typeof useIntendedBet>, "payoutMinor" | "maxProfitMinor">;
  readonly currency: CurrencyView;
};

const BPS_PER_PERCENT = 100;
const CHANCE_DECIMALS = 6;

/** What the bet as set would pay, how likely, and what the house keeps: before it is placed. */
export function BetFacts({ rules, params, intended, currency }: Props) {
  const t = useTranslations("games.facts");
  const { decimals, code } = currency;
  const amount = (minor: bigint | null) =>
    minor === null ? "–" : <Amount minor={minor} decimals={decimals} currency={code} />;
  return (
    <Facts
      facts={[
        { name: t("payout"), value: amount(intended.payoutMinor) },
        { name: t("chance"), value: params === null ? "–" : percent(rules, params) },
        { name: t("edge"), value: `${(rules.edgeBps / BPS_PER_PERCENT).toFixed(2)} %` },
        { name: t("maxWin"), value: amount(intended.maxProfitMinor) },
      ]}
    />
  );
}

/** The exact chance as the rules count it, in percent. */
function percent(rules: AnyGame, params: JsonObject): string {
  const { numerator, denominator } = rules.chance(params);
  return `${formatFractionDown({ numerator: numerator * 100n, denominator }, CHANCE_DECIMALS)} %`;
}
