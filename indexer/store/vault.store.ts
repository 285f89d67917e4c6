import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";

/** A vault that is indexed, and whose it is. */
export interface HouseVault {
  readonly id: number;
  readonly tenantId: number;
  readonly chainId: number;
  readonly address: Hex;
  /** The first block that may hold an event of it. */
  readonly deployBlock: bigint;
  /** Deposits from here fund the bankroll. */
  readonly bankrollAddress: Hex;
  /** Who decides about the vault; its events are read too where it is known. */
  readonly authority: Hex | undefined;
  /** Where the house anchors its seeds; its events are read too where it is known. */
  readonly fairnessRegistry: Hex | undefined;
}

/** A currency as the chain knows it. */
export interface ListedCurrency {
  readonly code: string;
  readonly token: Hex;
  /** Smallest units of the token in one minor unit. */
  readonly quantumWei: bigint;
}

interface VaultRow {
  readonly id: number;
  readonly tenant_id: number;
  readonly chain_id: bigint;
  readonly address: Hex;
  readonly deploy_block: bigint;
  readonly bankroll_address: Hex;
  readonly authority_address: Hex | null;
  readonly fairness_registry_address: Hex | null;
}

/** Which vaults are meant; all of them where nothing is said. */
export interface VaultFilter {
  readonly chainId?: number;
  readonly address?: Hex;
}

/** The vaults of all tenants: the one statement here that names no tenant, because it serves to find them. */
export async function findVaults(
  pool: pg.Pool,
  { chainId, address }: VaultFilter = {},
): Promise<HouseVault[]> {
  const { rows } = await pool.query<VaultRow>(
    `SELECT id, tenant_id, chain_id, address, deploy_block, bankroll_address, authority_address,
       fairness_registry_address
     FROM vaults
     WHERE ($1::bigint IS NULL OR chain_id = $1) AND ($2::text IS NULL OR address = $2) ORDER BY id`,
    [chainId ?? null, address ?? null],
  );
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    chainId: Number(row.chain_id),
    address: row.address,
    deployBlock: row.deploy_block,
    bankrollAddress: row.bankroll_address,
    authority: row.authority_address ?? undefined,
    fairnessRegistry: row.fairness_registry_address ?? undefined,
  }));
}

/** The tenant's currencies by token. */
export async function findCurrencies(
  client: pg.ClientBase | pg.Pool,
  tenantId: number,
): Promise<Map<string, ListedCurrency>> {
  const { rows } = await client.query<{ code: string; token: Hex; quantum_wei: string }>(
    "SELECT code, token, quantum_wei FROM currencies WHERE tenant_id = $1 ORDER BY code",
    [tenantId],
  );
  return new Map(
    rows.map(({ code, token, quantum_wei }) => [token, { code, token, quantumWei: BigInt(quantum_wei) }]),
  );
}
