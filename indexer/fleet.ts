import { bulkhead } from "cockatiel";
import { runAlertLoop } from "#indexer/alertLoop.ts";
import { createAlerts } from "#indexer/alerts.ts";
import { chainNotes, runChain } from "#indexer/chains.ts";
import { indexVault, type SharedByVaults } from "#indexer/indexVault.ts";
import { runJobLoop } from "#indexer/jobLoop.ts";
import type { Session } from "#indexer/session.ts";
import type { AlertWebhook } from "#indexer/source/alertWebhook.ts";
import { sleep } from "#indexer/source/backoff.ts";
import type { ChainSource } from "#indexer/source/chainSource.ts";
import { findVaults } from "#indexer/store/vault.store.ts";
import { unreadyBecause, type VaultStatus } from "#indexer/vaultStatus.ts";
import { runWatchdog } from "#indexer/watchdog.ts";

/** How often new vaults are looked for. */
const VAULTS_INTERVAL_MS = 2_000;
/** Vaults that read their chain's history at a time; the others wait their turn, step by step. */
const MAX_BACKFILLS = 2;

export interface FleetOptions extends Omit<SharedByVaults, "alerts" | "backfills"> {
  /** By chain id. */
  readonly chains: ReadonlyMap<number, ChainSource>;
  /** Who is told of alerts, besides the log. */
  readonly webhook?: AlertWebhook | undefined;
}

export interface Fleet {
  /** Ends when the signal says stop and every loop has finished what it was doing. */
  readonly done: Promise<void>;
  /** Why some vault is not ready; empty when all are. */
  faults(): string[];
  /** What a person may want to know although all vaults are ready. */
  notes(): string[];
}

/** Indexes every vault of the configured chains, also those that are added later; each in a loop of its own. */
export function startFleet(options: FleetOptions): Fleet {
  const { pool, chains, log, metrics, now, signal, webhook } = options;
  const statuses = new Map<number, VaultStatus>();
  const sessions = new Map<number, Session>();
  const strangers = new Set<number>();
  const alerts = createAlerts({ pool, log, now, count: metrics.alerted });
  const loops: Promise<unknown>[] = [...chains.values()].map((chain) => runChain(chain, signal));
  const shared = { ...options, alerts, backfills: bulkhead(MAX_BACKFILLS, Number.POSITIVE_INFINITY) };
  const all = () => statuses.values();
  metrics.watchVaults(all, now);
  loops.push(runWatchdog({ statuses: all, log, now, signal }));
  loops.push(runJobLoop({ pool, sides: sessions, log, metrics, alerts, signal }));
  if (webhook !== undefined) loops.push(runAlertLoop({ pool, webhook, log, signal }));

  async function adoptNew(): Promise<void> {
    for (const vault of await findVaults(pool)) {
      if (statuses.has(vault.id) || strangers.has(vault.id)) continue;
      const chain = chains.get(vault.chainId);
      if (chain !== undefined) {
        const { status, session, done } = indexVault(shared, vault, chain);
        statuses.set(vault.id, status);
        sessions.set(vault.id, session);
        loops.push(done);
        continue;
      }
      strangers.add(vault.id);
      const { address, chainId, tenantId } = vault;
      log.error(
        { vault: address, chainId, tenantId },
        "a vault's chain is not configured: it is not indexed",
      );
    }
  }

  async function run(): Promise<void> {
    let hasToldOfWaiting = false;
    while (!signal.aborted) {
      await adoptNew().catch((error) => log.warn({ err: error }, "could not look for vaults"));
      if (statuses.size === 0 && !hasToldOfWaiting) {
        log.info({ chainIds: [...chains.keys()] }, "no vault on these chains yet: waiting for one");
        hasToldOfWaiting = true;
      }
      await sleep(VAULTS_INTERVAL_MS, signal);
    }
    await Promise.all(loops);
    await alerts.settled();
  }

  return {
    done: run(),
    notes: () => [...chains.values()].flatMap(chainNotes),
    faults() {
      if (statuses.size === 0) return ["no vault on these chains yet"];
      return [...statuses.values()].flatMap((status) => {
        const fault = unreadyBecause(status, now());
        return fault === undefined ? [] : [`${status.address} on chain ${status.chainId}: ${fault}`];
      });
    },
  };
}
