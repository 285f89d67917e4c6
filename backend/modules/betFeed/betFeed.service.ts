import type pg from "pg";
import type { OwnBet } from "#backend/modules/realtime/audience.ts";
import type { LivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import type { FeedBet, FeedMessage } from "#domain/api/socket.ts";
import { FEED_HOLD } from "./feedChannels.ts";
import { createFeedWindow, type FeedWindow } from "./feedWindow.ts";
import { readHighPayouts } from "./highPayout.store.ts";
import { createPseudonyms } from "./pseudonym.ts";

export interface SettledBet {
  readonly tenantId: number;
  readonly userId: string;
  readonly bet: OwnBet;
}

export interface BetFeedDeps {
  readonly pool: pg.Pool;
  readonly live: LivePublisher;
  readonly onFault: (error: unknown) => void;
}

/** Shows a house what is being played. It is no ledger: what does not fit, or cannot be sent, is left out. */
export interface BetFeed {
  /** Call after the bet's commit. Costs next to nothing and never throws. */
  offer(settled: SettledBet): void;
  stop(): void;
}

/** A client gets a message of each channel at most so often, however many processes take bets. */
const PACE_MS = 100;
/** Looked at more often, so that a turn that has come is not missed by much. */
const TICK_MS = 50;
const THRESHOLDS_KEPT_MS = 60_000;

interface HouseWindows {
  readonly feed: FeedWindow<SettledBet>;
  readonly high: FeedWindow<SettledBet>;
  /** Unknown until they are read: no bet is high before. */
  thresholds: ReadonlyMap<string, bigint>;
  readAt: number;
}

export function createBetFeed({ pool, live, onFault }: BetFeedDeps): BetFeed {
  const houses = new Map<number, HouseWindows>();
  const names = createPseudonyms();
  const timer = setInterval(publishAll, TICK_MS);

  function windowsOf(tenantId: number): HouseWindows {
    const known = houses.get(tenantId);
    if (known !== undefined) return known;
    const made: HouseWindows = {
      feed: createFeedWindow(),
      high: createFeedWindow(),
      thresholds: new Map(),
      readAt: Number.NEGATIVE_INFINITY,
    };
    houses.set(tenantId, made);
    return made;
  }

  function publishAll(): void {
    for (const [tenantId, house] of houses) {
      if (performance.now() - house.readAt >= THRESHOLDS_KEPT_MS)
        readThresholds(tenantId, house).catch(onFault);
      publish(tenantId, "feed", house.feed).catch(onFault);
      publish(tenantId, "high", house.high).catch(onFault);
    }
  }

  async function readThresholds(tenantId: number, house: HouseWindows): Promise<void> {
    house.readAt = performance.now();
    house.thresholds = await readHighPayouts(pool, tenantId);
  }

  async function publish(
    tenantId: number,
    channel: "feed" | "high",
    window: FeedWindow<SettledBet>,
  ): Promise<void> {
    const gathered = window.take();
    if (gathered === null) return;
    const body: Pick<FeedMessage, "bets" | "skipped"> = {
      bets: gathered.items.map(feedBetOf),
      skipped: gathered.skipped,
    };
    // Another process was faster this time: these bets wait for the next turn, together with those that come.
    if (!(await live.publish(tenantId, { channel, hold: FEED_HOLD, body, paceMs: PACE_MS }))) {
      window.putBack(gathered);
    }
  }

  function feedBetOf({ tenantId, userId, bet }: SettledBet): FeedBet {
    const { betId, game, currency, stake, payout, multiplier, createdAt } = bet;
    return {
      betId,
      game,
      currency,
      stake,
      payout,
      multiplier,
      createdAt,
      player: names.of(tenantId, userId),
    };
  }

  return {
    offer(settled) {
      const { feed, high, thresholds } = windowsOf(settled.tenantId);
      feed.add(settled);
      const threshold = thresholds.get(settled.bet.currency);
      if (threshold !== undefined && BigInt(settled.bet.payout) >= threshold) high.add(settled);
    },
    stop: () => clearInterval(timer),
  };
}
