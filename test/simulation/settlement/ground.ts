import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "viem";
import { chainTools, deployHouse } from "#test/backend/modules/settlement/deployedHouse.ts";
import { openStage, type Stage, type StageOptions } from "#test/backend/modules/settlement/stage.ts";
import { copyDatabase, dropDatabase } from "#test/simulation/copiedDatabase.ts";

export interface Ground {
  readonly rpcUrl: string;
  /** The house as it was right after its player paid in, each time: chain, books and signer. */
  open(settings: StageOptions["settings"]): Promise<Stage>;
  /** Takes the chain back, without a house. */
  rewind(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Deploys a house once, so that each run costs little: the chain goes back to a snapshot, the books are a copy of
 * the first ones, and the signer begins with an empty store.
 */
export async function prepareGround({
  databaseUrl,
  rpcUrl,
}: {
  /** A migrated, empty database that nobody else uses. */
  databaseUrl: string;
  rpcUrl: string;
}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "fairhouse-sim-"));
  const { node, rpc } = chainTools(rpcUrl);
  const house = await deployHouse(rpcUrl, databaseUrl);
  let snapshot: Hex = await node.snapshot();

  async function rewind(): Promise<void> {
    await rpc("anvil_dropAllTransactions");
    await node.revert({ id: snapshot });
    snapshot = await node.snapshot();
    await node.setAutomine(true);
  }

  return {
    rpcUrl,
    rewind,
    async open(settings = {}) {
      await rewind();
      const copy = await copyDatabase(databaseUrl);
      const own = join(folder, randomUUID());
      mkdirSync(own);
      const stage = await openStage({ databaseUrl: copy, rpcUrl, folder: own, house, settings });
      return {
        ...stage,
        async close() {
          await stage.close();
          await dropDatabase(copy);
        },
      };
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
