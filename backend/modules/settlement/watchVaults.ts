import { type CheckpointWatch, watchCheckpoints } from "#backend/modules/checkpoints/watchCheckpoints.ts";
import { findVaults } from "./house.store.ts";

/** Looks at the checkpoints of every vault of the chain; the first failure is thrown when all have been looked at. */
export async function watchVaults(watch: CheckpointWatch, chainId: number): Promise<void> {
  const failures: unknown[] = [];
  for (const vault of await findVaults(watch.settlement.pool, chainId)) {
    try {
      await watchCheckpoints(watch, vault);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
