import { z } from "zod";
import type { PublicBetView } from "#domain/api/casino.ts";
import { crashRoundId } from "#domain/api/crash.ts";

type AnchoredBet = Pick<PublicBetView, "game" | "outcome" | "commitment" | "startedAt">;

const ofRound = z.object({ roundId: crashRoundId });

/**
 * Where it is shown that the house had bound itself to a bet's result on the chain; null where nothing tells.
 *
 * The seeds of most games are in the epochs of their time, which is when the bet was begun: a round may end long after. A round of crash is a link of a chain, and its page shows where
 * that whole chain was anchored: its own commitment is in no epoch.
 */
export function anchorPage({ game, outcome, commitment, startedAt }: AnchoredBet): string | null {
  if (game !== "crash") return `/fairness/epochs?${new URLSearchParams({ commitment, at: startedAt })}`;
  const round = ofRound.safeParse(outcome).data;
  return round === undefined ? null : `/crash/rounds/${round.roundId}`;
}
