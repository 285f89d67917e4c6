import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { keptFresh } from "#backend/keptFresh.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type ActivityName, findKillSwitches, type KillSwitch } from "./killSwitches.store.ts";

/** A switch works everywhere within this time of being set. */
const MAX_AGE_MS = 1_000;
/** From this age on the next reading is under way, so that hardly anyone waits for one. */
const REFRESH_AGE_MS = 500;

export interface KillSwitches {
  /** What is stopped for the tenant, at most a second old. */
  list(tenantId: number): Promise<readonly KillSwitch[]>;
  /** @throws ActivityStopped */
  check(tenantId: number, activity: ActivityName): Promise<void>;
}

/** Reads the switches of each tenant about twice a second, however many ask. */
export function createKillSwitches({
  pool,
  clock,
}: {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}): KillSwitches {
  const list = keptFresh({
    clock,
    maxAgeMs: MAX_AGE_MS,
    refreshAgeMs: REFRESH_AGE_MS,
    read: (tenantId) => findKillSwitches(pool, tenantId),
  });
  return {
    list,
    async check(tenantId, activity) {
      const found = (await list(tenantId)).find(({ name }) => name === activity);
      if (found !== undefined) throw new ActivityStopped(found);
    },
  };
}

/** The activity is stopped for the whole house. */
export class ActivityStopped extends FairhouseError {
  readonly code = "ACTIVITY_STOPPED";
  readonly activity: ActivityName;
  readonly reason: string;

  constructor({ name, reason }: KillSwitch) {
    super(`The house has stopped ${name} for now (${reason}): try again later.`);
    this.activity = name;
    this.reason = reason;
  }
}
