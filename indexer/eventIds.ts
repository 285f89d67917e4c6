import { hash } from "node:crypto";
import type { EventStage } from "#domain/indexing/eventCause.ts";
import type { EventPlace } from "#domain/indexing/eventPlace.ts";
import { uuidOfDigest } from "#domain/ledger/causeId.ts";

// The same ids as those of `domain/indexing/eventCause.ts`, by Node's own SHA-256, which is four times as fast as the
// portable one. Each deposit has three of them; a test compares both.

type EventKey = Pick<EventPlace, "chainId" | "blockHash" | "logIndex">;

/** As `eventCauseId`. */
export function causeIdOfEvent(
  { chainId, blockHash, logIndex }: EventKey,
  stage: EventStage,
  life: number,
): string {
  return uuidOf(`["vault-event","${chainId}","${blockHash}","${logIndex}","${stage}","${life}"]`);
}

/** As `depositIdOf`. */
export function idOfDeposit({ chainId, blockHash, logIndex }: EventKey): string {
  return uuidOf(`["deposit","${chainId}","${blockHash}","${logIndex}"]`);
}

function uuidOf(text: string): string {
  return uuidOfDigest(hash("sha256", text, "hex"));
}
