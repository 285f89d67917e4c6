import type { AnyInstantGame, JsonObject } from "#domain/games/game.ts";
import { checkMaxRisk, MaxRiskExceeded } from "#domain/limits/maxRisk.ts";
import type { TypedAmount } from "@/lib/money/typedAmount";

/** What a bet would be, as far as it is known. Amounts in minor units. */
export type IntendedBet = {
  readonly rules: Pick<AnyInstantGame, "maxMultiplier">;
  readonly edgeBps: number;
  /** Null while the game's own inputs are not right. */
  readonly params: JsonObject | null;
  readonly stake: TypedAmount;
  readonly minStakeMinor: bigint;
  readonly availableMinor: bigint;
  /** Null while unknown: then the house decides. */
  readonly bankrollMinor: bigint | null;
  readonly riskBps: number;
};

/** What is missing for the bet, in the order in which a person would mend it. */
export type BetObstacle =
  | { readonly kind: "enterStake" | "fixStake" | "fixParams" }
  | { readonly kind: "belowMinimum" | "aboveBalance" | "aboveRisk"; readonly limitMinor: bigint };

export function betObstacle(bet: IntendedBet): BetObstacle | null {
  const { stake, params, minStakeMinor, availableMinor } = bet;
  if (params === null) return { kind: "fixParams" };
  if (stake.kind === "empty") return { kind: "enterStake" };
  if (stake.kind === "invalid") return { kind: "fixStake" };
  if (stake.minor < minStakeMinor) return { kind: "belowMinimum", limitMinor: minStakeMinor };
  const largest = largestStake(bet, stake.minor);
  if (largest < stake.minor) return { kind: "aboveRisk", limitMinor: largest };
  if (availableMinor < stake.minor) return { kind: "aboveBalance", limitMinor: availableMinor };
  return null;
}

/** The stake itself, or the largest that keeps within what the house risks on one bet. */
export function largestStake(bet: Omit<IntendedBet, "stake">, stakeMinor: bigint): bigint {
  const { rules, edgeBps, params, bankrollMinor, riskBps } = bet;
  if (params === null || bankrollMinor === null) return stakeMinor;
  try {
    const maxMultiplier = rules.maxMultiplier(params, edgeBps);
    checkMaxRisk({ stakeMinor, maxMultiplier, bankrollMinor, riskBps });
    return stakeMinor;
  } catch (error) {
    if (error instanceof MaxRiskExceeded) return error.maxStakeMinor;
    throw error;
  }
}
