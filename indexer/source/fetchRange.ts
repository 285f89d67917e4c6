import { type BlockRange, blocksOf, countBlocks, MAX_PIECE_EVENTS } from "#domain/indexing/blockRange.ts";
import { payoutsOf } from "#domain/indexing/payout.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { emittersOf } from "#indexer/source/decodeLog.ts";
import { believing, type ListeningHouse, type LoggedEvent, readLogs } from "#indexer/source/loggedEvent.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** A piece of one branch: events whose blocks are among the headers, ascending, ending with the range's last. */
export interface BranchPiece {
  readonly range: BlockRange;
  readonly headers: readonly Header[];
  readonly events: readonly LoggedEvent[];
}

export interface RangeRequest {
  readonly house: ListeningHouse;
  readonly range: BlockRange;
  /** All headers, where a reorg may still happen; else those at the edges and of blocks with events. */
  readonly needsAllHeaders: boolean;
}

/** A range holds more events than memory should. */
export class TooManyEvents extends RpcFailure {
  /** How many events were counted in how many blocks before counting stopped. */
  readonly events: number;
  readonly blocks: number;

  constructor(events: number, blocks: number) {
    super("limit", `There are more than ${events} events in ${blocks} blocks: ask for less.`);
    this.events = events;
    this.blocks = blocks;
  }
}

/**
 * Reads a range and proves that the answers belong together. A node may change its mind between two requests,
 * or two nodes behind one address may differ: then nothing is returned.
 * @throws RpcFailure, retryable when the answers contradict each other; TooManyEvents
 */
export async function fetchRange(reader: ChainReader, request: RangeRequest): Promise<BranchPiece> {
  const { house, range, needsAllHeaders } = request;
  const { headers, logs } = await (needsAllHeaders ? readEach : readAtOnce)(reader, request);
  const times = placeLogs(logs, headers);
  requireLinked(headers);
  const events = believing(reader, () => {
    const read = readLogs(house, logs, ({ blockHash }) => times.get(blockHash) ?? 0n);
    payoutsOf(read.map(({ event }) => event));
    return read;
  });
  return { range, headers, events };
}

interface Answers {
  readonly headers: readonly Header[];
  readonly logs: readonly RawLog[];
}

/**
 * Where blocks may still be dropped, events are asked for by the hash of their block: whichever branch the
 * node is on by then, the answer is about this one or none.
 */
async function readEach(reader: ChainReader, { house, range }: RangeRequest): Promise<Answers> {
  const headers = await readHeaders(reader, blocksOf(range));
  const hashes = headers.map(({ hash }) => hash);
  const logs = await reader.logsOf(emittersOf(house), hashes);
  if (logs.length > MAX_PIECE_EVENTS) throw new TooManyEvents(logs.length, headers.length);
  return { headers, logs };
}

/** Where they cannot, one answer covers the range, and the headers that it needs come after it. */
async function readAtOnce(reader: ChainReader, { house, range }: RangeRequest): Promise<Answers> {
  const logs: RawLog[] = [];
  for await (const part of reader.logs(emittersOf(house), { range })) {
    logs.push(...part);
    if (logs.length > MAX_PIECE_EVENTS) throw tooMany(logs, range);
  }
  const numbers = new Set([range.from, ...logs.map(({ blockNumber }) => blockNumber), range.to]);
  return { headers: await readHeaders(reader, [...numbers]), logs };
}

function tooMany(logs: readonly RawLog[], { from, to }: BlockRange): TooManyEvents {
  const seen = { from, to: logs.at(-1)?.blockNumber ?? to };
  return new TooManyEvents(logs.length, Number(countBlocks(seen)));
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

/**
 * Every log is of one of the blocks, and behind the one before it, so that none comes twice.
 * @returns the times of the blocks by hash
 */
function placeLogs(logs: readonly RawLog[], headers: readonly Header[]): Map<string, bigint> {
  const places = new Map(headers.map(({ hash, number }, place) => [hash, { number, place }]));
  let last = { place: -1, logIndex: -1 };
  for (const { blockNumber, blockHash, logIndex } of logs) {
    const block = places.get(blockHash);
    if (block?.number !== blockNumber) throw contradiction(`an event of another block ${blockNumber}`);
    const { place } = block;
    if (place < last.place || (place === last.place && logIndex <= last.logIndex)) {
      throw contradiction("an event came twice, or out of order");
    }
    last = { place, logIndex };
  }
  return new Map(headers.map(({ hash, timestamp }) => [hash, timestamp]));
}

function contradiction(fault: string): RpcFailure {
  return new RpcFailure("retryable", `The answers contradict each other: ${fault}.`);
}
