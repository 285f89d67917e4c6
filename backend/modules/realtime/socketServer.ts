import type { Server as HttpServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import { type DefaultEventsMap, Server, type Socket } from "socket.io";
import { AccessTokenRefused } from "#backend/adapters/accessToken.ts";
import type { Clock } from "#backend/adapters/clock.ts";
import type { Log } from "#backend/adapters/log.ts";
import type { ApiMetrics } from "#backend/adapters/metrics.ts";
import { toProblem } from "#backend/http/problem.ts";
import type { Authenticate } from "#backend/modules/auth/authenticate.ts";
import type { Tenants } from "#backend/modules/house/tenants.ts";
import { socketEvents } from "#domain/api/socket.ts";
import type { Audience, Listener } from "./audience.ts";
import type { BetMessageHandler } from "./betMessages.ts";
import { type Connection, createConnection } from "./connection.ts";
import type { Feed } from "./feed.ts";
import { createMessageBudget, type MessageLimits } from "./messageBudget.ts";

export interface SocketServerDeps {
  readonly httpServer: HttpServer;
  readonly tenants: Tenants;
  readonly authenticate: Authenticate;
  readonly audience: Audience;
  readonly feed: Feed;
  readonly onBet: BetMessageHandler;
  readonly limits: MessageLimits;
  readonly trustedProxies: number;
  readonly metrics: ApiMetrics;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SocketServer {
  /** Closes the sockets of a session that has ended. */
  endSession(sessionId: string): void;
  close(): Promise<void>;
}

/** The largest message that a client has to send is a bet, well below this. */
const MAX_MESSAGE_BYTES = 16 * 1_024;
const SWEEP_INTERVAL_MS = 30_000;
const DRAIN_TIMEOUT_MS = 2_000;
const DRAIN_POLL_MS = 10;

/** Set by the middleware that lets a socket in. */
interface SocketData {
  connection?: Connection;
}
type HouseSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

export function createSocketServer(deps: SocketServerDeps): SocketServer {
  const { audience, feed, clock, log } = deps;
  const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>(deps.httpServer, {
    path: "/socket.io",
    transports: ["websocket"],
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
  });
  deps.metrics.watchSockets(() => audience.size);

  io.use((socket, next) => {
    connect(socket, deps).then(
      (connection) => {
        socket.data.connection = connection;
        next();
      },
      (error: unknown) => next(refusal(error, socket.id, log)),
    );
  });

  io.on("connection", (socket) => {
    if (socket.data.connection !== undefined) accept(socket.data.connection, deps);
  });

  const sweeper = setInterval(() => {
    feed
      .sweep(clock.now())
      .catch((error: unknown) => log.warn({ err: error }, "sessions could not be swept"));
  }, SWEEP_INTERVAL_MS);

  return {
    endSession(sessionId) {
      for (const { session, socket } of audience.all()) {
        if (session?.user.sessionId === sessionId) socket.disconnect(true);
      }
    },
    async close() {
      clearInterval(sweeper);
      // Closing the server outright would throw away acknowledgements that are still on their way out.
      io.disconnectSockets(true);
      await untilGone(() => io.engine.clientsCount);
      await io.close();
    },
  };
}

/** Waits for the last client to have received everything, but not for one that does not read. */
async function untilGone(count: () => number): Promise<void> {
  const deadline = performance.now() + DRAIN_TIMEOUT_MS;
  while (count() > 0 && performance.now() < deadline) await setTimeout(DRAIN_POLL_MS);
}

/** Finds out which house the socket is for, and who opens it. @throws AccessTokenRefused, HouseNotSetUp */
async function connect(socket: HouseSocket, deps: SocketServerDeps): Promise<Connection> {
  const { tenants, authenticate, limits, trustedProxies } = deps;
  const tenant = await tenants.find(hostnameOf(socket, trustedProxies));
  const token: unknown = socket.handshake.auth.token;
  const session =
    token === undefined || token === null ? null : await authenticate(tenant.id, tokenText(token));
  const budget = createMessageBudget(limits, performance.now());
  return createConnection({ socket, tenant, session, budget });
}

function accept(connection: Connection, { audience, feed, onBet, log }: SocketServerDeps): void {
  const { socket } = connection;
  const listener: Listener | null = audience.add(connection);
  const welcome = () => {
    feed.welcome(connection).catch((error: unknown) => log.warn({ err: error }, "a socket got no snapshot"));
  };
  socket.on(socketEvents.bet, (...args: unknown[]) => onBet(connection, listener, args));
  socket.on(socketEvents.sync, () => {
    if (connection.budget.take(performance.now()) === 0) welcome();
  });
  socket.on("disconnect", () => audience.remove(connection));
  welcome();
}

function tokenText(token: unknown): string {
  if (typeof token !== "string") throw new AccessTokenRefused();
  return token;
}

/** The name that the client asked for; only a trusted proxy may say that it was another. */
function hostnameOf({ handshake }: HouseSocket, trustedProxies: number): string {
  const forwarded = handshake.headers["x-forwarded-host"];
  const host =
    trustedProxies > 0 && typeof forwarded === "string" ? forwarded : (handshake.headers.host ?? "");
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}

/** The client finds the problem in the `data` of its `connect_error`. */
function refusal(error: unknown, socketId: string, log: Log): Error {
  const data = toProblem(error, socketId);
  if (data.status === 500) log.error({ err: error, requestId: socketId }, "a socket could not be opened");
  return Object.assign(new Error(data.code), { data });
}
