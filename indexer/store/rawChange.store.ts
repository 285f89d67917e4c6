import type pg from "pg";
import type { Bytes32Hex, EvmAddress, Hex } from "#domain/chain/hex.ts";
import { CHANGE_NAMES, type Change, type ChangeName } from "#domain/indexing/governance.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { decodeLog, emitterKind } from "#indexer/source/decodeLog.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

interface RawRow {
  readonly block_number: bigint;
  readonly log_index: number;
  readonly block_hash: Buffer;
  readonly block_time: bigint;
  readonly tx_hash: Buffer;
  readonly emitter: EvmAddress;
  readonly topics: Buffer;
  readonly data: Buffer;
}

const TOPIC_BYTES = 32;
const NAMES: ReadonlySet<string> = new Set(CHANGE_NAMES);

/** The changes on record, from the raw events themselves and in the order of the chain. */
export async function findChanges(client: pg.ClientBase, vault: HouseVault): Promise<Change[]> {
  const { rows } = await client.query<RawRow>(
    `SELECT raw.block_number, raw.log_index, raw.block_hash, raw.block_time, raw.tx_hash, raw.emitter, raw.topics,
       raw.data
     FROM governance_changes AS change JOIN chain_events AS raw ON raw.vault_id = change.vault_id
       AND raw.block_number = change.block_number AND raw.log_index = change.log_index
       AND raw.block_hash = decode(substr(change.block_hash, 3), 'hex')
     WHERE change.tenant_id = $1 AND change.vault_id = $2
     ORDER BY change.block_number, change.log_index`,
    [vault.tenantId, vault.id],
  );
  return rows.flatMap((row) => toChange(row, vault) ?? []);
}

function toChange(row: RawRow, vault: HouseVault): Change | undefined {
  const emitter = emitterKind(vault, row.emitter);
  if (emitter === undefined) return undefined;
  const log = {
    address: row.emitter,
    topics: topicsOf(row.topics),
    data: hexOf(row.data),
    blockNumber: row.block_number,
    blockHash: hexOf(row.block_hash),
    txHash: hexOf(row.tx_hash),
    logIndex: row.log_index,
  };
  const event = decodeLog(log, { chainId: vault.chainId, blockTime: row.block_time, emitter });
  return event !== undefined && isChange(event) ? event : undefined;
}

function isChange(event: VaultEvent): event is Change {
  const { name }: { name: ChangeName | string } = event;
  return NAMES.has(name);
}

function topicsOf(bytes: Buffer): Bytes32Hex[] {
  return Array.from({ length: bytes.length / TOPIC_BYTES }, (_, index) =>
    hexOf(bytes.subarray(index * TOPIC_BYTES, (index + 1) * TOPIC_BYTES)),
  );
}

function hexOf(bytes: Buffer): Hex {
  return `0x${bytes.toString("hex")}`;
}
