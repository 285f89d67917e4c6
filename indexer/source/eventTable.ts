import type { Bytes32Hex } from "#domain/chain/hex.ts";
import { AUTHORITY_EVENTS } from "#indexer/source/authorityEvents.ts";
import { type EventEntry, entry } from "#indexer/source/eventEntry.ts";
import { asHash, asUint64 } from "#indexer/source/logWords.ts";
import { VAULT_EVENTS } from "#indexer/source/vaultEvents.ts";

/** Every event that is read. Whoever wants one more adds its type to `VaultEvent` and an entry to its contract's. */
export const EVENT_TABLE: readonly EventEntry[] = [
  ...VAULT_EVENTS,
  entry("registry", "Anchored", (log) => ({
    name: "Anchored",
    args: { kind: asHash(log.topic(1)), epoch: asUint64(log.topic(2)), root: asHash(log.word(0)) },
  })),
  ...AUTHORITY_EVENTS,
];

/** First topics of the events that are read, for the node's filter. */
export const EVENT_TOPICS: readonly Bytes32Hex[] = [...new Set(EVENT_TABLE.map(({ topic }) => topic))];
