import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
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

interface Reading {
  readonly readAt: number;
  readonly switches: readonly KillSwitch[];
}

/** Reads the switches of each tenant about twice a second, however many ask. */
export function createKillSwitches({
  pool,
  clock,
}: {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}): KillSwitches {
  const known = new Map<number, Reading>();
  const underWay = new Map<number, Promise<readonly KillSwitch[]>>();

  function read(tenantId: number): Promise<readonly KillSwitch[]> {
    const running = underWay.get(tenantId);
    if (running !== undefined) return running;
    // As old as its beginning: what is set while it is under way may not be in it.
    const readAt = clock.now();
    const reading = findKillSwitches(pool, tenantId)
      .then((switches) => {
        known.set(tenantId, { readAt, switches });
        return switches;
      })
      .finally(() => underWay.delete(tenantId));
    underWay.set(tenantId, reading);
    return reading;
  }

  async function list(tenantId: number): Promise<readonly KillSwitch[]> {
    const entry = known.get(tenantId);
    const age = entry === undefined ? MAX_AGE_MS : clock.now() - entry.readAt;
    // A clock that was set back makes what was read look like the future's: nobody knows how old it is.
    if (entry === undefined || age < 0 || age >= MAX_AGE_MS) return read(tenantId);
    // Should it fail, the caller who finds the memory too old learns why.
    if (age >= REFRESH_AGE_MS) read(tenantId).catch(() => undefined);
    return entry.switches;
  }

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
