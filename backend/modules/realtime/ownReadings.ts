import type { ActivityNotice } from "#backend/db/activityChannel.ts";
import type { LiveSession, LiveSessions } from "#backend/modules/auth/liveSessions.ts";
import type { BetHistory } from "#backend/modules/casino/betHistory.service.ts";
import type { Wallet, WalletOwner } from "#backend/modules/wallet/wallet.service.ts";
import type { ActivityMessage, NoticeMessage } from "#domain/api/socket.ts";
import type { BalanceView } from "#domain/api/wallet.ts";
import type { OwnBet } from "./audience.ts";
import { createGatheredReader } from "./gatheredReader.ts";
import { shareNext } from "./shareNext.ts";
import type { SocketReadings } from "./socketReadings.ts";

export interface OwnReadingsDeps {
  readonly wallet: Wallet;
  readonly history: BetHistory;
  /** What is stopped at this moment, from no memory. */
  readonly readStopped: (tenantId: number) => Promise<NoticeMessage["stopped"]>;
  readonly sessions: LiveSessions;
  readonly readings: SocketReadings;
}

type Unnumbered<Message> = Message extends unknown ? Omit<Message, "seq"> : never;

/** What a player's sockets are told of deposits and withdrawals. */
export type ActivityNews = Unnumbered<ActivityMessage>;

/** What own channels say, as it is in the books at some moment after it was asked for. */
export interface OwnReadings {
  balances(player: WalletOwner): Promise<readonly BalanceView[]>;
  /** The newest, oldest first. */
  bets(player: WalletOwner): Promise<readonly OwnBet[]>;
  recentActivity(player: WalletOwner): Promise<ActivityNews>;
  /** Null when it is not the player's. */
  activity(notice: ActivityNotice & { kind: "deposit" | "withdrawal" }): Promise<ActivityNews | null>;
  stopped(tenantId: number): Promise<NoticeMessage["stopped"]>;
  /** Null when it has ended. */
  session(tenantId: number, sessionId: string): Promise<LiveSession | null>;
}

/** A player's own bets that are shown, and remembered until they are. */
export const SHOWN_BETS = 20;
const RECENT_ACTIVITY = { limit: 5 };
/** A round of crash may settle the bets of thousands: they are read together. */
const BALANCES = { none: [], readingsAtOnce: 4, playersPerReading: 256 } as const;
/** One at a time, and of everybody who is asked for meanwhile together. */
const BETS = { none: [], readingsAtOnce: 1, playersPerReading: 1_024 } as const;

/** Reads each thing once for all who ask for it at the same time, and no more at once than sockets may. */
export function createOwnReadings(deps: OwnReadingsDeps): OwnReadings {
  const { wallet, history, readStopped, sessions, readings } = deps;
  const balances = createGatheredReader<readonly BalanceView[]>({
    ...BALANCES,
    readMany: (tenantId, userIds) => readings.run(() => wallet.balancesOf(tenantId, userIds)),
  });
  const bets = createGatheredReader<readonly OwnBet[]>({
    ...BETS,
    readMany: (tenantId, userIds) => readings.run(() => history.newestOf(tenantId, userIds, SHOWN_BETS)),
  });
  return {
    balances: balances.read,
    bets: async (player) => (await bets.read(player)).toReversed(),
    recentActivity: shareNext(keyOf, (player) => readings.run(() => readRecentActivity(wallet, player))),
    activity: (notice) => readings.run(() => readActivity(wallet, notice)),
    stopped: shareNext(String, (tenantId) => readings.run(() => readStopped(tenantId))),
    session: (tenantId, sessionId) => readings.run(() => sessions.find(tenantId, sessionId)),
  };
}

function keyOf({ tenantId, userId }: WalletOwner): string {
  return `${tenantId}:${userId}`;
}

/** One after the other: a reading has one connection. */
async function readRecentActivity(wallet: Wallet, player: WalletOwner): Promise<ActivityNews> {
  const deposits = await wallet.deposits(player, RECENT_ACTIVITY);
  const withdrawals = await wallet.withdrawals(player, RECENT_ACTIVITY);
  return { kind: "recent", deposits: deposits.items, withdrawals: withdrawals.items };
}

async function readActivity(
  wallet: Wallet,
  notice: ActivityNotice & { kind: "deposit" | "withdrawal" },
): Promise<ActivityNews | null> {
  const { kind, id } = notice;
  if (kind === "deposit") {
    const deposit = await wallet.deposit(notice, id);
    return deposit === null ? null : { kind, deposit };
  }
  const withdrawal = await wallet.withdrawal(notice, id);
  return withdrawal === null ? null : { kind, withdrawal };
}
