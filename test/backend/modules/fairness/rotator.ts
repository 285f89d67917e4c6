import { systemEntropy } from "#backend/adapters/entropy.ts";
import { createPool } from "#backend/db/pool.ts";
import { createEnginePool } from "#backend/modules/casino/enginePool.ts";
import { createFairness } from "#backend/modules/fairness/fairness.service.ts";
import { createSeedCipher } from "#backend/modules/fairness/seedCipher.ts";

/** A process that rotates one player's pair, and is about to be killed. */
export interface RotatorOrder {
  readonly databaseUrl: string;
  readonly seedKeyHex: string;
  readonly tenantId: number;
  readonly userId: string;
  readonly seedId: string;
  readonly clientSeed: string;
}

process.on("message", (order: RotatorOrder) => {
  const { databaseUrl, seedKeyHex, tenantId, userId, seedId, clientSeed } = order;
  const fairness = createFairness({
    pool: createPool({ url: databaseUrl, role: "fairhouse_api", maxConnections: 1 }),
    enginePool: createEnginePool(databaseUrl),
    cipher: createSeedCipher(Buffer.from(seedKeyHex, "hex"), systemEntropy),
  });
  void fairness.rotate({ tenantId, userId }, { clientSeed, seedId: BigInt(seedId) });
});
