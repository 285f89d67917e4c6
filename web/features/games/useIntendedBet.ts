import { useState } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import type { AnyInstantGame, JsonObject } from "#domain/games/game.ts";
import { maxProfitDown } from "#domain/limits/maxRisk.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import { betObstacle, type IntendedBet, largestStake } from "@/features/games/betObstacle";
import { useGameEdge } from "@/features/games/useGameEdge";
import { useBalance } from "@/lib/account/meQuery";
import { useHouse } from "@/lib/house/houseQuery";
import { useTreasury } from "@/lib/house/treasuryQuery";
import { readTypedAmount, typedText } from "@/lib/money/typedAmount";

/** The stake a game opens with: a hundredth of a coin's thousandth steps would be dust, this is a small bet. */
const FIRST_STAKE = "0.001";

/** The bet that the panel is set to, what it could win, and what is missing for it. */
export function useIntendedBet(
  rules: Pick<AnyInstantGame, "id" | "edge" | "maxMultiplier">,
  params: JsonObject | null,
  currency: CurrencyView,
) {
  const [stakeText, setStakeText] = useState(FIRST_STAKE);
  const { house } = useHouse();
  const edgeBps = useGameEdge(rules);
  const { balance } = useBalance();
  const treasury = useTreasury().data?.items.find((item) => item.currency === currency.code);
  const { decimals } = currency;
  const stake = readTypedAmount(stakeText, decimals);
  const stakeMinor = stake.kind === "amount" ? stake.minor : null;
  const intended: IntendedBet = {
    rules,
    edgeBps,
    params,
    stake,
    minStakeMinor: BigInt(currency.minStake),
    availableMinor: balance?.available ?? 0n,
    bankrollMinor: treasury === undefined ? null : BigInt(treasury.bankroll),
    riskBps: house?.limits.maxRiskBps ?? 0,
  };

  function setStake(minor: bigint): void {
    const floor = intended.minStakeMinor;
    setStakeText(typedText(minor < floor ? floor : minor, decimals));
  }

  return {
    stakeText,
    setStakeText,
    stakeMinor,
    obstacle: betObstacle(intended),
    payoutMinor:
      params !== null && stakeMinor !== null
        ? multiplyDown(stakeMinor, rules.maxMultiplier(params, edgeBps))
        : null,
    maxProfitMinor:
      intended.bankrollMinor === null ? null : maxProfitDown(intended.bankrollMinor, intended.riskBps),
    halve: () => setStake((stakeMinor ?? 0n) / 2n),
    double: () => setStake((stakeMinor ?? 0n) * 2n),
    max: () => setStake(largestStake(intended, intended.availableMinor)),
  };
}
