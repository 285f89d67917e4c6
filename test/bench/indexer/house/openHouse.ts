import type pg from "pg";
import { migrate } from "#backend/db/migrate.ts";
import { createPool } from "#backend/db/pool.ts";
import { findVaults, type HouseVault } from "#indexer/store/vault.store.ts";
import { seed } from "#scripts/seed.ts";
import { CHAIN_ID } from "../chain/shape.ts";
import { BANKROLL, DEPLOY_BLOCK, VAULT } from "../chain/story.ts";
import type { Truth } from "../chain/truth.ts";
import { planBatches } from "./planBatches.ts";

/** A house whose vault is on the simulated chain, in a database of its own. */
export interface BenchHouse {
  readonly databaseUrl: string;
  readonly vault: HouseVault;
  readonly owner: pg.Pool;
}

/** Prepares an empty database: the house, its vault, and the batches that the chain will have executed. */
export async function openHouse(databaseUrl: string, truth: Truth): Promise<BenchHouse> {
  await migrate(databaseUrl);
  const { tenantId } = await seed({
    databaseUrl,
    tenant: { slug: "main", name: "Main", hostnames: [] },
    vault: {
      chainId: CHAIN_ID,
      address: VAULT,
      deployBlock: BigInt(DEPLOY_BLOCK),
      bankrollAddress: BANKROLL,
    },
  });
  const owner = createPool({
    url: databaseUrl,
    role: "owner",
    maxConnections: 2,
    onIdleError: () => undefined,
  });
  const vaults = await findVaults(owner, { chainId: CHAIN_ID });
  const vault = vaults.find((candidate) => candidate.tenantId === tenantId)!;
  await planBatches(owner, vault, truth.batches);
  await owner.query("ANALYZE");
  return { databaseUrl, vault, owner };
}
