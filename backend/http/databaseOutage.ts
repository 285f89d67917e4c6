import { FairhouseError } from "#domain/errors.ts";

const RETRY_AFTER_MS = 1_000;

/** The database cannot be reached, or is just coming back. */
export class DatabaseUnavailable extends FairhouseError {
  readonly code = "DATABASE_UNAVAILABLE";
  readonly retryAfterMs = RETRY_AFTER_MS;

  constructor(options?: ErrorOptions) {
    super("The house's books cannot be reached right now: try again in a moment.", options);
  }
}

/** Of the socket, of Postgres (connection exceptions, shutdown, start-up, too many clients) and of Prisma. */
const OUTAGE_CODE =
  /^(ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|08\w{3}|57P0[123]|53300|P1001|P1002|P1008|P1017|P2024|P2028)$/;
/** Some of pg's own failures have no code, and Prisma carries Postgres's in its text. */
const OUTAGE_TEXT =
  /connection terminated|timeout exceeded when trying to connect|is not queryable|code: `(08\w{3}|57P0[123]|53300)`/i;
const MAX_CAUSES = 5;

/** Tells a database that is away, which passes, from a query that failed, which is a fault of ours. */
export function isDatabaseOutage(thrown: unknown): boolean {
  let error = thrown;
  for (let depth = 0; depth < MAX_CAUSES && error instanceof Error; depth += 1) {
    if ("code" in error && typeof error.code === "string" && OUTAGE_CODE.test(error.code)) return true;
    if (OUTAGE_TEXT.test(error.message)) return true;
    error = error.cause;
  }
  return false;
}
