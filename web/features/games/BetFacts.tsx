"use client";

import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import type { AnyInstantGame, JsonObject } from "#domain/games/game.ts";
import { type Odds, winChance } from "#domain/games/odds.ts";
import { formatFractionDown } from "#domain/money/fraction.ts";
import { Amount } from "@/components/Amount";
import { Facts } from "@/components/Facts";
import { useGameEdge } from "@/features/games/useGameEdge";
import type { useIntendedBet } from "@/features/games/useIntendedBet";
import { multiplierText } from "@/lib/bets/betFigures";

type Props = {
  readonly rules: AnyInstantGame;
  readonly params: JsonObject | null;
  readonly intended: Pick<ReturnType<typeof useIntendedBet>, "payoutMinor" | "maxProfitMinor">;
  readonly currency: CurrencyView;
};

const BPS_PER_PERCENT = 100;
const CHANCE_DECIMALS = 6;

/** What the bet as set would pay, how likely, and what the house keeps: before it is placed. */
export function BetFacts({ rules, params, intended, currency }: Props) {
  const t = useTranslations("games.facts");
  const edgeBps = useGameEdge(rules);
  const { decimals, code } = currency;
  const odds = params === null ? null : rules.odds(params, edgeBps);
  const hasManyPrizes = new Set(odds?.map(({ multiplier }) => multiplierText(multiplier))).size !== 2;
  const amount = (minor: bigint | null) =>
    minor === null ? "–" : <Amount minor={minor} decimals={decimals} currency={code} />;
  return (
    <Facts
      facts={[
        { name: t(hasManyPrizes ? "highest" : "payout"), value: amount(intended.payoutMinor) },
        { name: t(hasManyPrizes ? "gain" : "chance"), value: odds === null ? "–" : percent(odds) },
        { name: t("edge"), value: `${(edgeBps / BPS_PER_PERCENT).toFixed(2)} %` },
        { name: t("maxWin"), value: amount(intended.maxProfitMinor) },
      ]}
    />
  );
}

/** The exact chance as the rules count it, in percent. */
function percent(odds: Odds): string {
  const { numerator, denominator } = winChance(odds);
  return `${formatFractionDown({ numerator: numerator * 100n, denominator }, CHANCE_DECIMALS)} %`;
}
