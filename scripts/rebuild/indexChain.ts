import type pg from "pg";
import { createSession, type Session } from "#indexer/session.ts";
import { backoffMs, sleep } from "#indexer/source/backoff.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { step } from "#indexer/step.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { RebuildRefused } from "#scripts/rebuild/errors.ts";

/** Failures in a row that are no passing trouble. */
const MAX_FAILURES = 12;
/** While a block is not final yet, the chain is looked at so often, and no longer than so many times without a change. */
const WAIT_MS = 1_000;
const MAX_WAITS = 600;

export interface ChainToIndex {
  readonly pool: pg.Pool;
  readonly reader: ChainReader;
  readonly vault: HouseVault;
  readonly rules: Session["rules"];
  /** The last block wanted: indexing ends when it is final. */
  readonly through: bigint;
  readonly onProgress: (cursor: Cursor) => void;
}

/**
 * Indexes a vault from its first block on as the indexer does, until a block is final.
 * @throws RebuildRefused when the nodes go on failing, or that block does not become final
 */
export async function indexChain(work: ChainToIndex): Promise<void> {
  const session = createSession(work);
  const alive = new AbortController();
  // Each turn records blocks, waits or fails, and the last two are counted.
  for (let failures = 0, waits = 0; ; ) {
    try {
      const result = await step(session);
      failures = 0;
      if (result.kind === "recorded" || result.kind === "rewound") {
        waits = 0;
        work.onProgress(result.cursor);
      }
      if (result.kind !== "waiting" && result.cursor.finalNumber >= work.through) return;
      if (result.kind === "recorded" && result.cursor.number < result.headNumber) continue;
      waits += 1;
      if (waits > MAX_WAITS)
        throw new RebuildRefused(
          `Block ${work.through} does not become final: the chain stands still before.`,
        );
      await sleep(WAIT_MS, alive.signal);
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      failures += 1;
      if (failures > MAX_FAILURES) throw new RebuildRefused(`The nodes keep failing: ${error.message}`);
      if (error.kind !== "limit") await sleep(backoffMs(failures), alive.signal);
    }
  }
}
