import type { Hex } from "#domain/chain/hex.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { EMITTER_KINDS, type EmitterKind, type EventEntry } from "#indexer/source/eventEntry.ts";
import { EVENT_TABLE } from "#indexer/source/eventTable.ts";
import { LogInvalid, LogWords } from "#indexer/source/logWords.ts";

/** The contracts whose events are read, of one house. */
export interface Emitters {
  /** The vault. */
  readonly address: Hex;
  /** Who decides about the vault; undefined where that is not known. */
  readonly authority: Hex | undefined;
  readonly fairnessRegistry: Hex | undefined;
}

/** What a log does not say itself. */
export interface LogContext {
  readonly chainId: number;
  /** Unix seconds, of the log's block. */
  readonly blockTime: bigint;
  readonly emitter: EmitterKind;
}

const ENTRIES: ReadonlyMap<EmitterKind, ReadonlyMap<string, EventEntry>> = new Map(
  EMITTER_KINDS.map((kind) => [
    kind,
    new Map(EVENT_TABLE.filter(({ emitter }) => emitter === kind).map((entry) => [entry.topic, entry])),
  ]),
);
const WORD_DIGITS = 64;

/** All contracts of a house that are listened to. */
export function emittersOf({ address, authority, fairnessRegistry }: Emitters): Hex[] {
  return [address, authority, fairnessRegistry].filter((emitter) => emitter !== undefined);
}

/** What the contract is to the house; undefined for one that is none of its own. */
export function emitterKind(house: Emitters, address: Hex): EmitterKind | undefined {
  if (address === house.address) return "vault";
  if (address === house.authority) return "authority";
  return address === house.fairnessRegistry ? "registry" : undefined;
}

/**
 * Reads one log.
 *
 * @returns undefined for an event that means something from another contract of the house, and nothing from this one
 * @throws LogInvalid when its content is not what its contract emits
 */
export function decodeLog(log: RawLog, { chainId, blockTime, emitter }: LogContext): VaultEvent | undefined {
  const entry = ENTRIES.get(emitter)?.get(log.topics[0] ?? "");
  if (entry === undefined) return undefined;
  const words = (log.data.length - "0x".length) / WORD_DIGITS;
  if (log.topics.length !== entry.topics || (entry.words !== undefined && words !== entry.words)) {
    throw new LogInvalid(`of ${entry.name} has more or less in it than such an event`);
  }
  return {
    ...entry.read(new LogWords(log)),
    chainId,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    blockTime,
    txHash: log.txHash,
    logIndex: log.logIndex,
  };
}
