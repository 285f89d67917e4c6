import type { Log } from "#backend/adapters/log.ts";
import type { ActivityNotice } from "#backend/db/activityChannel.ts";
import type { LiveSessions } from "#backend/modules/auth/liveSessions.ts";
import type { Wallet } from "#backend/modules/wallet/wallet.service.ts";
import type { NoticeMessage } from "#domain/api/socket.ts";
import type { Audience, Listener } from "./audience.ts";
import type { Connection } from "./connection.ts";

export interface FeedDeps {
  readonly wallet: Wallet;
  /** What is stopped at this moment, from no memory. */
  readonly readStopped: (tenantId: number) => Promise<NoticeMessage["stopped"]>;
  readonly sessions: LiveSessions;
  readonly audience: Audience;
  readonly log: Log;
}

export interface Feed {
  /** What a new socket, or one that has missed something, must know. */
  welcome(connection: Connection): Promise<void>;
  /** Tells those concerned what another process has committed. */
  deliver(notice: ActivityNotice): Promise<void>;
  /** Closes sockets whose session has ended, and brings all others up to date. */
  resync(): Promise<void>;
  /** Closes the sockets of sessions that have run out. */
  sweep(nowMs: number): Promise<void>;
}

/** Sockets looked after at once; the others wait their turn, so that a resync does not swamp the database. */
const RESYNC_AT_ONCE = 16;
/** A bet that was under way while balances were read may answer with an older figure: read again after it. */
const SETTLE_MS = 300;
const MAX_REPEATS = 3;

export function createFeed({ wallet, readStopped, sessions, audience, log }: FeedDeps): Feed {
  async function sendBalances({ tenant, session, send }: Connection): Promise<void> {
    if (session === null) return;
    const balances = await wallet.balances({ tenantId: tenant.id, userId: session.user.id });
    send("balance", { snapshot: true, balances });
  }

  async function sendNotice({ tenant, send }: Connection): Promise<void> {
    send("notice", { stopped: await readStopped(tenant.id) });
  }

  async function refreshBalances(listener: Listener, repeats = 0): Promise<void> {
    const hadBets = listener.betsInFlight > 0;
    const balances = await wallet.balances(listener);
    for (const { send } of listener.connections) send("balance", { snapshot: false, balances });
    if (!hadBets || repeats === MAX_REPEATS || listener.connections.size === 0) return;
    setTimeout(() => {
      refreshBalances(listener, repeats + 1).catch(report);
    }, SETTLE_MS);
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

  async function welcome(connection: Connection): Promise<void> {
    // Its session may have ended while it was being connected.
    await closeIfOver(connection);
    if (!connection.socket.connected) return;
    await Promise.all([sendBalances(connection), sendNotice(connection)]);
  }

  return {
    welcome,
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
      await refreshBalances(listener);
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

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += RESYNC_AT_ONCE) {
    await Promise.all(items.slice(start, start + RESYNC_AT_ONCE).map(work));
  }
}
