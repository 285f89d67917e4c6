import type { Log } from "#backend/adapters/log.ts";
import type { ApiMetrics } from "#backend/adapters/metrics.ts";
import { InvalidInput, inputFaults, RateLimited, Unauthenticated } from "#backend/http/failures.ts";
import { toProblem } from "#backend/http/problem.ts";
import type { BetEngine } from "#backend/modules/casino/betEngine.ts";
import { type BetResponse, betRequest } from "#domain/api/casino.ts";
import type { BetAck } from "#domain/api/socket.ts";
import { type Acknowledge, acknowledgementOf } from "./acknowledgement.ts";
import type { Listener } from "./audience.ts";
import type { Connection } from "./connection.ts";

export interface BetMessagesDeps {
  readonly engine: BetEngine;
  readonly metrics: ApiMetrics;
  readonly log: Log;
}

export type BetMessageHandler = (
  connection: Connection,
  listener: Listener | null,
  args: readonly unknown[],
) => void;

/**
 * Answers `bet` messages. This is the hottest path of the process: no logging, and nothing to wait for but the
 * engine's commit.
 */
export function createBetMessageHandler({ engine, metrics, log }: BetMessagesDeps): BetMessageHandler {
  const { socketBets } = metrics;

  function refuse(connection: Connection, acknowledge: Acknowledge<BetAck>, error: unknown): void {
    socketBets.refused += 1;
    const problem = toProblem(error, `${connection.socket.id}-${socketBets.refused}`);
    if (problem.status === 500)
      log.error({ err: error, requestId: problem.requestId }, "bet failed unexpectedly");
    acknowledge({ ok: false, problem });
  }

  return (connection, listener, args) => {
    const acknowledge = acknowledgementOf<BetAck>(args);
    const waitMs = connection.budget.take(performance.now());
    if (waitMs > 0) return refuse(connection, acknowledge, new RateLimited(waitMs));
    if (listener === null) return refuse(connection, acknowledge, new Unauthenticated());
    const parsed = betRequest.safeParse(args[0]);
    if (!parsed.success) return refuse(connection, acknowledge, new InvalidInput(inputFaults(parsed.error)));

    listener.betsInFlight += 1;
    engine.place({ tenant: connection.tenant, userId: listener.userId, request: parsed.data }).then(
      (result) => {
        listener.betsInFlight -= 1;
        socketBets.placed += 1;
        acknowledge({ ok: true, result });
        tellOthers(connection, listener, result);
      },
      (error: unknown) => {
        listener.betsInFlight -= 1;
        refuse(connection, acknowledge, error);
      },
    );
  };
}

/** The user's other windows and devices see the new balance, too. */
function tellOthers(own: Connection, { connections }: Listener, { balance }: BetResponse): void {
  if (connections.size < 2 || balance === null) return;
  for (const connection of connections) {
    if (connection !== own) connection.send("balance", { snapshot: false, balances: [balance] });
  }
}
