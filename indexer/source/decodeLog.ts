import { decodeEventLog, encodeEventTopics } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { VaultEvent, VaultEventName } from "#domain/indexing/vaultEvent.ts";
import { eventShape, type RawLog } from "#indexer/source/shapes.ts";

const EVENT_NAMES = [
  "Deposited",
  "RegistrationAccepted",
  "RetopupCompleted",
  "PayoutExecuted",
  "PayoutCredited",
  "CreditClaimed",
  "CheckpointPublished",
  "TreasuryTransferred",
  "ExitActivated",
  "Exited",
  "DepositsExited",
  "TokenListed",
  "EntriesPauseChanged",
  "PayoutsPauseChanged",
] as const satisfies readonly VaultEventName[];

/** First topics of the events that are read, for the node's filter. */
export const EVENT_TOPICS: readonly Hex[] = EVENT_NAMES.flatMap((eventName) => {
  const [topic] = encodeEventTopics({ abi: vaultAbi, eventName });
  return topic === null || typeof topic !== "string" ? [] : [topic];
});

/**
 * Reads one log.
 * @throws an error of viem or zod when the log is none of the vault's events or its content is impossible
 */
export function decodeLog(log: RawLog, chainId: number): VaultEvent {
  const decoded = decodeEventLog({ abi: vaultAbi, topics: log.topics, data: log.data, strict: true });
  const event = eventShape.parse({ name: decoded.eventName, args: decoded.args });
  return {
    ...event,
    chainId,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    // Logs carry no time; the header of the block does, and is put in where both are known.
    blockTime: 0n,
    txHash: log.transactionHash,
    logIndex: log.logIndex,
  };
}
