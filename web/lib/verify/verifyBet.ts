import type { PublicBetView } from "#domain/api/casino.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import { type Recomputed, recompute } from "@/lib/verify/recompute";

/** What must hold for a bet to have been fair, each with its verdict. */
export type BetVerdict = {
  readonly recomputed: Recomputed;
  readonly checks: Readonly<Record<"commitment" | "outcome" | "payout", boolean>>;
};

/** Checks a revealed bet against what the house said before and after it. */
export function verifyBet(bet: PublicBetView & { readonly serverSeed: string }): BetVerdict {
  const recomputed = recompute(bet);
  const payout = multiplyDown(BigInt(bet.stake), recomputed.multiplier);
  return {
    recomputed,
    checks: {
      commitment: recomputed.commitment === bet.commitment,
      outcome: isSameJson(recomputed.outcome, bet.outcome),
      payout: payout === BigInt(bet.payout),
    },
  };
}

/** Equal as JSON, whatever the order of an object's fields. */
function isSameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  );
}
