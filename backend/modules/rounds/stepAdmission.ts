import type { Redis } from "ioredis";
import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { type BetHooks, NO_HOOKS } from "#backend/modules/casino/betHooks.ts";
import { createGate, type GateLimits, TooManyBets } from "#backend/modules/casino/gate.ts";
import { createHouseBook } from "#backend/modules/casino/houseBook.ts";
import type { SeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import type { KillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { createLimitBook } from "#backend/modules/limits/limitBook.ts";
import type { PlayerKey } from "#backend/modules/rounds/roundPlayer.store.ts";
import type { StepDependencies } from "#backend/modules/rounds/startRound.ts";

export interface StepAdmissionOptions {
  readonly pool: pg.Pool;
  readonly redis: Redis;
  /** Those of bets: a step of a round counts as one. */
  readonly limits: GateLimits;
  readonly hashers: SeedHashers;
  readonly killSwitches: KillSwitches;
  readonly clock: Clock;
  readonly hooks?: BetHooks | undefined;
}

/** Stands before every step of a round, and gives out what the step is taken with. */
export interface StepAdmission {
  /** For a step of a player. @throws FairhouseError why none may be taken now */
  admitPlayer(player: PlayerKey): Promise<StepDependencies>;
  /** For a step that the house takes by itself, whatever it has stopped for players. */
  admitHouse(tenantId: number): Promise<StepDependencies>;
}

export function createStepAdmission(options: StepAdmissionOptions): StepAdmission {
  const { pool, redis, limits, hashers, killSwitches, clock, hooks = NO_HOOKS } = options;
  const gate = createGate(redis, limits);
  const houseBook = createHouseBook({ pool, clock });
  const [commissionBook, limitBook] = [createCommissionBook(), createLimitBook()];
  let stepCount = 0;

  async function admitHouse(tenantId: number): Promise<StepDependencies> {
    const house = await houseBook.readHouse(tenantId);
    return { hashers, commissionBook, limitBook, hooks, house, shard: stepCount++ % BANKROLL_SHARDS };
  }

  return {
    async admitPlayer({ tenantId, userId }) {
      const [dependencies, admissions] = await Promise.all([
        admitHouse(tenantId),
        gate.admit(tenantId, new Map([[userId, 1]])),
        killSwitches.check(tenantId, "bets"),
      ]);
      const admission = admissions.get(userId);
      if (admission?.passed !== 1) throw new TooManyBets(admission?.retryAfterMs ?? 0);
      return dependencies;
    },
    admitHouse,
  };
}
