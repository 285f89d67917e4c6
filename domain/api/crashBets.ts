import { z } from "zod";
import { crashRoundId, hundredths } from "./crash.ts";
import { currencyCode, minorAmount, uuid } from "./primitives.ts";
import { channelPlace } from "./socket.ts";

/**
 * Everybody's bets of a table's newest round: the socket's channel `crashBets`, which is heard after `join`.
 *
 * A snapshot lists each table's newest round with its largest bets. Messages follow, at most one in 150 ms: per round
 * that changed the totals, which only grow, and bets that are new or stand otherwise than before, each whole. A client
 * replaces bets by their id, keeps the largest hundred, and begins a new list with a round of a higher id.
 */

/** Bets of a round that are shown, at most: the largest. */
export const SHOWN_ROUND_BETS = 100;

export const shownCrashBet = z
  .object({
    betId: uuid,
    player: z.string().describe("a name that is the same for all bets of a player, and says nothing else"),
    stake: minorAmount,
    standing: z
      .enum(["in", "out", "lost", "returned"])
      .describe(
        "in: still in the round; out: cashed out, by hand or by rule; returned: the round was cancelled",
      ),
    exitHundredths: hundredths.nullable().describe("where it got out; null for all that did not"),
    payout: minorAmount.nullable().describe("what the house pays; null while the bet is in"),
  })
  .meta({ id: "ShownCrashBet" });
export type ShownCrashBet = z.infer<typeof shownCrashBet>;

const roundTotals = z.object({
  roundId: crashRoundId,
  currency: currencyCode,
  betCount: z.int().nonnegative().describe("of all bets, shown or not"),
  staked: minorAmount,
  isOver: z.boolean().describe("true: settled or cancelled, and nothing changes any more"),
  winners: z.int().nonnegative().nullable().describe("bets that got out; null until the round is over"),
  paid: minorAmount.nullable().describe("to all of them; null until the round is over"),
});

/** A round's totals and largest bets. */
export const crashRoundBets = roundTotals
  .extend({
    bets: z.array(shownCrashBet).max(SHOWN_ROUND_BETS).describe("the largest, by stake and then by id"),
  })
  .meta({ id: "CrashRoundBets" });
export type CrashRoundBets = z.infer<typeof crashRoundBets>;

/** What is said on the channel, without its place in it. */
export const crashBetsNews = z.object({
  kind: z.literal("changes"),
  rounds: z.array(crashRoundBets).describe("bets: those that are new or stand otherwise"),
});
export type CrashBetsNews = z.infer<typeof crashBetsNews>;

const placed = channelPlace.extend({ snapshot: z.boolean() }).shape;
export const crashBetsMessage = z
  .union([crashBetsNews.extend({ ...placed, kind: z.literal("snapshot") }), crashBetsNews.extend(placed)])
  .meta({ id: "CrashBetsMessage" });
export type CrashBetsMessage = z.infer<typeof crashBetsMessage>;
