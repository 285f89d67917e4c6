import { setTimeout } from "node:timers/promises";
import type { Clock } from "#backend/adapters/clock.ts";
import type { Log } from "#backend/adapters/log.ts";
import type { ApiMetrics } from "#backend/adapters/metrics.ts";
import { isDatabaseFailure, toProblem } from "#backend/http/problem.ts";
import { EngineStopped } from "#backend/modules/casino/engineUnavailable.ts";
import { socketEvents } from "#domain/api/socket.ts";
import type { Audience, Listener } from "./audience.ts";
import type { BetMessageHandler } from "./betMessages.ts";
import type { Connection } from "./connection.ts";
import type { HouseChannels } from "./houseChannels.ts";
import type { JoinMessages } from "./joinMessages.ts";
import { type OpenConnectionDeps, openConnection } from "./openConnection.ts";
import type { OwnChannels } from "./ownChannels.ts";
import { createSlowConsumers } from "./slowConsumers.ts";
import type { SocketIo } from "./socketIo.ts";

export interface SocketServerDeps extends OpenConnectionDeps {
  readonly io: SocketIo;
  readonly audience: Audience;
  readonly own: OwnChannels;
  readonly channels: HouseChannels;
  readonly onBet: BetMessageHandler;
  readonly joins: JoinMessages;
  /** Listens for what a socket has to say about crash. */
  readonly onCrash: (connection: Connection) => void;
  readonly metrics: ApiMetrics;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SocketServer {
  /** Closes the sockets of a session that has ended. */
  endSession(sessionId: string): void;
  /** From now on no socket is opened; those that are open stay. */
  takeNoMore(): void;
  close(): Promise<void>;
}

const SWEEP_INTERVAL_MS = 30_000;
const SLOW_SWEEP_INTERVAL_MS = 1_000;
const DRAIN_TIMEOUT_MS = 2_000;
const DRAIN_POLL_MS = 10;

export function createSocketServer(deps: SocketServerDeps): SocketServer {
  const { io, audience, log, metrics } = deps;
  metrics.watchSockets(() => audience.size);

  let isStopping = false;
  io.use((socket, next) => {
    if (isStopping) return next(refusal(new EngineStopped(), socket.id, log));
    openConnection(socket, deps).then(
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

  const sweepers = startSweepers(deps);

  return {
    endSession(sessionId) {
      for (const { session, socket } of audience.all()) {
        if (session?.user.sessionId === sessionId) socket.disconnect(true);
      }
    },
    takeNoMore() {
      isStopping = true;
    },
    async close() {
      for (const sweeper of sweepers) clearInterval(sweeper);
      // Closing the server outright would throw away acknowledgements that are still on their way out.
      io.disconnectSockets(true);
      await untilGone(() => io.engine.clientsCount);
      await io.close();
    },
  };
}

function startSweepers(deps: SocketServerDeps): NodeJS.Timeout[] {
  const { audience, own, channels, places, clock, log, metrics } = deps;
  const slow = createSlowConsumers(({ socket }) => {
    metrics.slowSockets.inc();
    log.warn({ socket: socket.id }, "a socket that does not read was closed");
  });
  return [
    setInterval(() => {
      channels.sweep();
      places.sweep(performance.now());
      own
        .sweep(clock.now())
        .catch((error: unknown) => log.warn({ err: error }, "sessions could not be swept"));
    }, SWEEP_INTERVAL_MS),
    setInterval(() => slow.sweep(audience.all(), performance.now()), SLOW_SWEEP_INTERVAL_MS),
  ];
}

/** Waits for the last client to have received everything, but not for one that does not read. */
async function untilGone(count: () => number): Promise<void> {
  const deadline = performance.now() + DRAIN_TIMEOUT_MS;
  while (count() > 0 && performance.now() < deadline) await setTimeout(DRAIN_POLL_MS);
}

function accept(
  connection: Connection,
  { audience, own, onBet, joins, onCrash, log }: SocketServerDeps,
): void {
  const { socket } = connection;
  const listener: Listener | null = audience.add(connection);
  socket.on(socketEvents.bet, (...args: unknown[]) => onBet(connection, listener, args));
  onCrash(connection);
  socket.on(socketEvents.join, (...args: unknown[]) => joins.join(connection, args));
  socket.on(socketEvents.leave, (...args: unknown[]) => joins.leave(connection, args));
  socket.on(socketEvents.sync, (...args: unknown[]) => joins.sync(connection, args));
  socket.on("disconnect", () => {
    audience.remove(connection);
    connection.leave();
  });
  own.welcome(connection).catch((error: unknown) => log.warn({ err: error }, "a socket got no snapshot"));
}

/** The client finds the problem in the `data` of its `connect_error`. */
function refusal(error: unknown, socketId: string, log: Log): Error {
  const data = toProblem(error, socketId);
  const details = { err: error, requestId: socketId };
  if (data.status === 500) log.error(details, "a socket could not be opened");
  else if (isDatabaseFailure(data)) log.warn(details, "a socket met no database in time");
  return Object.assign(new Error(data.code), { data });
}
