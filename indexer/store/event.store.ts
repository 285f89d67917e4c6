import type pg from "pg";
import { bigintColumn, byteaColumn, integerColumn, textColumn } from "#backend/db/columns.ts";
import type { Bytes32Hex, EvmAddress } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import { custodyEffect } from "#domain/indexing/custodyEffect.ts";
import { tokenOf, type VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { decodeLog } from "#indexer/source/decodeLog.ts";
import type { EmitterKind } from "#indexer/source/eventEntry.ts";
import { EVENT_TABLE } from "#indexer/source/eventTable.ts";
import type { LoggedEvent } from "#indexer/source/loggedEvent.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

interface EventRow {
  readonly block_number: bigint;
  readonly log_index: number;
  readonly block_hash: string;
  readonly block_time: bigint;
  readonly tx_hash: string;
  readonly emitter: EvmAddress;
  readonly name: string;
  readonly topics: string;
  readonly data: string;
}

/** A place in the chain, between events. */
export interface EventPosition {
  readonly blockNumber: bigint;
  readonly logIndex: number;
}

const EMITTERS = new Map<string, EmitterKind>(EVENT_TABLE.map(({ name, emitter }) => [name, emitter]));
const TOPIC_DIGITS = 64;
const COLUMNS = `block_number, log_index, encode(block_hash, 'hex') AS block_hash, block_time,
  encode(tx_hash, 'hex') AS tx_hash, emitter, name, encode(topics, 'hex') AS topics, encode(data, 'hex') AS data`;

const INSERT = `INSERT INTO chain_events (vault_id, tenant_id, chain_id, block_number, log_index, block_hash,
    block_time, tx_hash, emitter, name, token, effect, topics, data)
  SELECT $1, $2, $3, * FROM unnest($4::bigint[], $5::integer[], $6::bytea[], $7::bigint[], $8::bytea[], $9::text[],
    $10::text[], $11::text[], $12::bigint[], $13::bytea[], $14::bytea[])`;

/** Raw events as they are written: parameters of the statement. */
export type EventRows = readonly unknown[];

/** Records raw events that are new. @throws Error (unique violation) when one of them is on record already */
export async function insertEvents(client: pg.ClientBase, rows: EventRows): Promise<void> {
  await client.query(INSERT, [...rows]);
}

/** Records raw events. One that was dropped with its block and came back becomes canonical again. */
export async function saveEvents(
  client: pg.ClientBase,
  vault: HouseVault,
  events: readonly LoggedEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await client.query(
    `${INSERT} ON CONFLICT (vault_id, block_number, log_index, block_hash) DO UPDATE SET canonical = true
     WHERE NOT chain_events.canonical`,
    [...rowsOf(vault, events)],
  );
}

/** The canonical events behind a place, up to a block and so many, in the order of the chain. */
export async function findEventsAfter(
  client: pg.ClientBase | pg.Pool,
  vault: HouseVault,
  page: { readonly after: EventPosition; readonly to: bigint; readonly limit: number },
): Promise<VaultEvent[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT ${COLUMNS} FROM chain_events
     WHERE tenant_id = $1 AND vault_id = $2 AND canonical
       AND (block_number, log_index) > ($3, $4) AND block_number <= $5
     ORDER BY block_number, log_index LIMIT $6`,
    [vault.tenantId, vault.id, page.after.blockNumber, page.after.logIndex, page.to, page.limit],
  );
  return rows.map((row) => toEvent(row, vault));
}

/** The canonical events before a place, down to a block and so many, the last one first. */
export async function findEventsBefore(
  client: pg.ClientBase | pg.Pool,
  vault: HouseVault,
  page: { readonly before: EventPosition; readonly from: bigint; readonly limit: number },
): Promise<VaultEvent[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT ${COLUMNS} FROM chain_events
     WHERE tenant_id = $1 AND vault_id = $2 AND canonical
       AND (block_number, log_index) < ($3, $4) AND block_number >= $5
     ORDER BY block_number DESC, log_index DESC LIMIT $6`,
    [vault.tenantId, vault.id, page.before.blockNumber, page.before.logIndex, page.from, page.limit],
  );
  return rows.map((row) => toEvent(row, vault));
}

/** Marks the events of a dropped branch. Their rows stay. */
export async function markDropped(client: pg.ClientBase, vault: HouseVault, fork: bigint): Promise<void> {
  await client.query(
    `UPDATE chain_events SET canonical = false
     WHERE tenant_id = $1 AND vault_id = $2 AND block_number > $3 AND canonical`,
    [vault.tenantId, vault.id, fork],
  );
}

export function rowsOf(vault: HouseVault, events: readonly LoggedEvent[]): EventRows {
  return [
    vault.id,
    vault.tenantId,
    vault.chainId,
    bigintColumn(events.map(({ log }) => log.blockNumber)),
    integerColumn(events.map(({ log }) => log.logIndex)),
    byteaColumn(events.map(({ log }) => log.blockHash)),
    bigintColumn(events.map(({ event }) => event.blockTime)),
    byteaColumn(events.map(({ log }) => log.txHash)),
    textColumn(events.map(({ log }) => log.address)),
    textColumn(events.map(({ event }) => event.name)),
    textColumn(events.map(({ event }) => tokenOf(event) ?? null)),
    bigintColumn(events.map(({ event }) => custodyEffect(event))),
    byteaColumn(events.map(({ log }) => `0x${log.topics.map((topic) => topic.slice("0x".length)).join("")}`)),
    byteaColumn(events.map(({ log }) => log.data)),
  ];
}

/**
 * Reads a record again, by the code that read it when it came. Its name tells what its emitter was to the house then: the
 * house may listen to another authority by now.
 */
function toEvent(row: EventRow, vault: HouseVault): VaultEvent {
  const log = {
    address: row.emitter,
    topics: topicsOf(row.topics),
    data: `0x${row.data}`,
    blockNumber: row.block_number,
    blockHash: `0x${row.block_hash}`,
    txHash: `0x${row.tx_hash}`,
    logIndex: row.log_index,
  } as const;
  const emitter = EMITTERS.get(row.name);
  const event = emitter && decodeLog(log, { chainId: vault.chainId, blockTime: row.block_time, emitter });
  invariant(event !== undefined, `${row.name} is an event that this version reads`);
  return event;
}

function topicsOf(digits: string): Bytes32Hex[] {
  const topics: Bytes32Hex[] = [];
  for (let at = 0; at < digits.length; at += TOPIC_DIGITS)
    topics.push(`0x${digits.slice(at, at + TOPIC_DIGITS)}`);
  return topics;
}
