import { FairhouseError, InvariantError } from "#domain/errors.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { decodeLog, type Emitters, emitterKind } from "#indexer/source/decodeLog.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** A log and what it says. */
export interface LoggedEvent {
  readonly log: RawLog;
  readonly event: VaultEvent;
}

/** The house whose logs are read. */
export type ListeningHouse = Emitters & { readonly chainId: number };

/**
 * Reads logs of a house. Those that mean nothing from the contract that emitted them are left out.
 * @param timeOf the time of a log's block, in Unix seconds
 * @throws LogInvalid
 */
export function readLogs(
  house: ListeningHouse,
  logs: readonly RawLog[],
  timeOf: (log: RawLog) => bigint,
): LoggedEvent[] {
  const read: LoggedEvent[] = [];
  for (const log of logs) {
    const emitter = emitterKind(house, log.address);
    if (emitter === undefined) throw new InvariantError("logs come from contracts that were asked about");
    const event = decodeLog(log, { chainId: house.chainId, blockTime: timeOf(log), emitter });
    if (event !== undefined) read.push({ log, event });
  }
  return read;
}

/**
 * Runs what judges a node's answer; what is wrong with it counts against the node.
 * @throws RpcFailure
 */
export function believing<Answer>(reader: ChainReader, judge: () => Answer): Answer {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof FairhouseError) || error instanceof RpcFailure) throw error;
    reader.distrust();
    throw new RpcFailure("retryable", `The answers contradict each other: ${error.message}`);
  }
}
