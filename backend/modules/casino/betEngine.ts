import type { Redis } from "ioredis";
import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import { type Batch, settleBatch } from "#backend/modules/casino/betBatch.ts";
import { createBetQueue } from "#backend/modules/casino/betQueue.ts";
import { BetIdReserved } from "#backend/modules/casino/betRefusals.ts";
import type { BetTicket, PlaceBet } from "#backend/modules/casino/betTicket.ts";
import { HouseUnavailable, OutcomeUnknown } from "#backend/modules/casino/engineUnavailable.ts";
import { createGate, type Gate, type GateLimits, TooManyBets } from "#backend/modules/casino/gate.ts";
import { createHouseBook } from "#backend/modules/casino/houseBook.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createSeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import type { KillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import type { BetResponse } from "#domain/api/casino.ts";
import { FairhouseError } from "#domain/errors.ts";

export interface BetEngineOptions {
  /** Under the role `fairhouse_engine`; see `createEnginePool`. */
  readonly pool: pg.Pool;
  readonly redis: Redis;
  readonly limits: GateLimits;
  readonly cipher: SeedCipher;
  readonly killSwitches: KillSwitches;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
}

/** Takes bets one by one and settles them in batches, one transaction each. */
export interface BetEngine {
  /**
   * Resolves when the bet is committed, or with its first result when its id was settled before.
   * @throws FairhouseError why the bet was not placed; only `OutcomeUnknown` leaves that open
   */
  place(bet: PlaceBet): Promise<BetResponse>;
  /** Takes no more bets, and resolves when those taken are answered. */
  stop(): Promise<void>;
}

export function createBetEngine({
  pool,
  redis,
  limits,
  cipher,
  killSwitches,
  clock,
  onFault,
}: BetEngineOptions): BetEngine {
  const gate = createGate(redis, limits);
  const book = createHouseBook({ pool, clock });
  const hashers = createSeedHashers(cipher);
  let batchCount = 0;

  async function settle(tickets: readonly BetTicket[]): Promise<void> {
    const batch = await admitBatch(tickets);
    if (batch === undefined) return;
    try {
      await settleBatch({ pool, hashers, onFault }, batch);
    } catch (error) {
      onFault(error);
      // Those that were answered already ignore a second answer.
      for (const ticket of batch.tickets) ticket.reject(new OutcomeUnknown({ cause: error }));
    }
  }

  /** The bets that may be played and what they are played against; refuses the others. */
  async function admitBatch(tickets: readonly BetTicket[]): Promise<Batch | undefined> {
    const [first] = tickets;
    if (first === undefined) return undefined;
    const { tenantId } = first;
    try {
      // Asked side by side: each answer costs an overloaded process a turn of its event loop.
      const [house, admitted] = await Promise.all([
        book.read(tenantId),
        admit(gate, tenantId, tickets),
        killSwitches.check(tenantId, "bets"),
      ]);
      return { tenantId, tickets: admitted, house, shard: batchCount++ % BANKROLL_SHARDS };
    } catch (error) {
      const refusal = error instanceof FairhouseError ? error : new HouseUnavailable({ cause: error });
      for (const ticket of tickets) ticket.reject(refusal);
      return undefined;
    }
  }

  const queue = createBetQueue(settle);
  return {
    place: ({ tenant, userId, request }) =>
      new Promise((resolve, reject) => {
        if (isDerivedId(request.betId)) throw new BetIdReserved();
        queue.add({ tenantId: tenant.id, tenant, userId, request, resolve, reject });
      }),
    stop: () => queue.stop(),
  };
}

/** Lets each player's bets pass in their order as far as the limit goes, and refuses the rest. */
async function admit(gate: Gate, tenantId: number, tickets: readonly BetTicket[]): Promise<BetTicket[]> {
  const counts = new Map<string, number>();
  for (const { userId } of tickets) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  const admissions = await gate.admit(tenantId, counts);
  const passed = new Map<string, number>();
  return tickets.filter((ticket) => {
    const before = passed.get(ticket.userId) ?? 0;
    const admission = admissions.get(ticket.userId);
    if (admission !== undefined && before < admission.passed) {
      passed.set(ticket.userId, before + 1);
      return true;
    }
    ticket.reject(new TooManyBets(admission?.retryAfterMs ?? 0));
    return false;
  });
}

/** Version 8: the form of ids that the house derives from public facts, such as a deposit's place on-chain. */
function isDerivedId(uuid: string): boolean {
  return uuid.charAt(VERSION_PLACE) === "8";
}
const VERSION_PLACE = 14;
