import type { Log } from "#backend/adapters/log.ts";
import { InvalidInput, inputFaults, RateLimited, Unauthenticated } from "#backend/http/failures.ts";
import { toProblem } from "#backend/http/problem.ts";
import { type JoinAck, type JoinRequest, joinRequest, leaveRequest } from "#domain/api/socket.ts";
import { type Acknowledge, acknowledgementOf } from "./acknowledgement.ts";
import type { Connection } from "./connection.ts";
import type { HouseChannels } from "./houseChannels.ts";
import type { OwnChannels } from "./ownChannels.ts";

export interface JoinMessagesDeps {
  readonly channels: HouseChannels;
  readonly own: OwnChannels;
  readonly log: Log;
}

export interface JoinMessages {
  join(connection: Connection, args: readonly unknown[]): void;
  leave(connection: Connection, args: readonly unknown[]): void;
}

/** Answers `join` and `leave`. The house is the socket's own: a client cannot name another. */
export function createJoinMessages({ channels, own, log }: JoinMessagesDeps): JoinMessages {
  async function join(connection: Connection, { channel, from }: JoinRequest): Promise<boolean> {
    if (channel !== "mine") return channels.join(connection, channel, from ?? null);
    if (connection.session === null) throw new Unauthenticated();
    connection.joined.add(channel);
    await own.showBets(connection);
    return false;
  }

  function refuse(connection: Connection, acknowledge: Acknowledge<JoinAck>, error: unknown): void {
    const problem = toProblem(error, connection.socket.id);
    if (problem.status >= 500)
      log.warn({ err: error, requestId: problem.requestId }, "a channel was not joined");
    acknowledge({ ok: false, problem });
  }

  return {
    join(connection, args) {
      const acknowledge = acknowledgementOf<JoinAck>(args);
      const waitMs = connection.budget.take(performance.now());
      if (waitMs > 0) return refuse(connection, acknowledge, new RateLimited(waitMs));
      const parsed = joinRequest.safeParse(args[0]);
      if (!parsed.success)
        return refuse(connection, acknowledge, new InvalidInput(inputFaults(parsed.error)));
      join(connection, parsed.data).then(
        (resumed) => acknowledge({ ok: true, resumed }),
        (error: unknown) => refuse(connection, acknowledge, error),
      );
    },
    leave(connection, args) {
      const parsed = leaveRequest.safeParse(args[0]);
      if (!parsed.success || connection.budget.take(performance.now()) > 0) return;
      const { channel } = parsed.data;
      if (channel === "mine") connection.joined.delete(channel);
      else channels.leave(connection, channel);
    },
  };
}
