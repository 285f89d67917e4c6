import type { Clock } from "#backend/adapters/clock.ts";
import type { SettledVault, Settlement } from "#backend/modules/settlement/settlement.ts";
import { exitThreats } from "#domain/settlement/checkpointWatch.ts";
import { findCurrencies } from "./checkpoint.store.ts";

export interface CheckpointWatch {
  readonly settlement: Pick<Settlement, "pool" | "chain" | "alerts">;
  readonly lateAfterSeconds: bigint;
  readonly clock: Clock;
}

const MS_PER_SECOND = 1_000;

/**
 * Tells of every token of a vault that nobody publishes checkpoints for, long before anyone may open the exit. Looks at
 * the chain alone: it does not matter why they do not appear.
 */
export async function watchCheckpoints(
  { settlement: { pool, chain, alerts }, lateAfterSeconds, clock }: CheckpointWatch,
  vault: SettledVault,
): Promise<void> {
  const currencies = await findCurrencies(pool, vault);
  const { blockTime, ...exitClock } = await chain.exitClock(vault.address);
  const wallTime = BigInt(Math.floor(clock.now() / MS_PER_SECOND));
  const threats = exitThreats(exitClock, {
    known: new Set(currencies.map(({ token }) => token)),
    // A chain that halts stands still, and its next block does not.
    nowSeconds: wallTime > blockTime ? wallTime : blockTime,
    lateAfterSeconds,
  });
  for (const { kind, token, ...rest } of threats) {
    const details = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)]));
    const exitOpensAt = new Date(Number(exitClock.exitAvailableAt) * MS_PER_SECOND).toISOString();
    alerts.raise(kind, vault, `vault ${vault.id} token ${token}`, { ...details, exitOpensAt });
  }
}
