import type { Redis } from "ioredis";
import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { admitBets } from "#backend/modules/casino/admission.ts";
import { type Batch, settleBatch } from "#backend/modules/casino/betBatch.ts";
import { type BetHooks, NO_HOOKS } from "#backend/modules/casino/betHooks.ts";
import { createBetQueue } from "#backend/modules/casino/betQueue.ts";
import { BetIdReserved } from "#backend/modules/casino/betRefusals.ts";
import type { BetTicket, PlaceBet } from "#backend/modules/casino/betTicket.ts";
import { HouseUnavailable, OutcomeUnknown } from "#backend/modules/casino/engineUnavailable.ts";
import { createGate, type GateLimits } from "#backend/modules/casino/gate.ts";
import { createHouseBook } from "#backend/modules/casino/houseBook.ts";
import { readBet } from "#backend/modules/casino/playableBet.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createSeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import type { KillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { createLimitBook } from "#backend/modules/limits/limitBook.ts";
import type { BetResponse } from "#domain/api/casino.ts";
import { FairhouseError } from "#domain/errors.ts";

/** A player would rather be told at once than wait longer. */
const MAX_WAIT_MS = 1_000;

export interface BetEngineOptions {
  /** Under the role `fairhouse_engine`; see `createEnginePool`. */
  readonly pool: pg.Pool;
  readonly redis: Redis;
  readonly limits: GateLimits;
  readonly cipher: SeedCipher;
  readonly killSwitches: KillSwitches;
  readonly clock: Clock;
  readonly hooks?: BetHooks;
  readonly onFault: (error: unknown) => void;
}

/**
 * Takes bets one by one and settles them in batches, one transaction each. The thirteen phases of a bet:
 *
 * | phase | where |
 * |---|---|
 * | 1 token, 2 tenant | whoever calls `place`: `http/mountRoutes.ts`, `realtime/betMessages.ts` |
 * | 3 game and parameters | `playableBet.ts`; beside it the gate (`gate.ts`) and the kill switches |
 * | 4 wallet lock | `batchState.ts` |
 * | 5 debit … 10 player statistics | `betPhases.ts`, bet by bet, in the order of `batchDecisions.ts` |
 * | 11 counters, 12 commissions | `batchPhases.ts`, once for all bets of the batch |
 * | 13 commit | `batchWrite.ts`, `batchTransaction.ts` |
 */
export interface BetEngine {
  /**
   * Resolves when the bet is committed, or with its first result when its id was settled before.
   * @throws FairhouseError why the bet was not placed; only `OutcomeUnknown` leaves that open
   */
  place(bet: PlaceBet): Promise<BetResponse>;
  /** Takes no more bets, and resolves when those taken are answered. */
  stop(): Promise<void>;
}

export function createBetEngine(options: BetEngineOptions): BetEngine {
  const { pool, redis, limits, cipher, killSwitches, clock, onFault } = options;
  const gate = createGate(redis, limits);
  const book = createHouseBook({ pool, clock });
  const hashers = createSeedHashers(cipher);
  const [commissionBook, limitBook] = [createCommissionBook(), createLimitBook()];
  const hooks = options.hooks ?? NO_HOOKS;
  const dependencies = { pool, hashers, commissionBook, limitBook, hooks, onFault };
  let batchCount = 0;

  async function settle(tickets: readonly BetTicket[]): Promise<void> {
    const batch = await prepareBatch(tickets);
    if (batch === undefined) return;
    try {
      await settleBatch(dependencies, batch);
    } catch (error) {
      onFault(error);
      // Those that were answered already ignore a second answer.
      for (const ticket of tickets) ticket.reject(new OutcomeUnknown({ cause: error }));
    }
  }

  /** What the bets are played against, and the gate's word on each, which is still on its way; or refuses them all. */
  async function prepareBatch(tickets: readonly BetTicket[]): Promise<Batch | undefined> {
    const [first] = tickets;
    if (first === undefined) return undefined;
    const { tenantId } = first;
    try {
      const [house] = await Promise.all([book.readHouse(tenantId), killSwitches.check(tenantId, "bets")]);
      const admission = admitBets(gate, tenantId, tickets);
      // Whoever runs the batch asks for it; until then a refusal is nobody's fault.
      admission.catch(() => undefined);
      return { tenantId, tickets, admission, house, shard: batchCount++ % BANKROLL_SHARDS };
    } catch (error) {
      const refusal = error instanceof FairhouseError ? error : new HouseUnavailable({ cause: error });
      for (const ticket of tickets) ticket.reject(refusal);
      return undefined;
    }
  }

  const queue = createBetQueue(settle, { maxWaitMs: MAX_WAIT_MS });
  return {
    place: ({ tenant, userId, request }) =>
      new Promise((resolve, reject) => {
        if (isDerivedId(request.betId)) throw new BetIdReserved();
        queue.add({ tenantId: tenant.id, tenant, userId, request, bet: readBet(request), resolve, reject });
      }),
    stop: () => queue.stop(),
  };
}

/** Version 8: the form of ids that the house derives from public facts, such as a deposit's place on-chain. */
function isDerivedId(uuid: string): boolean {
  return uuid.charAt(VERSION_PLACE) === "8";
}
const VERSION_PLACE = 14;
