import type { Redis } from "ioredis";
import type pg from "pg";
import type { Tenant } from "#backend/http/route.ts";
import { createBetQueue } from "#backend/modules/casino/betQueue.ts";
import { BetIdReserved } from "#backend/modules/casino/betRefusals.ts";
import { HouseUnavailable, OutcomeUnknown } from "#backend/modules/casino/engineUnavailable.ts";
import { createGate, type GateLimits, TooManyBets } from "#backend/modules/casino/gate.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import type { KillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { createLimitBook } from "#backend/modules/limits/limitBook.ts";
import type {
  CrashBetRequest,
  CrashBetResponse,
  CrashCashOutRequest,
  CrashCashOutResponse,
} from "#domain/api/crash.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type BetTicket, betBatchWork } from "./betBatch.ts";
import type { BetBoard } from "./betBoard.ts";
import { createCashOutDesk } from "./cashOutDesk.ts";
import { commitTickets, type Ticket } from "./commitTickets.ts";
import type { DatabaseClock } from "./databaseClock.ts";

export interface CrashEngineOptions {
  /** Under the role `fairhouse_engine`; see `createEnginePool`. */
  readonly pool: pg.Pool;
  /** The same, for cash-outs alone: `CASH_OUT_CONNECTIONS` of them. */
  readonly cashOutPool: pg.Pool;
  readonly redis: Redis;
  readonly limits: GateLimits;
  readonly cipher: SeedCipher;
  readonly killSwitches: KillSwitches;
  /** Shared with whatever else reads the database's time in this process: each reading sharpens it for all. */
  readonly clock: DatabaseClock;
  /** Where everybody sees the bets. */
  readonly board: BetBoard;
  readonly onFault: (error: unknown) => void;
}

interface Caller {
  readonly tenant: Tenant;
  readonly userId: string;
}

/** Takes bets into rounds and cash-outs out of them; any number of processes may. Who leads a table is another matter. */
export interface CrashEngine {
  /**
   * Resolves when the bet is committed, or with what became of it when its id was taken before.
   * @throws FairhouseError why the bet was not taken; only `OutcomeUnknown` leaves that open
   */
  place(bet: Caller & { readonly request: CrashBetRequest }): Promise<CrashBetResponse>;
  /**
   * Resolves when the cash-out is committed, at the multiplier of the moment of this call.
   * @throws FairhouseError why not; only `OutcomeUnknown` leaves that open
   */
  cashOut(cashOut: Caller & { readonly request: CrashCashOutRequest }): Promise<CrashCashOutResponse>;
  /** Takes no more, and resolves when what was taken is answered. */
  stop(): Promise<void>;
}

export function createCrashEngine(options: CrashEngineOptions): CrashEngine {
  const { pool, cashOutPool, cipher, clock, board, onFault } = options;
  const admission = createAdmission(options);
  const limitBook = createLimitBook();
  const desk = createCashOutDesk({ pool: cashOutPool, cipher, clock, board, onFault });

  const bets = createBetQueue<BetTicket>((tickets) =>
    guarded(tickets, onFault, async () => {
      const admitted = await admission(tickets);
      if (admitted === undefined) return;
      const work = { tenantId: admitted.tenantId, limitBook, board };
      await commitTickets({ pool, onFault }, admitted.tickets, (some) => betBatchWork(work, some));
    }),
  );

  return {
    place: ({ tenant, userId, request }) =>
      new Promise((resolve, reject) => {
        const { betId } = request;
        if (isDerivedId(betId)) throw new BetIdReserved();
        bets.add({ tenantId: tenant.id, tenant, userId, betId, request, resolve, reject });
      }),
    cashOut: ({ tenant, userId, request: { betId } }) => desk.take({ tenantId: tenant.id, userId, betId }),
    async stop() {
      await Promise.all([bets.stop(), desk.stop()]);
    },
  };
}

/** Whatever happens, everyone is answered. */
async function guarded(
  tickets: readonly Ticket[],
  onFault: (error: unknown) => void,
  settle: () => Promise<void>,
): Promise<void> {
  try {
    await settle();
  } catch (error) {
    onFault(error);
    for (const ticket of tickets) ticket.reject(new OutcomeUnknown({ cause: error }));
  }
}

/** What stands before a batch of bets: the player's rate and the operator's switch. */
function createAdmission({ redis, limits, killSwitches }: CrashEngineOptions) {
  const gate = createGate(redis, limits);

  return async (tickets: readonly BetTicket[]) => {
    const [first] = tickets;
    if (first === undefined) return undefined;
    const { tenantId } = first;
    const counts = new Map<string, number>();
    for (const { userId } of tickets) counts.set(userId, (counts.get(userId) ?? 0) + 1);
    try {
      const [admissions] = await Promise.all([
        gate.admit(tenantId, counts),
        killSwitches.check(tenantId, "bets"),
      ]);
      const left = new Map([...admissions].map(([userId, { passed }]) => [userId, passed]));
      const admitted = tickets.filter((ticket) => {
        const passes = left.get(ticket.userId) ?? 0;
        left.set(ticket.userId, passes - 1);
        if (passes > 0) return true;
        ticket.reject(new TooManyBets(admissions.get(ticket.userId)?.retryAfterMs ?? 0));
        return false;
      });
      return { tenantId, tickets: admitted };
    } catch (error) {
      const refusal = error instanceof FairhouseError ? error : new HouseUnavailable({ cause: error });
      for (const ticket of tickets) ticket.reject(refusal);
      return undefined;
    }
  };
}

/** Version 8: the form of ids that the house derives from public facts, such as a deposit's place on-chain. */
function isDerivedId(uuid: string): boolean {
  return uuid.charAt(VERSION_PLACE) === "8";
}
const VERSION_PLACE = 14;
