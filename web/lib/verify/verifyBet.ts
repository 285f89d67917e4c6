import { z } from "zod";
import type { PublicBetView } from "#domain/api/casino.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import { type Recomputed, recompute, recomputeRound } from "@/lib/verify/recompute";

/** What must hold for a bet to have been fair, each with its verdict. */
export type BetVerdict = {
  readonly recomputed: Recomputed;
  readonly checks: Readonly<Record<"commitment" | "outcome" | "payout", boolean>>;
};

/** A bet whose server seed is known. */
export type RevealedBet = PublicBetView & { readonly serverSeed: string };

/** What the recorded outcome of a round says about how it was played. */
const played = z.object({
  firstStake: z.string().regex(/^\d{1,19}$/),
  actions: z.array(z.unknown()),
});

/**
 * Checks a revealed bet against what the house said before and after it. A bet on crash is checked with its round:
 * `verifyBetOfRound`.
 *
 * @throws UnknownGame, GameParamsInvalid, RoundActionRefused when it cannot have been played as recorded
 */
export function verifyBet(bet: RevealedBet): BetVerdict {
  const recomputed = recomputeBet(bet);
  const { commitment, outcome, multiplier } = recomputed;
  const payout = multiplier === null ? null : multiplyDown(BigInt(bet.stake), multiplier);
  return {
    recomputed,
    checks: {
      commitment: commitment === bet.commitment,
      outcome: isSameJson(outcome, bet.outcome),
      payout: payout === BigInt(bet.payout),
    },
  };
}

function recomputeBet(bet: RevealedBet): Recomputed {
  const round = played.safeParse(bet.outcome);
  if (!round.success) return recompute(bet);
  const { firstStake, actions } = round.data;
  return recomputeRound({ ...bet, firstStakeMinor: BigInt(firstStake), actions });
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
