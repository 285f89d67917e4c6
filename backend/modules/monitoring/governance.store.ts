import type pg from "pg";
import type { VaultGovernance } from "#domain/api/governance.ts";
import { operationStateAt } from "#domain/indexing/operationState.ts";
import { callName } from "./callNames.ts";
import { momentOf, type PlaceRow, placeOf } from "./governanceTime.ts";

/** Rows of one kind that are shown at most: more of them than any house has. */
const MAX_SHOWN = 200;
const MAX_OPERATIONS = 50;
/** A call's data is shown up to this many characters; what is longer can be read on the chain. */
const MAX_DATA_CHARACTERS = 8_192;

/** A vault whose rules are asked for. */
export interface GovernedVault {
  readonly id: number;
  readonly address: string;
  readonly chainId: number;
  readonly authority: string | null;
  readonly fairnessRegistry: string | null;
  readonly indexedBlock: bigint | null;
  readonly finalBlock: bigint | null;
}

interface VaultRow {
  readonly id: number;
  readonly address: string;
  readonly chain_id: bigint;
  readonly authority_address: string | null;
  readonly fairness_registry_address: string | null;
  readonly block_number: bigint | null;
  readonly final_number: bigint | null;
}

/** The house's vaults, the newest first. */
export async function findGovernedVaults(client: pg.ClientBase, tenantId: number): Promise<GovernedVault[]> {
  const { rows } = await client.query<VaultRow>(
    `SELECT vault.id, vault.address, vault.chain_id, vault.authority_address, vault.fairness_registry_address,
       cursor.block_number, cursor.final_number
     FROM vaults AS vault
     LEFT JOIN chain_cursors AS cursor ON cursor.tenant_id = vault.tenant_id AND cursor.vault_id = vault.id
     WHERE vault.tenant_id = $1 ORDER BY vault.id DESC`,
    [tenantId],
  );
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    chainId: Number(row.chain_id),
    authority: row.authority_address,
    fairnessRegistry: row.fairness_registry_address,
    indexedBlock: row.block_number,
    finalBlock: row.final_number,
  }));
}

/** Whose rules are read, and as of when. */
export interface RulesWanted {
  readonly tenantId: number;
  readonly vault: GovernedVault;
  /** Unix seconds. */
  readonly now: bigint;
}

/** Keys of the vault's signer, one per epoch. */
export async function findSigners(
  client: pg.ClientBase,
  { tenantId, vault }: RulesWanted,
): Promise<VaultGovernance["signers"]> {
  const { rows } = await client.query<PlaceRow & { epoch: string; signer: string; is_current: boolean }>(
    `SELECT epoch::text AS epoch, signer, is_current, block_number, block_time, tx_hash, log_index
     FROM governance_signers AS known WHERE tenant_id = $1 AND vault_id = $2 ORDER BY known.epoch DESC LIMIT $3`,
    [tenantId, vault.id, MAX_SHOWN],
  );
  return rows.map((row) => ({
    epoch: row.epoch,
    signer: row.signer,
    isCurrent: row.is_current,
    changed: placeOf(row, vault.finalBlock),
  }));
}

interface LimitsRow extends PlaceRow {
  readonly token: string;
  readonly currency: string | null;
  readonly batch_cap: string | null;
  readonly outflow_capacity: string | null;
  readonly outflow_refill_per_second: string | null;
}

/** How much of each token may leave the vault. */
export async function findLimits(
  client: pg.ClientBase,
  { tenantId, vault }: RulesWanted,
): Promise<VaultGovernance["limits"]> {
  const { rows } = await client.query<LimitsRow>(
    `SELECT listed.token, currencies.code AS currency, batch_cap::text AS batch_cap,
       outflow_capacity::text AS outflow_capacity, outflow_refill_per_second::text AS outflow_refill_per_second,
       block_number, block_time, tx_hash, log_index
     FROM governance_tokens AS listed
     LEFT JOIN currencies ON currencies.tenant_id = listed.tenant_id AND currencies.token = listed.token
     WHERE listed.tenant_id = $1 AND listed.vault_id = $2 ORDER BY currencies.code, listed.token LIMIT $3`,
    [tenantId, vault.id, MAX_SHOWN],
  );
  return rows.map((row) => ({
    token: row.token,
    currency: row.currency,
    batchCap: row.batch_cap,
    outflowCapacity: row.outflow_capacity,
    outflowRefillPerSecond: row.outflow_refill_per_second,
    changed: placeOf(row, vault.finalBlock),
  }));
}

/** The vault's own brakes, as far as they were ever pulled. */
export async function findBrakes(
  client: pg.ClientBase,
  { tenantId, vault }: RulesWanted,
): Promise<VaultGovernance["brakes"]> {
  const { rows } = await client.query<PlaceRow & { name: "entries" | "payouts"; is_paused: boolean }>(
    `SELECT name, is_paused, block_number, block_time, tx_hash, log_index
     FROM governance_switches WHERE tenant_id = $1 AND vault_id = $2 ORDER BY name`,
    [tenantId, vault.id],
  );
  return rows.map((row) => ({
    name: row.name,
    isPaused: row.is_paused,
    changed: placeOf(row, vault.finalBlock),
  }));
}

interface OperationRow extends PlaceRow {
  readonly operation_id: string;
  readonly nonce: bigint;
  readonly caller: string;
  readonly target: string;
  readonly data: string;
  readonly ready_at: bigint;
  readonly expires_at: bigint;
  readonly state: "scheduled" | "executed" | "cancelled";
}

/** Calls that were announced: those that can still be made first, then the latest. */
export async function findOperations(
  client: pg.ClientBase,
  { tenantId, vault, now }: RulesWanted,
): Promise<VaultGovernance["operations"]> {
  const { rows } = await client.query<OperationRow>(
    `SELECT operation_id, nonce, caller, target, left(data, $4 + 1) AS data, ready_at, expires_at, state,
       block_number, block_time, tx_hash, log_index
     FROM governance_operations WHERE tenant_id = $1 AND vault_id = $2
     ORDER BY (state = 'scheduled' AND expires_at > $3) DESC, block_number DESC, log_index DESC LIMIT $5`,
    [tenantId, vault.id, now, MAX_DATA_CHARACTERS, MAX_OPERATIONS],
  );
  return rows.map((row) => ({
    id: row.operation_id,
    nonce: row.nonce.toString(),
    caller: row.caller,
    target: row.target,
    call: callName(row.data),
    data: row.data.length > MAX_DATA_CHARACTERS ? null : row.data,
    readyAt: momentOf(row.ready_at),
    expiresAt: momentOf(row.expires_at),
    state: operationStateAt({ state: row.state, readyAt: row.ready_at, expiresAt: row.expires_at }, now),
    changed: placeOf(row, vault.finalBlock),
  }));
}

/** The newest anchored root of each kind. */
export async function findAnchors(
  client: pg.ClientBase,
  { tenantId, vault }: RulesWanted,
): Promise<VaultGovernance["anchors"]> {
  const { rows } = await client.query<PlaceRow & { kind: string; epoch: bigint; root: string }>(
    `SELECT DISTINCT ON (kind) kind, epoch, root, block_number, block_time, tx_hash, log_index
     FROM fairness_anchors WHERE tenant_id = $1 AND vault_id = $2 ORDER BY kind, epoch DESC LIMIT $3`,
    [tenantId, vault.id, MAX_SHOWN],
  );
  return rows.map((row) => ({
    kind: row.kind,
    epoch: row.epoch.toString(),
    root: row.root,
    changed: placeOf(row, vault.finalBlock),
  }));
}
