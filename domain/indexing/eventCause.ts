import type { EventPlace } from "#domain/indexing/eventPlace.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";

/** What may happen to an event's money: it is seen, it becomes final, or its block is dropped before that. */
export type EventStage = "observed" | "finalized" | "reversed";

type EventKey = Pick<EventPlace, "chainId" | "blockHash" | "logIndex">;

/**
 * The cause of the transfers that an event's stage makes: the same event gives the same ids for ever, so
 * whoever records it again finds it recorded.
 *
 * @param life how often the event's block was dropped before and came back, usually 0. Each life has ids of
 * its own, because the transfers of the life before it stand together with their reversal.
 */
export function eventCauseId(event: EventKey, stage: EventStage, life: number): string {
  return causeIdOf("vault-event", event.chainId, event.blockHash, event.logIndex, stage, life);
}

/** The id of the deposit that a `Deposited` event makes. */
export function depositIdOf(event: EventKey): string {
  return causeIdOf("deposit", event.chainId, event.blockHash, event.logIndex);
}
