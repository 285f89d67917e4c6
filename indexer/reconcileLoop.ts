import { type Checked, reconcile } from "#indexer/reconcile.ts";
import { type CheckReport, reportCheck } from "#indexer/reportCheck.ts";
import type { Session } from "#indexer/session.ts";
import { sleep } from "#indexer/source/backoff.ts";
import type { VaultStatus } from "#indexer/vaultStatus.ts";

/** How soon after the start, or after a check that could not be made, the next one comes. */
const FIRST_CHECK_AFTER_MS = 2_000;

export interface ReconcileLoop extends CheckReport {
  readonly session: Session;
  readonly status: VaultStatus;
  readonly signal: AbortSignal;
  /** How often the books are compared with the vault. */
  readonly reconcileIntervalMs: number;
}

/** Checks a vault's books again and again, from when its cursor first reached the head. */
export async function runReconcileLoop(loop: ReconcileLoop): Promise<void> {
  let delayMs = FIRST_CHECK_AFTER_MS;
  while (!loop.signal.aborted) {
    await sleep(delayMs, loop.signal);
    if (loop.signal.aborted || !loop.status.hasCaughtUp) continue;
    const checks = await check(loop);
    delayMs = checks.length > 0 ? loop.reconcileIntervalMs : FIRST_CHECK_AFTER_MS;
  }
}

async function check(loop: ReconcileLoop): Promise<Checked[]> {
  try {
    const checks = await reconcile(loop.session);
    for (const checked of checks) reportCheck(loop, loop.session.vault, checked);
    return checks;
  } catch (error) {
    loop.log.warn({ err: error }, "could not compare the books with the vault: trying again");
    return [];
  }
}
