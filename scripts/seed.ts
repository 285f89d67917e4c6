import type pg from "pg";
import { BANKROLL_SHARDS, ensureAccounts } from "#backend/db/accountStore.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { Role } from "#backend/http/access.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import { BNB } from "#domain/money/currency.ts";
import { grantRole } from "#scripts/staff/grantRole.ts";

export interface SeedOptions {
  readonly databaseUrl: string;
  readonly tenant: { readonly slug: string; readonly name: string; readonly hostnames: readonly string[] };
  readonly vault: {
    readonly chainId: number;
    readonly address: string;
    readonly deployBlock: bigint;
    /** Deposits from this wallet fund the house bankroll. */
    readonly bankrollAddress: string;
    /** Who decides about the vault, and where the house anchors its seeds: their events are indexed too. */
    readonly authorityAddress?: string;
    readonly fairnessRegistryAddress?: string;
  };
  /** Who works here from the start, by wallet. */
  readonly staff?: readonly { readonly wallet: EvmAddress; readonly role: Role }[];
}

/** Smallest stake and withdrawal of a fresh house: 1,000 gwei, and 0.001 BNB, which outweighs its gas. */
const MIN_STAKE_MINOR = 1_000n;
const MIN_WITHDRAWAL_MINOR = 1_000_000n;

/**
 * Registers a house, its currency, its vault and its house accounts. Running it again changes nothing, and a
 * vault deployed anew becomes an additional row.
 */
export async function seed({
  databaseUrl,
  tenant,
  vault,
  staff = [],
}: SeedOptions): Promise<{ tenantId: number; vaultId: number }> {
  const pool = createPool({ url: databaseUrl, role: "owner", maxConnections: 1 });
  try {
    return await inTransaction(pool, async (client) => {
      const tenantId = await registerTenant(client, tenant);
      await registerCurrency(client, tenantId);
      await openHouseAccounts(client, tenantId);
      for (const { wallet, role } of staff) await grantRole(client, { tenantId, wallet, role });
      return { tenantId, vaultId: await registerVault(client, tenantId, vault) };
    });
  } finally {
    await pool.end();
  }
}

async function registerTenant(client: pg.PoolClient, tenant: SeedOptions["tenant"]): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO tenants (slug, name, hostnames) VALUES ($1, $2, $3)
     ON CONFLICT (slug) DO UPDATE SET name = EXCLUDED.name, hostnames = EXCLUDED.hostnames RETURNING id`,
    [tenant.slug, tenant.name, tenant.hostnames],
  );
  return idOf(rows);
}

async function registerCurrency(client: pg.PoolClient, tenantId: number): Promise<void> {
  await client.query(
    `INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei, min_stake, min_withdrawal)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, code) DO NOTHING`,
    [tenantId, BNB.code, BNB.decimals, BNB.token, BNB.quantumWei, MIN_STAKE_MINOR, MIN_WITHDRAWAL_MINOR],
  );
}

async function openHouseAccounts(client: pg.PoolClient, tenantId: number): Promise<void> {
  const currency = BNB.code;
  const shards = Array.from({ length: BANKROLL_SHARDS }, (_, shard) => ({
    kind: "house_bankroll" as const,
    currency,
    shard,
  }));
  const single = (["bankroll_confirming", "company", "suspense", "custody"] as const).map((kind) => ({
    kind,
    currency,
  }));
  await ensureAccounts(client, tenantId, [...shards, ...single]);
}

async function registerVault(
  client: pg.PoolClient,
  tenantId: number,
  vault: SeedOptions["vault"],
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO vaults AS known (tenant_id, chain_id, address, deploy_block, bankroll_address, authority_address,
       fairness_registry_address)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (tenant_id, chain_id, address) DO UPDATE SET bankroll_address = EXCLUDED.bankroll_address,
       authority_address = coalesce(EXCLUDED.authority_address, known.authority_address),
       fairness_registry_address = coalesce(EXCLUDED.fairness_registry_address, known.fairness_registry_address)
     RETURNING id`,
    [
      tenantId,
      vault.chainId,
      vault.address.toLowerCase(),
      vault.deployBlock,
      vault.bankrollAddress.toLowerCase(),
      vault.authorityAddress?.toLowerCase() ?? null,
      vault.fairnessRegistryAddress?.toLowerCase() ?? null,
    ],
  );
  return idOf(rows);
}

function idOf(rows: readonly { readonly id: number }[]): number {
  const id = rows[0]?.id;
  invariant(id !== undefined, "an upsert returns the row it made or found");
  return id;
}
