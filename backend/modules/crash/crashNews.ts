import type { Redis } from "ioredis";
import type { z } from "zod";
import type { BetFeed } from "#backend/modules/betFeed/betFeed.service.ts";
import type { LivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import { ownBetOf } from "#backend/modules/realtime/ownChannels.ts";
import type { PlayerNews } from "#backend/modules/realtime/playerNews.ts";
import type { CrashNews, CrashRoundView, crashTickNews } from "#domain/api/crash.ts";
import { SHOWN_ROUND_BETS } from "#domain/api/crashBets.ts";
import type { BetBoard } from "./betBoard.ts";
import { isLarger } from "./largestBets.ts";
import { isoTime } from "./roundRow.ts";
import type { RoundSecret } from "./roundSecret.ts";
import type { SecretRound } from "./rounds.store.ts";
import { endedBetViewOf } from "./settledBetViews.ts";
import type { EndedRound } from "./settleRound.ts";
import { boardBetOf } from "./shownBets.ts";

/** Messages kept for those who come back: about half a minute of a running round. */
export const CRASH_HOLD = 300;

export interface CrashNewsDeps {
  readonly redis: Redis;
  readonly live: LivePublisher;
  readonly players: Pick<PlayerNews, "changed">;
  readonly board: BetBoard;
  readonly feed: Pick<BetFeed, "offer">;
}

/** What the leader of a table tells the sockets of its house, whichever processes they are connected to. */
export interface CrashNewsDesk {
  tellRound(tenantId: number, round: CrashRoundView, nowMs: number): void;
  tick(tenantId: number, tick: z.infer<typeof crashTickNews>): void;
  /** Call after the commit: every player's sockets are told the new balance, and everybody what became of the bets. */
  roundEnded(open: { readonly round: SecretRound; readonly secret: RoundSecret }, ended: EndedRound): void;
  /** Where everybody sees the bets. */
  readonly board: BetBoard;
  /** Whether anybody can hear it: nothing is said while Redis is away, and no round is opened. */
  isHeard(): boolean;
}

export function createCrashNews({ redis, live, players, board, feed }: CrashNewsDeps): CrashNewsDesk {
  const publish = (tenantId: number, body: CrashNews) =>
    void live.publish(tenantId, { channel: "crash", hold: CRASH_HOLD, body });
  return {
    tellRound: (tenantId, round, nowMs) =>
      publish(tenantId, { kind: "round", serverTime: isoTime(nowMs), round }),
    tick: publish,
    roundEnded({ round, secret }, ended) {
      const { tenant_id: tenantId } = round;
      for (const userId of new Set(ended.bets.map(({ user_id: userId }) => userId)))
        players.changed(tenantId, userId);
      showEnd(board, round, ended);
      // A stake that was given back was no play.
      if (ended.isCancelled) return;
      for (const bet of ended.bets)
        feed.offer({
          tenantId,
          userId: bet.user_id,
          bet: ownBetOf(endedBetViewOf(bet, { round, secret, ended })),
        });
    },
    board,
    isHeard: () => redis.status === "ready",
  };
}

/** The largest bets as they ended, and what became of all. */
function showEnd(board: BetBoard, round: SecretRound, { bets, isCancelled, paidMinor }: EndedRound): void {
  const { tenant_id: tenantId, id: roundId, currency, bet_count: betCount, staked: stakedMinor } = round;
  const shown = bets
    .map((bet) => boardBetOf(bet, isCancelled))
    .sort((a, b) => (isLarger(a, b) ? -1 : 1))
    .slice(0, SHOWN_ROUND_BETS);
  const winners = bets.filter(({ exit }) => exit !== null).length;
  board.tell(tenantId, {
    ...{ roundId, currency, betCount: Math.max(betCount, bets.length), stakedMinor },
    ...{ bets: shown, end: { winners, paidMinor } },
  });
}
