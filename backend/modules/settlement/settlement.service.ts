import { publishDueCheckpoints } from "#backend/modules/checkpoints/checkpoints.service.ts";
import { anchorRoots } from "#backend/modules/epochs/anchorRoots.ts";
import { buildEpochIfDue } from "#backend/modules/epochs/buildEpoch.ts";
import { FairhouseError } from "#domain/errors.ts";
import { buildBatches } from "./buildBatches.ts";
import { expireBatches } from "./expireBatches.ts";
import { arePayoutsStopped, findVaults } from "./house.store.ts";
import { type Hurried, NOBODY_HURRIED } from "./hurry.ts";
import type { SettledVault, Settlement } from "./settlement.ts";
import type { SettleOrder } from "./settleOrder.ts";
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
      failures.push(...(await settleVault(settlement, vault, NOBODY_HURRIED)));
    });
  }
  return failures;
}

/** A round of settlement is under way already. */
export class VaultBusy extends FairhouseError {
  readonly code = "VAULT_BUSY";

  constructor() {
    super("The vault is being settled by another round: order again when it is over.");
  }
}

/** A round for one house, at an operator's order. @throws VaultBusy */
export async function settleAtOrder(
  settlement: Settlement,
  chainId: number,
  { tenantId, batchId }: SettleOrder,
): Promise<void> {
  const hurried: Hurried = batchId === null ? NOBODY_HURRIED : new Set([batchId]);
  const vaults = (await findVaults(settlement.pool, chainId)).filter((vault) => vault.tenantId === tenantId);
  for (const vault of vaults) {
    const hasRun = await withVaultLock(settlement.pool, vault.id, async () => {
      await settleVault(settlement, vault, hurried);
    });
    if (!hasRun) throw new VaultBusy();
  }
}

async function settleVault(
  settlement: Settlement,
  vault: SettledVault,
  hurried: Hurried,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  const isStopped = await arePayoutsStopped(settlement.pool, vault.tenantId);
  if (isStopped)
    settlement.alerts.raise("payouts_paused", vault, `tenant ${vault.tenantId}`, { by: "kill switch" });

  // A step that fails does not keep the others from their work: a dead signer must not stop the watch.
  async function attempt<Result>(name: string, step: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await step();
    } catch (error) {
      failures.push(error);
      settlement.alerts.raise("step_failed", vault, `${name} vault ${vault.id}`, { err: error });
      return undefined;
    }
  }

  const inFlight = await attempt<InFlight>("watch", () =>
    watchTransactions(settlement, vault, { isStopped, hurried }),
  );
  await attempt("expire", () => expireBatches(settlement, vault));
  if (!isStopped && vault.isCurrent) await attempt("build", () => buildBatches(settlement, vault));
  // Also while payouts are stopped: players must be able to prove what they are owed just then.
  await attempt("checkpoint", () => publishDueCheckpoints(settlement, vault));
  if (vault.isCurrent) await attempt("epoch", () => buildEpochIfDue(settlement, vault));
  await attempt("anchor", () => anchorRoots(settlement, vault));
  if (isStopped) return failures;
  await attempt("sign", () => signBatches(settlement, vault, hurried));
  // Without knowing what is in flight, a batch could get a second transaction; harmless, but it costs gas.
  if (inFlight !== undefined) {
    await attempt("submit", () => submitBatches(settlement, vault, { inFlight, hurried }));
  }
  return failures;
}
