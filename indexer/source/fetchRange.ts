import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type BlockRange, blocksOf } from "#domain/indexing/blockRange.ts";
import { payoutsOf } from "#domain/indexing/payout.ts";
import type { Header, VaultEvent } from "#domain/indexing/vaultEvent.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** A piece of one branch: events whose blocks are among the headers, ascending, ending with the range's last. */
export interface BranchPiece {
  readonly range: BlockRange;
  readonly headers: readonly Header[];
  readonly events: readonly VaultEvent[];
}

export interface RangeRequest {
  readonly vault: Hex;
  readonly range: BlockRange;
  /** All headers, where a reorg may still happen; else those at the edges and of blocks with events. */
  readonly needsAllHeaders: boolean;
}

/**
 * Reads a range and proves that the answers belong together. A node may change its mind between two requests,
 * or two nodes behind one address may differ: then nothing is returned.
 * @throws RpcFailure, retryable when the answers contradict each other
 */
export async function fetchRange(reader: ChainReader, request: RangeRequest): Promise<BranchPiece> {
  const { range, needsAllHeaders } = request;
  const piece = needsAllHeaders ? await readEach(reader, request) : await readAtOnce(reader, request);
  const { headers, events } = piece;
  requireLinked(headers);
  requirePlaced(events, headers);
  requireWholeBatches(events);
  return { range, headers, events: timed(events, headers) };
}

type Answers = Pick<BranchPiece, "headers" | "events">;

/**
 * Where blocks may still be dropped, events are asked for by the hash of their block: whichever branch the
 * node is on by then, the answer is about this one or none.
 */
async function readEach(reader: ChainReader, { vault, range }: RangeRequest): Promise<Answers> {
  const headers = await readHeaders(reader, blocksOf(range));
  const events = await reader.eventsOf(
    vault,
    headers.map(({ hash }) => hash),
  );
  return { headers, events };
}

/** Where they cannot, one answer covers the range, and the headers that it needs come after it. */
async function readAtOnce(reader: ChainReader, { vault, range }: RangeRequest): Promise<Answers> {
  const events = await reader.events(vault, range);
  const numbers = new Set([range.from, ...events.map(({ blockNumber }) => blockNumber), range.to]);
  return { headers: await readHeaders(reader, [...numbers]), events };
}

async function readHeaders(reader: ChainReader, numbers: readonly bigint[]): Promise<Header[]> {
  const found = (await reader.headers(numbers)).filter((header) => header !== undefined);
  if (found.length !== numbers.length) throw contradiction("a block below the head is missing");
  return found;
}

function requireLinked(headers: readonly Header[]): void {
  for (const [index, header] of headers.entries()) {
    const parent = headers[index - 1];
    if (parent?.number !== header.number - 1n) continue;
    if (parent.hash !== header.parentHash) throw contradiction(`block ${header.number} has another parent`);
  }
}

function requirePlaced(events: readonly VaultEvent[], headers: readonly Header[]): void {
  const hashes = new Map(headers.map(({ number, hash }) => [number, hash]));
  const places = new Set<string>();
  for (const { blockNumber, blockHash, logIndex } of events) {
    if (hashes.get(blockNumber) !== blockHash)
      throw contradiction(`an event of another block ${blockNumber}`);
    places.add(`${blockHash}/${logIndex}`);
  }
  if (places.size !== events.length) throw contradiction("an event came twice");
}

function requireWholeBatches(events: readonly VaultEvent[]): void {
  try {
    payoutsOf(events);
  } catch (error) {
    if (error instanceof FairhouseError) throw contradiction(error.message);
    throw error;
  }
}

function timed(events: readonly VaultEvent[], headers: readonly Header[]): VaultEvent[] {
  const times = new Map(headers.map(({ hash, timestamp }) => [hash, timestamp]));
  return events.map((event) => ({ ...event, blockTime: times.get(event.blockHash) ?? 0n }));
}

function contradiction(fault: string): RpcFailure {
  return new RpcFailure("retryable", `The answers contradict each other: ${fault}.`);
}
