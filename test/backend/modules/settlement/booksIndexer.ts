import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";
import { createSession } from "#indexer/session.ts";
import { createEndpoint } from "#indexer/source/endpoint.ts";
import { createFailover } from "#indexer/source/failover.ts";
import { createRpcReader } from "#indexer/source/rpcReader.ts";
import { step } from "#indexer/step.ts";
import { findVaults } from "#indexer/store/vault.store.ts";

const MAX_STEPS = 200;
const MAX_REORG_DEPTH = 64;

/** The indexer, without its loop: it catches up when told to. */
export async function openBooksIndexer({
  pool,
  rpcUrl,
  chainId,
  vault: address,
  finalityDepth,
}: {
  pool: pg.Pool;
  rpcUrl: string;
  chainId: number;
  vault: Hex;
  finalityDepth: number;
}): Promise<() => Promise<void>> {
  const nodes = createFailover([createEndpoint(rpcUrl, chainId)], () => undefined);
  const [vault] = await findVaults(pool, { chainId, address });
  if (vault === undefined) throw new Error("the books do not know the vault");
  const session = createSession({
    pool,
    reader: createRpcReader(nodes),
    vault,
    rules: { maxReorgDepth: MAX_REORG_DEPTH, finalityDepth },
  });
  return async () => {
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      const { kind } = await step(session);
      if (kind === "idle" || kind === "waiting") return;
    }
    throw new Error("the indexer did not catch up");
  };
}
