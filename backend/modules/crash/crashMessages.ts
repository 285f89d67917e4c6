import type { z } from "zod";
import type { Log } from "#backend/adapters/log.ts";
import { InvalidInput, inputFaults, RateLimited, Unauthenticated } from "#backend/http/failures.ts";
import { isDatabaseFailure, toProblem } from "#backend/http/problem.ts";
import type { Tenant } from "#backend/http/route.ts";
import { type Acknowledge, acknowledgementOf } from "#backend/modules/realtime/acknowledgement.ts";
import { takeAsk } from "#backend/modules/realtime/asking.ts";
import type { Connection } from "#backend/modules/realtime/connection.ts";
import { shareNext } from "#backend/modules/realtime/shareNext.ts";
import type { SocketReadings } from "#backend/modules/realtime/socketReadings.ts";
import {
  type CrashBetAck,
  type CrashCashOutAck,
  type CrashMineAck,
  crashBetRequest,
  crashCashOutRequest,
  crashEvents,
} from "#domain/api/crash.ts";
import type { Problem } from "#domain/api/problem.ts";
import type { CrashEngine } from "./crashEngine.ts";
import type { CrashHistory } from "./crashHistory.service.ts";

export interface CrashMessagesDeps {
  readonly engine: CrashEngine;
  readonly history: CrashHistory;
  readonly readings: SocketReadings;
  /** Tells the player's other windows and devices. */
  readonly onBet: (tenantId: number, userId: string) => void;
  readonly log: Log;
}

/** Bets that `crashMine` shows: those of the last few rounds. */
const SHOWN_BETS = 20;

interface Asker {
  readonly tenant: Tenant;
  readonly userId: string;
}
type Refusal = { readonly ok: false; readonly problem: Problem };

/** Answers what a socket has to say about crash. */
export function createCrashMessages(deps: CrashMessagesDeps): (connection: Connection) => void {
  const { engine, history, readings, onBet } = deps;
  const newestBets = shareNext(
    ({ tenant, userId }: Asker) => `${tenant.id}:${userId}`,
    ({ tenant, userId }) =>
      readings.run(() => history.bets({ tenantId: tenant.id, userId }, { limit: SHOWN_BETS })),
  );
  return (connection) => {
    const { socket } = connection;
    socket.on(crashEvents.bet, (...args: unknown[]) =>
      answer<CrashBetAck>(deps, { connection, args }, async () => {
        takeMessage(connection);
        const asker = askerOf(connection);
        const request = parsed(crashBetRequest, args[0]);
        const result = await engine.place({ ...asker, request });
        if (!result.repeated) onBet(asker.tenant.id, asker.userId);
        return { ok: true, result };
      }),
    );
    socket.on(crashEvents.cashOut, (...args: unknown[]) =>
      answer<CrashCashOutAck>(deps, { connection, args }, async () => {
        takeMessage(connection);
        const asker = askerOf(connection);
        const request = parsed(crashCashOutRequest, args[0]);
        return { ok: true, result: await engine.cashOut({ ...asker, request }) };
      }),
    );
    socket.on(crashEvents.mine, (...args: unknown[]) =>
      answer<CrashMineAck>(deps, { connection, args }, async () => {
        takeAsk(connection);
        const asker = askerOf(connection);
        readings.requireRoom();
        return { ok: true, bets: (await newestBets(asker)).items };
      }),
    );
  };
}

/** Whatever is sent is answered. */
function answer<Ack>(
  { log }: CrashMessagesDeps,
  { connection, args }: { readonly connection: Connection; readonly args: readonly unknown[] },
  handle: () => Promise<Ack>,
): void {
  const acknowledge: Acknowledge<Ack | Refusal> = acknowledgementOf<Ack | Refusal>(args);
  handle().then(acknowledge, (error: unknown) => {
    const problem = toProblem(error, connection.socket.id);
    const details = { err: error, requestId: problem.requestId };
    if (problem.status === 500) log.error(details, "crash message failed");
    else if (isDatabaseFailure(problem)) log.warn(details, "crash message met no database in time");
    acknowledge({ ok: false, problem });
  });
}

/** A socket may not send too often. @throws RateLimited */
function takeMessage({ budget }: Connection): void {
  const waitMs = budget.take(performance.now());
  if (waitMs > 0) throw new RateLimited(waitMs);
}

/** @throws Unauthenticated */
function askerOf({ session, tenant }: Connection): Asker {
  if (session === null) throw new Unauthenticated();
  return { tenant, userId: session.user.id };
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new InvalidInput(inputFaults(result.error));
  return result.data;
}
