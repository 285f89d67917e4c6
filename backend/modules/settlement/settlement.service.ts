import { buildBatches } from "./buildBatches.ts";
import { expireBatches } from "./expireBatches.ts";
import { arePayoutsStopped, findVaults } from "./house.store.ts";
import type { SettledVault, Settlement } from "./settlement.ts";
import { signBatches } from "./signBatches.ts";
import { submitBatches } from "./submitBatches.ts";
import { withVaultLock } from "./vaultLock.store.ts";
import { type InFlight, watchTransactions } from "./watchTransactions.ts";

/**
 * One round of settlement over all vaults of the chain. Each step reads what it needs from Postgres and commits
 * what it did, so that a process may die between any two of them and another one carries on.
 * @returns the errors of steps that failed; they were raised as alerts, and the next round tries again
 */
export async function settleAll(settlement: Settlement, chainId: number): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const vault of await findVaults(settlement.pool, chainId)) {
    await withVaultLock(settlement.pool, vault.id, async () => {
      failures.push(...(await settleVault(settlement, vault)));
    });
  }
  return failures;
}

async function settleVault(settlement: Settlement, vault: SettledVault): Promise<unknown[]> {
  const failures: unknown[] = [];
  const isStopped = await arePayoutsStopped(settlement.pool, vault.tenantId);
  if (isStopped) settlement.alerts.raise("payouts_paused", `tenant ${vault.tenantId}`, { by: "kill switch" });

  // A step that fails does not keep the others from their work: a dead signer must not stop the watch.
  async function attempt<Result>(name: string, step: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await step();
    } catch (error) {
      failures.push(error);
      settlement.alerts.raise("step_failed", `${name} vault ${vault.id}`, { err: error });
      return undefined;
    }
  }

  const inFlight = await attempt<InFlight>("watch", () =>
    watchTransactions(settlement, vault, { isStopped }),
  );
  await attempt("expire", () => expireBatches(settlement, vault));
  if (isStopped) return failures;
  if (vault.isCurrent) await attempt("build", () => buildBatches(settlement, vault));
  await attempt("sign", () => signBatches(settlement, vault));
  // Without knowing what is in flight, a batch could get a second transaction; harmless, but it costs gas.
  if (inFlight !== undefined) await attempt("submit", () => submitBatches(settlement, vault, inFlight));
  return failures;
}
