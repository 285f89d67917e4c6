import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { AlertKind } from "#indexer/alerts.ts";
import type { Confirmation } from "#indexer/confirmFinal.ts";
import { createNodeMetrics, type NodeMetrics } from "#indexer/nodeMetrics.ts";
import type { StepResult } from "#indexer/session.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { unreadyBecause, type VaultStatus } from "#indexer/vaultStatus.ts";

/** What a vault is told from others by: one address may be a vault on several chains. */
interface LabelledVault {
  readonly chainId: number;
  readonly address: string;
}

/** What is counted about indexing. */
export interface IndexerMetrics extends NodeMetrics {
  readonly registry: Registry;
  observe(vault: HouseVault, result: StepResult): void;
  halted(vault: HouseVault): void;
  confirmed(vault: LabelledVault, verdict: Confirmation["verdict"]): void;
  alerted(kind: AlertKind): void;
  reconciled(vault: HouseVault, currency: string, varianceMinor: bigint): void;
  /** Says how all vaults stand, whenever it is asked. */
  watchVaults(statuses: () => Iterable<VaultStatus>, now: () => number): void;
}

const MS_PER_SECOND = 1_000;
const OF_VAULT = ["chain", "vault"];
/** Most reorgs are a block or two deep; the deepest that is followed is 64 by default. */
const REORG_DEPTH_BUCKETS = [1, 2, 4, 8, 16, 32, 64];

export function createMetrics(): IndexerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });

  let statuses: () => Iterable<VaultStatus> = () => [];
  let clock = () => 0;

  /** A gauge that is read from the vaults' standing whenever somebody asks. */
  function watchedGauge(
    name: string,
    help: string,
    read: (status: VaultStatus, now: number) => number,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: OF_VAULT,
      registers,
      collect() {
        for (const status of statuses()) this.set(labelsOf(status), read(status, clock()));
      },
    });
  }

  const head = gauge("fairhouse_indexer_head_block", "Newest block of the chain", OF_VAULT);
  const cursor = gauge("fairhouse_indexer_cursor_block", "Last recorded block", OF_VAULT);
  const final = gauge("fairhouse_indexer_final_block", "Last block whose money is final", OF_VAULT);
  const stopped = gauge("fairhouse_indexer_halted", "1 when indexing waits for a person", OF_VAULT);
  watchedGauge("fairhouse_indexer_lag_blocks", "Blocks between the cursor and the head", lagBlocksOf);
  watchedGauge(
    "fairhouse_indexer_lag_seconds",
    "For how long the cursor has been behind the head",
    ({ levelAt, headNumber, cursorNumber }, now) =>
      (cursorNumber < headNumber ? now - levelAt : 0) / MS_PER_SECOND,
  );
  watchedGauge(
    "fairhouse_indexer_step_seconds",
    "For how long the step under way has lasted",
    ({ steppingSince = clock() }, now) => (now - steppingSince) / MS_PER_SECOND,
  );
  watchedGauge("fairhouse_indexer_ready", "1 when the vault is indexed as it should be", (status, now) =>
    unreadyBecause(status, now) === undefined ? 1 : 0,
  );
  const events = counter("fairhouse_indexer_events_total", "Recorded events", OF_VAULT);
  const blocks = counter("fairhouse_indexer_blocks_total", "Recorded blocks", OF_VAULT);
  const reorgs = counter("fairhouse_indexer_reorgs_total", "Rewinds", OF_VAULT);
  const reorgDepth = new Histogram({
    name: "fairhouse_indexer_reorg_depth_blocks",
    help: "Blocks that a rewind took back",
    labelNames: OF_VAULT,
    buckets: REORG_DEPTH_BUCKETS,
    registers,
  });
  const confirmations = counter(
    "fairhouse_indexer_confirmations_total",
    "Ranges read again before they became final, by what that showed",
    [...OF_VAULT, "verdict"],
  );
  const variance = gauge("fairhouse_reconciliation_variance_minor", "Vault minus ledger", [
    ...OF_VAULT,
    "currency",
  ]);
  const checks = counter("fairhouse_reconciliations_total", "Checks of the books", [...OF_VAULT, "currency"]);
  const alerts = counter("fairhouse_indexer_alerts_total", "What an operator must hear about", ["kind"]);
  const cursors = new Map<string, bigint>();

  return {
    registry,
    ...createNodeMetrics(registry),
    observe(observed, result) {
      const vault = labelsOf(observed);
      const key = `${vault.chain} ${vault.vault}`;
      head.set(vault, Number(result.headNumber));
      if (result.kind === "waiting") return;
      const before = cursors.get(key);
      cursors.set(key, result.cursor.number);
      cursor.set(vault, Number(result.cursor.number));
      final.set(vault, Number(result.cursor.finalNumber));
      if (result.kind === "recorded") {
        events.inc(vault, result.events);
        if (before !== undefined && before < result.cursor.number)
          blocks.inc(vault, Number(result.cursor.number - before));
      }
      if (result.kind === "rewound") {
        reorgs.inc(vault);
        reorgDepth.observe(vault, Number(result.rewound.droppedBlocks));
      }
    },
    halted: (vault) => stopped.set(labelsOf(vault), 1),
    alerted: (kind) => alerts.inc({ kind }),
    confirmed: (vault, verdict) => confirmations.inc({ ...labelsOf(vault), verdict }),
    reconciled(vault, currency, varianceMinor) {
      const labels = { ...labelsOf(vault), currency };
      variance.set(labels, Number(varianceMinor));
      checks.inc(labels);
    },
    watchVaults(all, now) {
      statuses = all;
      clock = now;
    },
  };
}

function labelsOf({ chainId, address }: LabelledVault): { chain: number; vault: string } {
  return { chain: chainId, vault: address };
}

function lagBlocksOf({ headNumber, cursorNumber }: VaultStatus): number {
  return cursorNumber < 0n ? 0 : Math.max(0, Number(headNumber - cursorNumber));
}
