import type { Problem } from "#domain/api/problem.ts";
import { FairhouseError, InvariantError } from "#domain/errors.ts";
import { databaseFailure } from "./databaseOutage.ts";
import { InvalidInput } from "./failures.ts";

/** Every code that a client can be answered with: HTTP status and title. A test keeps it complete. */
export const problemTable: Readonly<Record<string, readonly [status: number, title: string]>> = {
  BAD_REQUEST: [400, "Request cannot be read"],
  INVALID_INPUT: [400, "Invalid input"],
  MALFORMED_JSON: [400, "Malformed JSON"],
  CURSOR_INVALID: [400, "Unknown page position"],
  IDEMPOTENCY_KEY_MISSING: [400, "Idempotency-Key missing"],
  SIGN_IN_MESSAGE_INVALID: [400, "Sign-in message invalid"],

  UNAUTHENTICATED: [401, "Sign in first"],
  ACCESS_TOKEN_REFUSED: [401, "Access token refused"],
  SIGN_IN_REFUSED: [401, "Sign-in refused"],
  NONCE_REFUSED: [401, "Nonce unknown, used or expired"],
  SIGNATURE_REFUSED: [401, "Signature does not fit"],
  PLAYER_UNKNOWN: [401, "Player unknown"],
  REFRESH_REFUSED: [401, "Refresh token refused"],

  FORBIDDEN: [403, "Not allowed"],
  ORIGIN_REFUSED: [403, "Origin refused"],
  SELF_EXCLUDED: [403, "Self-excluded"],
  USER_FROZEN: [403, "Account frozen"],
  ACCOUNT_FROZEN: [403, "Account frozen"],

  NOT_FOUND: [404, "Not found"],
  ROUTE_NOT_FOUND: [404, "No such path"],
  METHOD_NOT_ALLOWED: [405, "Method not allowed"],

  ALREADY_JOINED: [409, "Place taken already"],
  BATCH_STATE_UNFIT: [409, "Batch in another state"],
  BET_ID_REUSED: [409, "Bet id used before"],
  BOOKS_DIFFER: [409, "Books differ from the chain"],
  BETTING_CLOSED: [409, "Betting closed"],
  BETTING_UNDER_WAY: [409, "Round not started"],
  CASH_OUT_TOO_EARLY: [409, "Too early to cash out"],
  CASH_OUT_TOO_LATE: [409, "Too late to cash out"],
  COMPARISON_STALE: [409, "Last comparison too old"],
  CHECKPOINT_STALE: [409, "Last checkpoint too old"],
  DOWNLINE_TOO_LARGE: [409, "Too much to add up"],
  EDGE_CONTENDED: [409, "Edge being changed"],
  EXIT_UNDER_WAY: [409, "Exit under way"],
  GAME_WITHHELD: [409, "Game not on offer"],
  IDEMPOTENCY_IN_PROGRESS: [409, "Same key still in progress"],
  NO_COMMISSIONS: [409, "No commissions to pay out"],
  NOTHING_TO_PAY: [409, "Nothing to pay"],
  NO_VAULT: [409, "No vault"],
  ROUND_ACTION_CONFLICT: [409, "Action number used before"],
  ROUND_ACTION_REFUSED: [409, "Not possible in this round"],
  ROUND_CANCELLED: [409, "Round cancelled"],
  ROUND_FULL: [409, "Round full"],
  ROUND_ALREADY_OPEN: [409, "Round still open"],
  ROUND_ID_REUSED: [409, "Round id used before"],
  ROUND_OUT_OF_TURN: [409, "Another action's turn"],
  ROUND_OVER: [409, "Round over"],
  ROUND_RULES_CHANGED: [409, "Round under other rules"],
  ROUND_STILL_OPEN: [409, "Seed needed by an open round"],
  SEED_EXHAUSTED: [409, "Seed used up"],
  SEED_IN_USE: [409, "Seed in use"],
  SEED_UNUSED: [409, "Seed not used yet"],
  SEEDS_CHANGED: [409, "Seeds changed meanwhile"],
  SEEDS_MISSING: [409, "No seeds yet"],
  STOP_CHANGED: [409, "Stopped anew meanwhile"],
  TRANSFER_CONFLICT: [409, "Already done with other content"],

  PAYLOAD_TOO_LARGE: [413, "Payload too large"],
  UNSUPPORTED_MEDIA_TYPE: [415, "Unsupported media type"],

  IDEMPOTENCY_KEY_REUSED: [422, "Idempotency-Key reused"],
  EDGE_OUT_OF_BOUNDS: [422, "Edge out of bounds"],
  EXCLUSION_INVALID: [422, "Self-exclusion invalid"],
  INSUFFICIENT_BALANCE: [422, "Insufficient balance"],
  PLAYER_LIMIT_REACHED: [422, "Own limit reached"],
  AMOUNT_INVALID: [422, "Amount invalid"],
  AMOUNT_TOO_LARGE: [422, "Amount too large"],
  AMOUNT_TOO_PRECISE: [422, "Amount has too many decimals"],
  UNKNOWN_CURRENCY: [422, "Currency unknown"],
  BET_ID_RESERVED: [422, "Bet id reserved"],
  HIERARCHY_CYCLE: [422, "Place below oneself"],
  INVITATION_REFUSED: [422, "Invitation refused"],
  LEVEL_UNFIT: [422, "Level unfit"],
  NOT_AN_AGENT: [422, "Not an agent"],
  RATES_EXCEED_CEILING: [422, "Rates exceed the ceiling"],
  RATES_EXCEED_EDGE: [422, "Rates exceed the edge"],
  RANGE_NOT_INDEXED: [422, "Blocks not recorded"],
  SURPLUS_EXCEEDED: [422, "Above the surplus"],
  TREASURY_RECEIVER_UNFIT: [422, "Receiver unfit"],
  TREASURY_ROLE_MISSING: [422, "Treasury role missing"],
  WITHDRAWAL_TOO_SMALL: [422, "Withdrawal below the minimum"],
  STAKE_TOO_SMALL: [422, "Stake below the minimum"],
  MAX_RISK_EXCEEDED: [422, "Bet above the maximum risk"],
  GAME_PARAMS_INVALID: [422, "Game parameters invalid"],
  UNKNOWN_GAME: [422, "Game unknown"],
  CLIENT_SEED_INVALID: [422, "Client seed invalid"],

  FAUCET_USED: [429, "Faucet used already"],
  RATE_LIMITED: [429, "Too many requests"],
  TOO_MANY_BETS: [429, "Too many bets"],
  TOO_MANY_CONNECTIONS: [429, "Too many connections"],
  TOO_MANY_JOBS: [429, "Too many jobs waiting"],
  TOO_MANY_WITHDRAWALS: [429, "Too many withdrawals waiting"],

  INTERNAL_ERROR: [500, "Internal error"],
  SEED_UNREADABLE: [500, "Seed unreadable"],

  ACTIVITY_STOPPED: [503, "Stopped by the operator"],
  CHAIN_UNAVAILABLE: [503, "Chain unreachable"],
  CHANNEL_UNAVAILABLE: [503, "Channel cannot be joined"],
  DATABASE_BUSY: [503, "Books busy"],
  DATABASE_UNAVAILABLE: [503, "Books unreachable"],
  ENGINE_BUSY: [503, "Too many bets waiting"],
  ENGINE_STOPPED: [503, "Restarting"],
  GATE_UNAVAILABLE: [503, "Bets cannot be counted"],
  HOUSE_NOT_SET_UP: [503, "House not set up"],
  HOUSE_UNAVAILABLE: [503, "Ledger unreachable"],
  OUTCOME_UNKNOWN: [503, "Outcome unknown yet"],
  QUEUE_UNAVAILABLE: [503, "Worker unreachable"],
};

/** Fields of an error that are not figures explaining it. */
const NOT_VALUES = new Set(["name", "code", "message", "stack", "cause", "faults", "retryAfterMs"]);

/** True for failures that the caller is told about; everything else is ours to log and to fix. */
export function isExpected(error: unknown): error is FairhouseError {
  return error instanceof FairhouseError && !(error instanceof InvariantError) && error.code in problemTable;
}

/**
 * The answer to any failure. That the database is away or late is told as such; what nobody expected is named by its
 * request id and nothing else.
 */
export function toProblem(thrown: unknown, requestId: string): Problem {
  const error = isExpected(thrown) ? thrown : databaseFailure(thrown);
  if (error === null) {
    const detail =
      "Something failed on our side. Nothing is lost: try again, and name this request id if it stays.";
    return problemOf("INTERNAL_ERROR", detail, requestId);
  }
  const values = valuesOf(error);
  return {
    ...problemOf(error.code, error.message, requestId),
    ...(error instanceof InvalidInput ? { errors: error.faults.map((fault) => ({ ...fault })) } : {}),
    ...(Object.keys(values).length > 0 ? { values } : {}),
    ...("retryAfterMs" in error && typeof error.retryAfterMs === "number"
      ? { retryAfterMs: error.retryAfterMs }
      : {}),
  };
}

/** True when the database was away or late: nobody's request failed for a fault of its own, and operators want to know. */
export function isDatabaseFailure({ code }: Problem): boolean {
  return code === "DATABASE_BUSY" || code === "DATABASE_UNAVAILABLE";
}

function problemOf(code: string, detail: string, requestId: string): Problem {
  const [status, title] = problemTable[code] ?? [500, "Internal error"];
  return { type: `/docs#${code}`, title, status, code, detail, requestId };
}

function valuesOf(error: FairhouseError): Record<string, string> {
  return Object.fromEntries(
    Object.entries(error)
      .filter(([name, value]) => !NOT_VALUES.has(name) && isFigure(value))
      .map(([name, value]) => [name, String(value)]),
  );
}

function isFigure(value: unknown): boolean {
  return typeof value === "bigint" || typeof value === "number" || typeof value === "string";
}
