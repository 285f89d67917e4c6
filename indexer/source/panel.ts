import type { Failover } from "#indexer/source/failover.ts";
import type { NodeWatch } from "#indexer/source/nodeWatch.ts";
import type { Voice } from "#indexer/source/voice.ts";

/** The nodes of a chain as witnesses, each for itself. */
export interface Panel {
  /** Those who may be asked now; the one that is read from comes last. */
  voices(): readonly Voice[];
  /** The block that the chain calls finalized, where that decides; see `NodeWatch`. */
  finalizedNumber(): bigint | undefined;
  /** What the nodes say against each other, where no majority tells who is right. */
  contradiction(): string | undefined;
}

export function createPanel(
  voices: readonly Voice[],
  nodes: Pick<Failover, "inUse">,
  watch: Pick<NodeWatch, "finalizedNumber" | "contradiction">,
): Panel {
  return {
    finalizedNumber: watch.finalizedNumber,
    contradiction: watch.contradiction,
    voices() {
      const host = nodes.inUse();
      const ready = voices.filter(({ endpoint }) => endpoint.state() === "ready");
      return ready.sort((a, b) => Number(a.endpoint.host === host) - Number(b.endpoint.host === host));
    },
  };
}
