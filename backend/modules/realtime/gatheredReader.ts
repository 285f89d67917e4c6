import type { WalletOwner } from "#backend/modules/wallet/wallet.service.ts";

/** Reads something of players for their sockets. */
export interface GatheredReader<Value> {
  /** As it is at some moment after this call. */
  read(owner: WalletOwner): Promise<Value>;
}

export interface GatheredReading<Value> {
  /** Of many players of one house at once; who is missing from the answer has none. */
  readonly readMany: (tenantId: number, userIds: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  readonly none: Value;
  /** Readings under way at once, and players in each: a settled round of crash may concern thousands. */
  readonly readingsAtOnce: number;
  readonly playersPerReading: number;
}

interface Asked<Value> {
  readonly owner: WalletOwner;
  resolve(value: Value): void;
  reject(error: unknown): void;
}

/** Who is asked for while readings are under way is read together with all others who are. */
export function createGatheredReader<Value>(reading: GatheredReading<Value>): GatheredReader<Value> {
  const { readMany, none, readingsAtOnce, playersPerReading } = reading;
  const waiting = new Map<number, Asked<Value>[]>();
  let running = 0;
  let isDue = false;

  function start(): void {
    isDue = false;
    for (const [tenantId, asked] of waiting) {
      if (running === readingsAtOnce) return;
      const taken = asked.splice(0, playersPerReading);
      // To the end of the map, where this loop comes to it again after the other houses.
      waiting.delete(tenantId);
      if (asked.length > 0) waiting.set(tenantId, asked);
      running += 1;
      void answer(tenantId, taken).finally(() => {
        running -= 1;
        start();
      });
    }
  }

  async function answer(tenantId: number, asked: readonly Asked<Value>[]): Promise<void> {
    try {
      const userIds = [...new Set(asked.map(({ owner }) => owner.userId))];
      const values = await readMany(tenantId, userIds);
      for (const { owner, resolve } of asked) resolve(values.get(owner.userId) ?? none);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  return {
    read: (owner) =>
      new Promise((resolve, reject) => {
        const asked = waiting.get(owner.tenantId) ?? [];
        asked.push({ owner, resolve, reject });
        waiting.set(owner.tenantId, asked);
        // Not at once: those who are asked for in the same breath go together.
        if (!isDue && running < readingsAtOnce) setImmediate(start);
        isDue = true;
      }),
  };
}
