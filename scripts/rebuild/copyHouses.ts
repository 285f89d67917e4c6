import type pg from "pg";
import { findVaults, type HouseVault, type VaultFilter } from "#indexer/store/vault.store.ts";
import { RebuildRefused } from "#scripts/rebuild/errors.ts";

/** A vault of a house with its twin in the database that is rebuilt into. */
export interface Twins {
  readonly live: HouseVault;
  readonly rebuilt: HouseVault;
}

/** What of a house cannot be read from the chain, and is needed to index it: names, currencies, vaults. */
const TENANTS = "id, slug, name, hostnames";
const CURRENCIES = "tenant_id, code, decimals, token, quantum_wei";
const VAULTS =
  "id, tenant_id, chain_id, address, deploy_block, bankroll_address, authority_address, fairness_registry_address";

/**
 * Enters the vaults of a house, with their tenants and currencies, into an empty database.
 * @throws RebuildRefused where there is no such vault
 */
export async function copyHouses(live: pg.Pool, target: pg.Pool, filter: VaultFilter): Promise<Twins[]> {
  const vaults = await findVaults(live, filter);
  if (vaults.length === 0) throw new RebuildRefused("The house's database has no such vault.");
  const tenantIds = [...new Set(vaults.map(({ tenantId }) => tenantId))];
  const copy = async (table: string, columns: string, key: string, ids: readonly number[]) => {
    const { rows } = await live.query(`SELECT ${columns} FROM ${table} WHERE ${key} = ANY($1)`, [ids]);
    await target.query(
      `INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE
       SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`,
      [JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))],
    );
  };
  await copy("tenants", TENANTS, "id", tenantIds);
  await copy("currencies", CURRENCIES, "tenant_id", tenantIds);
  await copy(
    "vaults",
    VAULTS,
    "id",
    vaults.map(({ id }) => id),
  );
  const twins = await findVaults(target);
  return vaults.flatMap((vault) => {
    const rebuilt = twins.find(({ id }) => id === vault.id);
    return rebuilt === undefined ? [] : [{ live: vault, rebuilt }];
  });
}
