import type pg from "pg";
import { sqlState } from "#backend/db/transaction.ts";
import { FairhouseError } from "#domain/errors.ts";

/** More bets than can be added up while somebody waits. */
export class DownlineTooLarge extends FairhouseError {
  readonly code = "DOWNLINE_TOO_LARGE";

  constructor() {
    super(
      "So many bets cannot be added up at once: ask for one agent below, or for a period within one month.",
    );
  }
}

const LONGEST_READING_MS = 5_000;
const QUERY_CANCELED = "57014";

/** No statement of the caller's transaction may take longer than this from here on. */
export async function giveStatements(client: pg.ClientBase, longestMs: number): Promise<void> {
  await client.query(`SET LOCAL statement_timeout = ${longestMs}`);
}

/** Reads what may be a player's or a downline's every bet, as long as somebody waits for it. @throws DownlineTooLarge */
export async function readInTime<Result>(
  client: pg.ClientBase,
  read: () => Promise<Result>,
): Promise<Result> {
  await giveStatements(client, LONGEST_READING_MS);
  return read().catch((error: unknown) => {
    throw sqlState(error) === QUERY_CANCELED ? new DownlineTooLarge() : error;
  });
}
