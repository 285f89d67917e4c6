import type { Log } from "#backend/adapters/log.ts";
import type { ActivityNotice } from "#backend/db/activityChannel.ts";
import type { WalletOwner } from "#backend/modules/wallet/wallet.service.ts";
import type { Audience, Listener, OwnBet } from "./audience.ts";
import type { Connection } from "./connection.ts";
import { sayFreshBet, sayMine } from "./mineChannel.ts";
import { createOwnReadings, type OwnReadings, type OwnReadingsDeps } from "./ownReadings.ts";
import { createRefresh, type Refresh } from "./refreshes.ts";
import { shareNext } from "./shareNext.ts";

export interface OwnChannelsDeps extends OwnReadingsDeps {
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
  refresh(player: WalletOwner): void;
  /** This process has settled a bet of the player's. */
  betSettled(player: WalletOwner, bet: OwnBet): void;
  /** Closes sockets whose session has ended, and brings all others up to date. */
  resync(): Promise<void>;
  /** Closes the sockets of sessions that have run out. */
  sweep(nowMs: number): Promise<void>;
}

/** Sockets looked after at once; the others wait their turn, so that a resync does not swamp the database. */
const RESYNC_AT_ONCE = 16;

export function createOwnChannels(deps: OwnChannelsDeps): OwnChannels {
  const { audience, log } = deps;
  const own = createOwnReadings(deps);
  const refresh = createRefresh({
    own,
    onFault: (error) => log.warn({ err: error }, "sockets could not be brought up to date"),
  });
  // A socket that asks again before it was answered is answered once more, however often it asks.
  const welcome = shareNext(
    ({ socket }: Connection) => socket.id,
    (connection) => welcomeNow(own, connection),
  );

  function withListener({ tenantId, userId }: WalletOwner, tell: (listener: Listener) => void): void {
    const listener = audience.find(tenantId, userId);
    if (listener !== undefined) tell(listener);
  }

  return {
    welcome,
    showBets: (connection) => showBets(own, connection),
    deliver: (notice) =>
      notice.kind === "stopped"
        ? tellWhatStopped({ own, audience }, notice.tenantId)
        : tellOfActivity({ own, audience, refresh }, notice),
    refresh: (player) => withListener(player, refresh),
    betSettled: (player, bet) => withListener(player, (listener) => sayFreshBet(listener, bet)),
    resync: () => inTurns(audience.all(), welcome),
    sweep: (nowMs) =>
      inTurns(
        audience.all().filter(({ session }) => session !== null && session.expiresAt.getTime() <= nowMs),
        (connection) => closeIfOver(own, connection),
      ),
  };
}

async function welcomeNow(own: OwnReadings, connection: Connection): Promise<void> {
  // Its session may have ended while it was being connected.
  await closeIfOver(own, connection);
  const { tenant, session, socket, send, joined } = connection;
  if (!socket.connected) return;
  const stopped = own.stopped(tenant.id).then((names) => send("notice", { stopped: names }));
  if (session === null) return stopped;
  const player = { tenantId: tenant.id, userId: session.user.id };
  await Promise.all([
    stopped,
    own.balances(player).then((balances) => send("balance", { snapshot: true, balances })),
    own.recentActivity(player).then((recent) => send("activity", recent)),
    joined.has("mine") ? showBets(own, connection) : null,
  ]);
}

async function showBets(own: OwnReadings, connection: Connection): Promise<void> {
  const { tenant, session } = connection;
  if (session === null) return;
  const bets = await own.bets({ tenantId: tenant.id, userId: session.user.id });
  sayMine([connection], { snapshot: true, bets });
}

async function closeIfOver(own: OwnReadings, connection: Connection): Promise<void> {
  const { session, tenant, socket } = connection;
  if (session === null) return;
  const live = await own.session(tenant.id, session.user.sessionId);
  if (live === null) socket.disconnect(true);
  else connection.session = live;
}

interface Telling {
  readonly own: OwnReadings;
  readonly audience: Audience;
}

/** To everyone of the house. */
async function tellWhatStopped({ own, audience }: Telling, tenantId: number): Promise<void> {
  const concerned = audience.all().filter(({ tenant }) => tenant.id === tenantId);
  const stopped = await own.stopped(tenantId);
  for (const { send } of concerned) send("notice", { stopped });
}

async function tellOfActivity(
  { own, audience, refresh }: Telling & { readonly refresh: Refresh },
  notice: Exclude<ActivityNotice, { kind: "stopped" }>,
): Promise<void> {
  const listener = audience.find(notice.tenantId, notice.userId);
  if (listener === undefined) return;
  if (notice.kind !== "balance") {
    const news = await own.activity(notice);
    if (news !== null) for (const { send } of listener.connections) send("activity", news);
  }
  refresh(listener);
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
