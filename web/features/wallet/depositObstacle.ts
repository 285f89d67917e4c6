import type { TypedAmount } from "@/lib/money/typedAmount";

/** What is missing for a deposit, in the order in which a person would mend it. */
export type DepositObstacle = "paused" | "enterAmount" | "fixAmount" | "aboveCoins";

type Input = {
  readonly typed: TypedAmount;
  /** On-chain units in one minor unit. */
  readonly quantumWei: bigint;
  /** What the wallet holds, in wei; null while unknown: then the simulation decides. */
  readonly coinsWei: bigint | null;
  readonly isPaused: boolean;
};

export function depositObstacle({ typed, quantumWei, coinsWei, isPaused }: Input): DepositObstacle | null {
  if (isPaused) return "paused";
  if (typed.kind === "empty" || (typed.kind === "amount" && typed.minor === 0n)) return "enterAmount";
  if (typed.kind === "invalid") return "fixAmount";
  return coinsWei !== null && typed.minor * quantumWei > coinsWei ? "aboveCoins" : null;
}
