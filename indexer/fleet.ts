import type pg from "pg";
import type { Logger } from "pino";
import type { DepthRules } from "#indexer/commitPiece.ts";
import type { IndexerMetrics } from "#indexer/metrics.ts";
import { runReconcileLoop } from "#indexer/reconcileLoop.ts";
import { createSession } from "#indexer/session.ts";
import { sleep } from "#indexer/source/backoff.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { findVaults, type HouseVault } from "#indexer/store/vault.store.ts";
import { runVaultLoop } from "#indexer/vaultLoop.ts";
import { createVaultStatus, unreadyBecause, type VaultStatus } from "#indexer/vaultStatus.ts";

/** How often new vaults are looked for. */
const VAULTS_INTERVAL_MS = 2_000;

export interface FleetOptions {
  readonly pool: pg.Pool;
  readonly reader: ChainReader;
  readonly chainId: number;
  readonly rules: DepthRules;
  readonly log: Logger;
  readonly metrics: IndexerMetrics;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly reconcileIntervalMs: number;
}

export interface Fleet {
  /** Ends when the signal says stop and every loop has finished what it was doing. */
  readonly done: Promise<void>;
  /** Why some vault is not ready; empty when all are. */
  faults(): string[];
}

/** Indexes every vault of the chain, also those that are added later. */
export function startFleet(options: FleetOptions): Fleet {
  const statuses = new Map<number, VaultStatus>();
  const loops: Promise<void>[] = [];

  function adopt(vault: HouseVault): void {
    const log = options.log.child({ vault: vault.address, tenantId: vault.tenantId });
    const status = createVaultStatus(vault.address, options.now());
    statuses.set(vault.id, status);
    log.info({ deployBlock: vault.deployBlock }, "indexing a vault");
    const session = createSession({ ...options, vault });
    loops.push(runVaultLoop({ ...options, session, status, log }));
    loops.push(runReconcileLoop({ ...options, session, status, log }));
  }

  async function adoptNew(): Promise<void> {
    const vaults = await findVaults(options.pool, { chainId: options.chainId });
    for (const vault of vaults) if (!statuses.has(vault.id)) adopt(vault);
  }

  async function run(): Promise<void> {
    let hasToldOfWaiting = false;
    while (!options.signal.aborted) {
      await adoptNew().catch((error) => options.log.warn({ err: error }, "could not look for vaults"));
      if (statuses.size === 0 && !hasToldOfWaiting) {
        options.log.info({ chainId: options.chainId }, "no vault on this chain yet: waiting for one");
        hasToldOfWaiting = true;
      }
      await sleep(VAULTS_INTERVAL_MS, options.signal);
    }
    await Promise.all(loops);
  }

  return {
    done: run(),
    faults() {
      if (statuses.size === 0) return ["no vault on this chain yet"];
      return [...statuses.values()].flatMap((status) => {
        const fault = unreadyBecause(status, options.now());
        return fault === undefined ? [] : [`${status.address}: ${fault}`];
      });
    },
  };
}
