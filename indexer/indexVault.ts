import type pg from "pg";
import type { Logger } from "pino";
import type { Alerts } from "#indexer/alerts.ts";
import type { Confirmation } from "#indexer/confirmFinal.ts";
import type { IndexerMetrics } from "#indexer/metrics.ts";
import { runReconcileLoop } from "#indexer/reconcileLoop.ts";
import { createSession, type Session } from "#indexer/session.ts";
import type { ChainSource } from "#indexer/source/chainSource.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { runVaultLoop, type Turns } from "#indexer/vaultLoop.ts";
import { createVaultStatus, type VaultStatus } from "#indexer/vaultStatus.ts";

/** What the vaults of a process share. */
export interface SharedByVaults {
  readonly pool: pg.Pool;
  readonly maxReorgDepth: number;
  readonly log: Logger;
  readonly metrics: IndexerMetrics;
  readonly alerts: Alerts;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly reconcileIntervalMs: number;
  /** Among those that read their chain's history. */
  readonly backfills: Turns;
}

/** A vault that is being indexed. */
export interface IndexedVault {
  readonly status: VaultStatus;
  readonly session: Session;
  /** Ends when the signal says stop and both of its loops have finished what they were doing. */
  readonly done: Promise<unknown>;
}

/** Indexes a vault and compares its books with it, in loops of its own. */
export function indexVault(shared: SharedByVaults, vault: HouseVault, chain: ChainSource): IndexedVault {
  const { pool, maxReorgDepth, metrics, alerts, now } = shared;
  const { chainId, finalityDepth } = chain.config;
  const log = shared.log.child({ vault: vault.address, chainId, tenantId: vault.tenantId });
  const status = createVaultStatus(vault.address, now(), chainId);
  log.info({ deployBlock: vault.deployBlock }, "indexing a vault");
  const session = createSession({
    ...{ pool, reader: chain.reader, vault, rules: { maxReorgDepth, finalityDepth } },
    confirming: { panel: chain.panel, report: noteConfirmation },
  });
  const loop = { ...shared, session, status, log };
  return { status, session, done: Promise.all([followVault(), runReconcileLoop(loop)]) };

  async function followVault(): Promise<void> {
    const heads = chain.heads.open();
    await runVaultLoop({ ...loop, heads });
    heads.close();
    const because = status.haltedBecause;
    if (because !== undefined) alerts.raise("vault_halted", vault, vault.address, { because });
  }

  function noteConfirmation({ verdict, detail, dissenters, range }: Confirmation): void {
    metrics.confirmed(status, verdict);
    const isNews = status.disputedBecause === undefined;
    status.disputedBecause = verdict === "confirmed" ? undefined : detail;
    const facts = { verdict, detail, dissenters, ...range };
    const isContested = verdict !== "unheard" && (verdict !== "confirmed" || dissenters.length > 0);
    if (isContested) alerts.raise("confirmation_differs", vault, vault.address, facts);
    if (verdict === "unheard" && isNews)
      log.warn(facts, "no node confirms what is about to become final: waiting");
  }
}
