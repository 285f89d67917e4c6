import type { Log } from "#backend/adapters/log.ts";
import { InvalidInput, inputFaults, Unauthenticated } from "#backend/http/failures.ts";
import { toProblem } from "#backend/http/problem.ts";
import { type JoinAck, joinRequest, leaveRequest, type SyncAck } from "#domain/api/socket.ts";
import { acknowledgementOf } from "./acknowledgement.ts";
import { takeAsk } from "./asking.ts";
import type { Connection } from "./connection.ts";
import type { HouseChannels } from "./houseChannels.ts";
import type { OwnChannels } from "./ownChannels.ts";
import type { SocketReadings } from "./socketReadings.ts";

export interface JoinMessagesDeps {
  readonly channels: HouseChannels;
  readonly own: OwnChannels;
  readonly readings: Pick<SocketReadings, "requireRoom">;
  readonly log: Log;
}

/** What a socket asks to hear, and to hear no more. */
export interface JoinMessages {
  join(connection: Connection, args: readonly unknown[]): void;
  leave(connection: Connection, args: readonly unknown[]): void;
  /** Everything of its own anew. */
  sync(connection: Connection, args: readonly unknown[]): void;
}

type Refusal = Extract<JoinAck | SyncAck, { ok: false }>;

/** Answers `join`, `leave` and `sync`. The house is the socket's own: a client cannot name another. */
export function createJoinMessages({ channels, own, readings, log }: JoinMessagesDeps): JoinMessages {
  /** Counts the question, and acknowledges what came of it. */
  function answer<Ack>(
    connection: Connection,
    args: readonly unknown[],
    handle: () => Promise<Ack>,
    failure: string,
  ): void {
    const acknowledge = acknowledgementOf<Ack | Refusal>(args);
    const counted = async () => {
      takeAsk(connection);
      return handle();
    };
    counted().then(acknowledge, (error: unknown) => {
      const problem = toProblem(error, connection.socket.id);
      if (problem.status >= 500) log.warn({ err: error, requestId: problem.requestId }, failure);
      acknowledge({ ok: false, problem });
    });
  }

  async function join(connection: Connection, request: unknown): Promise<JoinAck> {
    const parsed = joinRequest.safeParse(request);
    if (!parsed.success) throw new InvalidInput(inputFaults(parsed.error));
    const { channel, from } = parsed.data;
    if (channel !== "mine")
      return { ok: true, resumed: await channels.join(connection, channel, from ?? null) };
    if (connection.session === null) throw new Unauthenticated();
    readings.requireRoom();
    connection.joined.add(channel);
    await own.showBets(connection);
    return { ok: true, resumed: false };
  }

  async function sync(connection: Connection): Promise<SyncAck> {
    readings.requireRoom();
    await own.welcome(connection);
    return { ok: true };
  }

  return {
    join: (connection, args) =>
      answer(connection, args, () => join(connection, args[0]), "a channel was not joined"),
    leave(connection, args) {
      const parsed = leaveRequest.safeParse(args[0]);
      if (!parsed.success || connection.budget.take(performance.now()) > 0) return;
      const { channel } = parsed.data;
      if (channel === "mine") connection.joined.delete(channel);
      else channels.leave(connection, channel);
    },
    sync: (connection, args) => answer(connection, args, () => sync(connection), "a socket got no snapshot"),
  };
}
