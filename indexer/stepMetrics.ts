import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { StepResult } from "#indexer/session.ts";
import { type LabelledVault, labelsOf, OF_VAULT } from "#indexer/vaultLabels.ts";

/** What is counted about the steps by which a vault is indexed. */
export interface StepMetrics {
  observe(vault: LabelledVault, result: StepResult): void;
}

/** Most reorgs are a block or two deep; the deepest that is followed is 64 by default. */
const REORG_DEPTH_BUCKETS = [1, 2, 4, 8, 16, 32, 64];

export function createStepMetrics(registry: Registry): StepMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: OF_VAULT, registers });
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: OF_VAULT, registers });

  const head = gauge("fairhouse_indexer_head_block", "Newest block of the chain");
  const cursor = gauge("fairhouse_indexer_cursor_block", "Last recorded block");
  const final = gauge("fairhouse_indexer_final_block", "Last block whose money is final");
  const events = counter("fairhouse_indexer_events_total", "Recorded events");
  const blocks = counter("fairhouse_indexer_blocks_total", "Recorded blocks");
  const reorgs = counter("fairhouse_indexer_reorgs_total", "Rewinds");
  const reorgDepth = new Histogram({
    name: "fairhouse_indexer_reorg_depth_blocks",
    help: "Blocks that a rewind took back",
    labelNames: OF_VAULT,
    buckets: REORG_DEPTH_BUCKETS,
    registers,
  });
  /** By vault; between two of them lie the blocks that a step has recorded. */
  const cursors = new Map<string, bigint>();

  return {
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
  };
}
