import type { Tenant } from "#backend/http/route.ts";
import type { Queued } from "#backend/modules/casino/betQueue.ts";
import type { PlayableBet } from "#backend/modules/casino/playableBet.ts";
import type { BetRequest, BetResponse } from "#domain/api/casino.ts";

/** A bet to place, from a caller who has checked who asks; the request has passed its schema. */
export interface PlaceBet {
  readonly tenant: Tenant;
  readonly userId: string;
  readonly request: BetRequest;
}

/** A bet on its way through the engine, and whoever waits for its answer. */
export interface BetTicket extends Queued {
  readonly tenant: Tenant;
  readonly request: BetRequest;
  readonly bet: PlayableBet;
  resolve(response: BetResponse): void;
  reject(error: Error): void;
}
