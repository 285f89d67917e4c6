import { bulkhead } from "cockatiel";
import type { Log } from "#backend/adapters/log.ts";
import type { ActivityNotice } from "#backend/db/activityChannel.ts";
import type { LiveSessions } from "#backend/modules/auth/liveSessions.ts";
import type { BetHistory } from "#backend/modules/casino/betHistory.service.ts";
import type { Wallet } from "#backend/modules/wallet/wallet.service.ts";
import type { NoticeMessage } from "#domain/api/socket.ts";
import type { Audience, Listener, OwnBet } from "./audience.ts";
import { createBalanceReader } from "./balanceReader.ts";
import type { Connection } from "./connection.ts";

export interface OwnChannelsDeps {
  readonly wallet: Wallet;
  readonly history: BetHistory;
  /** What is stopped at this moment, from no memory. */
  readonly readStopped: (tenantId: number) => Promise<NoticeMessage["stopped"]>;
  readonly sessions: LiveSessions;
  readonly audience: Audience;
  readonly log: Log;
}

/** What each socket hears of its own player, and of what the house has stopped. */
export interface OwnChannels {
  /** What a new socket, or one that has missed something, must know. */
  welcome(connection: Connection): Promise<void>;
  /** The socket's player wants to see the bets, too. */
  showBets(connection: Connection): Promise<void>;
  /** Tells those concerned what another process has committed. */
  deliver(notice: ActivityNotice): Promise<void>;
  /** Something of a player's has changed: balances are read anew, and bets where they are shown. */
  refresh(player: { readonly tenantId: number; readonly userId: string }): void;
  /** This process has settled a bet of the player's. */
  betSettled(player: { readonly tenantId: number; readonly userId: string }, bet: OwnBet): void;
  /** Closes sockets whose session has ended, and brings all others up to date. */
  resync(): Promise<void>;
  /** Closes the sockets of sessions that have run out. */
  sweep(nowMs: number): Promise<void>;
}

/** Sockets looked after at once; the others wait their turn, so that a resync does not swamp the database. */
const RESYNC_AT_ONCE = 16;
/**
 * The same for lists of bets, each of which takes a transaction of several statements: a round of crash may settle the
 * bets of thousands, and requests are served over the same connections.
 */
const LISTS_AT_ONCE = 4;
/** A bet that was under way while balances were read may answer with an older figure: read again after it. */
const SETTLE_MS = 300;
/** How often in a row for that reason alone: a player who never stops betting hears of each balance anyway. */
const MAX_REPEATS = 3;
const RECENT_ACTIVITY = 5;
const SHOWN_BETS = 20;
/** So often, at most, a socket is told of its player's bets. */
const BETS_EVERY_MS = 100;

export function createOwnChannels(deps: OwnChannelsDeps): OwnChannels {
  const { wallet, history, readStopped, sessions, audience, log } = deps;
  const reader = createBalanceReader(wallet);
  const lists = bulkhead(LISTS_AT_ONCE, Number.POSITIVE_INFINITY);

  async function sendBalances({ tenant, session, send }: Connection): Promise<void> {
    if (session === null) return;
    const balances = await reader.read({ tenantId: tenant.id, userId: session.user.id });
    send("balance", { snapshot: true, balances });
  }

  async function sendRecentActivity({ tenant, session, send }: Connection): Promise<void> {
    if (session === null) return;
    const owner = { tenantId: tenant.id, userId: session.user.id };
    const page = { limit: RECENT_ACTIVITY };
    const [deposits, withdrawals] = await Promise.all([
      wallet.deposits(owner, page),
      wallet.withdrawals(owner, page),
    ]);
    send("activity", { kind: "recent", deposits: deposits.items, withdrawals: withdrawals.items });
  }

  async function sendNotice({ tenant, send }: Connection): Promise<void> {
    send("notice", { stopped: await readStopped(tenant.id) });
  }

  async function sendBets(player: Pick<Listener, "tenantId" | "userId">, to: Iterable<Connection>) {
    const { items } = await history.list(player, { limit: SHOWN_BETS });
    const bets = items.map(ownBetOf).toReversed();
    for (const { joined, send } of to) if (joined.has("mine")) send("mine", { snapshot: true, bets });
  }

  /** One reading at a time, so that an older answer never comes after a newer one. */
  async function refreshNow(listener: Listener, repeats = 0): Promise<void> {
    listener.refresh = "running";
    const hadBets = listener.betsInFlight > 0;
    const { connections } = listener;
    const balances = await reader.read(listener);
    for (const { send } of connections) send("balance", { snapshot: false, balances });
    if ([...connections].some(({ joined }) => joined.has("mine"))) {
      await lists.execute(() => sendBets(listener, connections));
    }
    const again = wasAskedAgain(listener);
    if (connections.size === 0 || !(again || (hadBets && repeats < MAX_REPEATS))) {
      listener.refresh = "idle";
      return;
    }
    setTimeout(() => run(listener, again ? 0 : repeats + 1), SETTLE_MS);
  }

  function run(listener: Listener, repeats: number): void {
    refreshNow(listener, repeats).catch((error: unknown) => {
      listener.refresh = "idle";
      report(error);
    });
  }

  function refresh(listener: Listener): void {
    if (listener.refresh === "idle") run(listener, 0);
    else listener.refresh = "again";
  }

  async function sendActivity(notice: ActivityNotice & { kind: "deposit" | "withdrawal" }, to: Listener) {
    const { kind, id } = notice;
    if (kind === "deposit") {
      const deposit = await wallet.deposit(notice, id);
      if (deposit !== null) for (const { send } of to.connections) send("activity", { kind, deposit });
    } else {
      const withdrawal = await wallet.withdrawal(notice, id);
      if (withdrawal !== null) for (const { send } of to.connections) send("activity", { kind, withdrawal });
    }
  }

  async function closeIfOver(connection: Connection): Promise<void> {
    const { session, tenant, socket } = connection;
    if (session === null) return;
    const live = await sessions.find(tenant.id, session.user.sessionId);
    if (live === null) socket.disconnect(true);
    else connection.session = live;
  }

  function report(error: unknown): void {
    log.warn({ err: error }, "sockets could not be brought up to date");
  }

  async function showBets(connection: Connection): Promise<void> {
    const { tenant, session } = connection;
    if (session !== null) await sendBets({ tenantId: tenant.id, userId: session.user.id }, [connection]);
  }

  async function welcome(connection: Connection): Promise<void> {
    // Its session may have ended while it was being connected.
    await closeIfOver(connection);
    if (!connection.socket.connected) return;
    await Promise.all([
      sendBalances(connection),
      sendRecentActivity(connection),
      sendNotice(connection),
      connection.joined.has("mine") ? showBets(connection) : null,
    ]);
  }

  return {
    welcome,
    showBets,
    async deliver(notice) {
      if (notice.kind === "stopped") {
        const concerned = audience.all().filter(({ tenant }) => tenant.id === notice.tenantId);
        const stopped = await readStopped(notice.tenantId);
        for (const { send } of concerned) send("notice", { stopped });
        return;
      }
      const listener = audience.find(notice.tenantId, notice.userId);
      if (listener === undefined) return;
      if (notice.kind !== "balance") await sendActivity(notice, listener);
      refresh(listener);
    },
    refresh({ tenantId, userId }) {
      const listener = audience.find(tenantId, userId);
      if (listener !== undefined) refresh(listener);
    },
    betSettled({ tenantId, userId }, bet) {
      const listener = audience.find(tenantId, userId);
      if (listener === undefined || !isShown(listener)) return;
      if (listener.freshBets.length === 0) setTimeout(() => tellFreshBets(listener), BETS_EVERY_MS);
      listener.freshBets.push(bet);
      if (listener.freshBets.length > SHOWN_BETS) listener.freshBets.shift();
    },
    async resync() {
      await inTurns(audience.all(), welcome);
    },
    async sweep(nowMs) {
      const over = audience
        .all()
        .filter(({ session }) => session !== null && session.expiresAt.getTime() <= nowMs);
      await inTurns(over, closeIfOver);
    },
  };
}

function wasAskedAgain({ refresh }: Listener): boolean {
  return refresh === "again";
}

function isShown({ connections }: Listener): boolean {
  for (const { joined } of connections) if (joined.has("mine")) return true;
  return false;
}

function tellFreshBets(listener: Listener): void {
  const bets = listener.freshBets;
  listener.freshBets = [];
  for (const { joined, send } of listener.connections) {
    if (joined.has("mine")) send("mine", { snapshot: false, bets });
  }
}

/** No more of a bet than anybody may see. */
export function ownBetOf({ betId, game, currency, stake, payout, multiplier, createdAt }: OwnBet): OwnBet {
  return { betId, game, currency, stake, payout, multiplier, createdAt };
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += RESYNC_AT_ONCE) {
    await Promise.all(items.slice(start, start + RESYNC_AT_ONCE).map(work));
  }
}
