import { FairhouseError } from "#domain/errors.ts";

const RETRY_AFTER_MS = 1_000;
/** Who asked for too much at once is not helped by asking again at once. */
const BUSY_RETRY_AFTER_MS = 5_000;

/** The database cannot be reached, or is just coming back. */
export class DatabaseUnavailable extends FairhouseError {
  readonly code = "DATABASE_UNAVAILABLE";
  readonly retryAfterMs = RETRY_AFTER_MS;

  constructor(options?: ErrorOptions) {
    super("The house's books cannot be reached right now: try again in a moment.", options);
  }
}

/** The database was reached, and did not answer, or get at a row that others hold, in the time that it is given. */
export class DatabaseBusy extends FairhouseError {
  readonly code = "DATABASE_BUSY";
  readonly retryAfterMs = BUSY_RETRY_AFTER_MS;

  constructor(options?: ErrorOptions) {
    super(
      "The house's books took too long to answer: try again in a moment, or ask for less at once.",
      options,
    );
  }
}

/** Of the socket, of Postgres (connection exceptions, shutdown, start-up, too many clients) and of Prisma. */
const OUTAGE_CODE =
  /^(ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|08\w{3}|57P0[123]|53300|P1001|P1002|P1008|P1017|P2024|P2028)$/;
/** Some of pg's own failures have no code, and Prisma carries Postgres's in its text. */
const OUTAGE_TEXT =
  /connection terminated|timeout exceeded when trying to connect|is not queryable|code: `(08\w{3}|57P0[123]|53300)`/i;
/** Of Postgres: `statement_timeout` and `lock_timeout`. */
const BUSY_CODE = /^(57014|55P03)$/;
const BUSY_TEXT = /code: `(57014|55P03)`/i;
const MAX_CAUSES = 5;

/** What to tell the caller of a database that is away or late, which passes; null for a query that failed, a fault of ours. */
export function databaseFailure(thrown: unknown): DatabaseBusy | DatabaseUnavailable | null {
  // First, as Prisma may report a statement that was cut off as a transaction that was.
  if (hasCause(thrown, BUSY_CODE, BUSY_TEXT)) return new DatabaseBusy({ cause: thrown });
  if (hasCause(thrown, OUTAGE_CODE, OUTAGE_TEXT)) return new DatabaseUnavailable({ cause: thrown });
  return null;
}

function hasCause(thrown: unknown, codes: RegExp, texts: RegExp): boolean {
  let error = thrown;
  for (let depth = 0; depth < MAX_CAUSES && error instanceof Error; depth += 1) {
    if ("code" in error && typeof error.code === "string" && codes.test(error.code)) return true;
    if (texts.test(error.message)) return true;
    error = error.cause;
  }
  return false;
}
