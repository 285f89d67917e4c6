import type pg from "pg";
import { NotFound } from "#backend/http/failures.ts";
import { type BetQueue, createBetQueue } from "#backend/modules/casino/betQueue.ts";
import {
  EngineStopped,
  HouseUnavailable,
  OutcomeUnknown,
} from "#backend/modules/casino/engineUnavailable.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import type { CrashCashOutResponse } from "#domain/api/crash.ts";
import type { BetBoard } from "./betBoard.ts";
import { type CashOutTicket, cashOutWork } from "./cashOutBatch.ts";
import { findTablesOfBets } from "./cashOuts.store.ts";
import { commitTickets } from "./commitTickets.ts";
import type { DatabaseClock } from "./databaseClock.ts";
import { keyOf } from "./table.ts";
import { readTimed } from "./timedReading.ts";

/**
 * Of one table. They share the lock on its round, and a settlement waits for as long as any of them holds it: one after the
 * other they would let it in between, and those behind it would lose although they were received in time.
 */
const BATCHES_PER_TABLE = 4;
/** Tables whose rounds may be settled at the same moment without delaying the cash-outs of others. */
const TABLES_AT_ONCE = 3;
/** Lookups wait for nobody, and are over in a moment. */
const ARRIVALS_AT_ONCE = 2;
/** Connections that a desk needs for itself: see `createEnginePool`. */
export const CASH_OUT_CONNECTIONS = ARRIVALS_AT_ONCE + TABLES_AT_ONCE * BATCHES_PER_TABLE;

export interface CashOutDeskOptions {
  /** Under the role `fairhouse_engine`; nothing else takes connections from it, so that nothing else delays a cash-out. */
  readonly pool: pg.Pool;
  readonly cipher: SeedCipher;
  readonly clock: DatabaseClock;
  readonly board: BetBoard;
  readonly onFault: (error: unknown) => void;
}

/** Takes cash-outs of all houses and tables. */
export interface CashOutDesk {
  /** Resolves when the cash-out is committed, at the multiplier of the moment of this call. @throws FairhouseError why not */
  take(cashOut: {
    readonly tenantId: number;
    readonly userId: string;
    readonly betId: string;
  }): Promise<CrashCashOutResponse>;
  /** Takes no more, and resolves when what was taken is answered. */
  stop(): Promise<void>;
}

/**
 * Finds out which tables cash-outs are for, without waiting for any lock, and queues them by table: a settlement that
 * holds its round delays nobody at another table. Neither gate nor switch: whoever has staked may get out.
 */
export function createCashOutDesk(options: CashOutDeskOptions): CashOutDesk {
  const { pool, clock, onFault } = options;
  const lanes = new Map<string, BetQueue<CashOutTicket>>();
  const open = new Set<Promise<unknown>>();
  let isStopped = false;

  const arrivals = createBetQueue<CashOutTicket>(
    async (tickets) => {
      const [first] = tickets;
      if (first === undefined) return;
      const { tenantId } = first;
      try {
        const betIds = [...new Set(tickets.map(({ betId }) => betId))];
        const { currencies } = await readTimed({ pool, clock }, (client) =>
          findTablesOfBets(client, tenantId, betIds),
        );
        for (const ticket of tickets) queue(ticket, currencies.get(ticket.betId));
      } catch (error) {
        // Nothing was asked for but where to: nothing has happened.
        for (const ticket of tickets) ticket.reject(new HouseUnavailable({ cause: error }));
      }
    },
    { maxInFlight: ARRIVALS_AT_ONCE },
  );

  function queue(ticket: CashOutTicket, currency: string | undefined): void {
    try {
      if (currency === undefined) throw new NotFound("bet");
      laneOf(ticket.tenantId, currency).add(ticket);
    } catch (error) {
      ticket.reject(error instanceof Error ? error : new HouseUnavailable({ cause: error }));
    }
  }

  function laneOf(tenantId: number, currency: string): BetQueue<CashOutTicket> {
    const key = keyOf({ tenantId, currency });
    const known = lanes.get(key);
    if (known !== undefined) return known;
    const postpone = (ticket: CashOutTicket, waitMs: number) =>
      void setTimeout(() => queue(ticket, currency), Math.ceil(waitMs));
    const work = { ...options, tenantId, postpone };
    const lane = createBetQueue<CashOutTicket>(
      (tickets) =>
        commitTickets({ pool, onFault }, tickets, (some) => cashOutWork(work, some)).catch(
          (error: unknown) => {
            onFault(error);
            for (const ticket of tickets) ticket.reject(new OutcomeUnknown({ cause: error }));
          },
        ),
      { maxInFlight: BATCHES_PER_TABLE },
    );
    lanes.set(key, lane);
    return lane;
  }

  return {
    take(cashOut) {
      if (isStopped) return Promise.reject(new EngineStopped());
      const receivedAt = performance.now();
      const answered = new Promise<CrashCashOutResponse>((resolve, reject) =>
        arrivals.add({ ...cashOut, receivedAt, resolve, reject }),
      );
      const settled = answered.catch(() => undefined).finally(() => open.delete(settled));
      open.add(settled);
      return answered;
    },
    async stop() {
      isStopped = true;
      // One that waits to hear that it was too late is not in a queue.
      await Promise.all(open);
      await Promise.all([arrivals.stop(), ...[...lanes.values()].map((lane) => lane.stop())]);
    },
  };
}
