import type { TypedAmount } from "@/lib/money/typedAmount";

/** What is missing for a withdrawal, in the order in which a person would mend it. */
export type WithdrawObstacle = "stopped" | "enterAmount" | "fixAmount" | "belowMinimum" | "aboveBalance";

type Input = {
  readonly typed: TypedAmount;
  readonly minimumMinor: bigint;
  readonly availableMinor: bigint;
  readonly isStopped: boolean;
};

export function withdrawObstacle(input: Input): WithdrawObstacle | null {
  const { typed, minimumMinor, availableMinor, isStopped } = input;
  if (isStopped) return "stopped";
  if (typed.kind === "empty" || (typed.kind === "amount" && typed.minor === 0n)) return "enterAmount";
  if (typed.kind === "invalid") return "fixAmount";
  if (typed.minor < minimumMinor) return "belowMinimum";
  return typed.minor > availableMinor ? "aboveBalance" : null;
}
