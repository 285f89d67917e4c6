import { bulkhead } from "cockatiel";
import { DatabaseBusy } from "#backend/http/databaseOutage.ts";

/** Of the API's connections to Postgres, which are three times as many: sockets never hold those that HTTP needs. */
export const SOCKET_READINGS_AT_ONCE = 4;
/** At a few milliseconds each, what waits is read within a second; whoever asks beyond it would wait in vain. */
export const MAX_WAITING_READINGS = 1_024;

/** Where everything that sockets hear is read from Postgres: a few readings at once, in the order of asking. */
export interface SocketReadings {
  /**
   * Never refused, since much of it is what the house says unasked: once for each player, house or batch of players at a
   * time, it is bounded by who is connected.
   */
  run<Answer>(read: () => Promise<Answer>): Promise<Answer>;
  /** To be called before anything is read because a socket asked for it. @throws DatabaseBusy */
  requireRoom(): void;
}

export function createSocketReadings(): SocketReadings {
  const turnstile = bulkhead(SOCKET_READINGS_AT_ONCE, Number.POSITIVE_INFINITY);
  let unfinished = 0;
  return {
    async run(read) {
      unfinished += 1;
      try {
        return await turnstile.execute(read);
      } finally {
        unfinished -= 1;
      }
    },
    requireRoom() {
      if (unfinished >= SOCKET_READINGS_AT_ONCE + MAX_WAITING_READINGS) throw new DatabaseBusy();
    },
  };
}
