import { BulkheadRejectedError, bulkhead } from "cockatiel";
import { DatabaseBusy } from "#backend/http/databaseOutage.ts";

/** Of the API's twelve connections to Postgres: whatever agents add up, everybody else always has the others. */
const READINGS_AT_ONCE = 3;
/** Each takes some ten milliseconds as a rule, and seconds at worst; whoever comes after these had better ask again. */
const WAITING_READINGS = 24;

/** Gives readings their turn. @throws DatabaseBusy when too many wait already */
export type ExpensiveReadings = <Answer>(read: () => Promise<Answer>) => Promise<Answer>;

/** Where an API process reads what may be all bets of a player or of a downline, or thousands of them on one page. */
export function createExpensiveReadings(): ExpensiveReadings {
  const turnstile = bulkhead(READINGS_AT_ONCE, WAITING_READINGS);
  return (read) =>
    turnstile.execute(read).catch((error: unknown) => {
      throw error instanceof BulkheadRejectedError ? new DatabaseBusy({ cause: error }) : error;
    });
}
