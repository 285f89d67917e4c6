import type { PublicCrashRound } from "#domain/api/crash.ts";
import type { JsonObject } from "#domain/games/game.ts";
import type { RevealedBet } from "@/lib/verify/verifyBet";

/** What the house tells anybody of a bet that can be verified; of one on crash, its round as well. */
export type ToldBet = { readonly bet: RevealedBet; readonly round: PublicCrashRound | null };

/** What a verifier found wrong with a bet, by name; nothing when it agrees. */
export type Objections = readonly string[];

/** Everything that was said of a bet, with every objection to it: what a failed test must show. */
export type Disagreement = ToldBet & { readonly objections: Objections };

/** More would only bury the first. */
const SHOWN_DISAGREEMENTS = 3;

/** The first bets that a verifier objects to. */
export function disagreements(
  told: readonly ToldBet[],
  objections: readonly Objections[],
): readonly Disagreement[] {
  return told
    .map((one, at) => ({ ...one, objections: objections[at] ?? ["not answered"] }))
    .filter((one) => one.objections.length > 0)
    .slice(0, SHOWN_DISAGREEMENTS);
}

/** Everything of a round's outcome is told, and how it was played. */
export type PlayedOutcome = JsonObject & {
  readonly firstStake: string;
  readonly actions: readonly JsonObject[];
};

/** Null for a bet that was over as soon as it was drawn. */
export function playedOutcome({ bet }: ToldBet): PlayedOutcome | null {
  const { outcome } = bet;
  const isPlayed = typeof outcome === "object" && outcome !== null && "firstStake" in outcome;
  return isPlayed ? (outcome as PlayedOutcome) : null;
}
