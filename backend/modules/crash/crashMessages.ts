import type { z } from "zod";
import type { Log } from "#backend/adapters/log.ts";
import { InvalidInput, inputFaults, RateLimited, Unauthenticated } from "#backend/http/failures.ts";
import { toProblem } from "#backend/http/problem.ts";
import type { Tenant } from "#backend/http/route.ts";
import { type Acknowledge, acknowledgementOf } from "#backend/modules/realtime/acknowledgement.ts";
import type { Connection } from "#backend/modules/realtime/connection.ts";
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
  const { engine, history, onBet } = deps;
  return (connection) => {
    const { socket } = connection;
    socket.on(crashEvents.bet, (...args: unknown[]) =>
      answer<CrashBetAck>(deps, { connection, args }, async (asker) => {
        const request = parsed(crashBetRequest, args[0]);
        const result = await engine.place({ ...asker, request });
        if (!result.repeated) onBet(asker.tenant.id, asker.userId);
        return { ok: true, result };
      }),
    );
    socket.on(crashEvents.cashOut, (...args: unknown[]) =>
      answer<CrashCashOutAck>(deps, { connection, args }, async (asker) => {
        const request = parsed(crashCashOutRequest, args[0]);
        return { ok: true, result: await engine.cashOut({ ...asker, request }) };
      }),
    );
    socket.on(crashEvents.mine, (...args: unknown[]) =>
      answer<CrashMineAck>(deps, { connection, args }, async ({ tenant, userId }) => {
        const { items } = await history.bets({ tenantId: tenant.id, userId }, { limit: SHOWN_BETS });
        return { ok: true, bets: items };
      }),
    );
  };
}

/** Whatever is sent is answered, and a socket may not ask too often. */
function answer<Ack>(
  { log }: CrashMessagesDeps,
  { connection, args }: { readonly connection: Connection; readonly args: readonly unknown[] },
  handle: (asker: Asker) => Promise<Ack>,
): void {
  const acknowledge: Acknowledge<Ack | Refusal> = acknowledgementOf<Ack | Refusal>(args);
  askerOf(connection)
    .then(handle)
    .then(acknowledge, (error: unknown) => {
      const problem = toProblem(error, connection.socket.id);
      if (problem.status === 500)
        log.error({ err: error, requestId: problem.requestId }, "crash message failed");
      acknowledge({ ok: false, problem });
    });
}

/** @throws RateLimited, Unauthenticated */
async function askerOf({ budget, session, tenant }: Connection): Promise<Asker> {
  const waitMs = budget.take(performance.now());
  if (waitMs > 0) throw new RateLimited(waitMs);
  if (session === null) throw new Unauthenticated();
  return { tenant, userId: session.user.id };
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new InvalidInput(inputFaults(result.error));
  return result.data;
}
