import type { Wallet, WalletOwner } from "#backend/modules/wallet/wallet.service.ts";
import type { BalanceView } from "#domain/api/wallet.ts";

/** Readings under way at once, and players in each: a settled round of crash may move the money of thousands. */
const READINGS_AT_ONCE = 4;
const PLAYERS_PER_READING = 256;

/** Reads players' balances for their sockets. */
export interface BalanceReader {
  /** As they are at some moment after this call. */
  read(owner: WalletOwner): Promise<BalanceView[]>;
}

interface Asked {
  readonly owner: WalletOwner;
  resolve(balances: BalanceView[]): void;
  reject(error: unknown): void;
}

/** Who is asked for while readings are under way is read together with all others who are. */
export function createBalanceReader(wallet: Pick<Wallet, "balancesOf">): BalanceReader {
  const waiting = new Map<number, Asked[]>();
  let running = 0;
  let isDue = false;

  function start(): void {
    isDue = false;
    for (const [tenantId, asked] of waiting) {
      if (running === READINGS_AT_ONCE) return;
      const taken = asked.splice(0, PLAYERS_PER_READING);
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

  async function answer(tenantId: number, asked: readonly Asked[]): Promise<void> {
    try {
      const userIds = [...new Set(asked.map(({ owner }) => owner.userId))];
      const balances = await wallet.balancesOf(tenantId, userIds);
      for (const { owner, resolve } of asked) resolve(balances.get(owner.userId) ?? []);
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
        if (!isDue && running < READINGS_AT_ONCE) setImmediate(start);
        isDue = true;
      }),
  };
}
