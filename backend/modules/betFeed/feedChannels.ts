import { z } from "zod";
import type { HouseChannel } from "#backend/modules/realtime/houseChannel.ts";
import { type FeedBet, feedBet } from "#domain/api/socket.ts";

/** Messages kept; the last bets that are shown first are in them. */
export const FEED_HOLD = 60;
const SHOWN_BETS = 30;

const bets = z.object({ bets: z.array(feedBet) });

/** All bets, as many as can be read; and those that paid much, every one of them. */
export const feedChannels: readonly HouseChannel[] = (["feed", "high"] as const).map((name) => ({
  name,
  hold: FEED_HOLD,
  snapshot: (_tenantId, held) => ({ bets: lastBets(held), skipped: 0 }),
}));

function lastBets(held: readonly object[]): FeedBet[] {
  return held.flatMap((body) => bets.parse(body).bets).slice(-SHOWN_BETS);
}
