import { BaseError, HttpRequestError, TimeoutError } from "viem";
import { FairhouseError } from "#domain/errors.ts";

/**
 * What to do about a failed request:
 * - `limit`: the answer would be too large; ask for less;
 * - `retryable`: the node is busy, down, behind or talking nonsense; ask again or elsewhere;
 * - `permanent`: asking this node again changes nothing.
 */
export type RpcFailureKind = "limit" | "retryable" | "permanent";

/** A node did not give a usable answer. The message holds no URL, because URLs may hold keys. */
export class RpcFailure extends FairhouseError {
  readonly code = "RPC_FAILURE";
  readonly kind: RpcFailureKind;

  constructor(kind: RpcFailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

const LIMIT_TEXT =
  /(query|block|response|result|log).{0,40}(limit|range|exceed|too (large|big|many|wide)|more than)|limit exceeded/i;
/** The node lacks the block: it lags, or the block was dropped. Some nodes call that invalid parameters. */
const ABSENT_TEXT = /out ?of ?range|unknown block|not found|beyond (the )?(current )?head/i;
const PERMANENT_CODES = new Set([-32_601, -32_602, -32_700]);
const PERMANENT_STATUSES = new Set([400, 401, 403, 404, 405]);
const TOO_LARGE_STATUS = 413;
const LIMIT_CODE = -32_005;
const MAX_DETAIL_CHARACTERS = 200;

/** Sorts whatever a transport threw. */
export function toRpcFailure(method: string, error: unknown): RpcFailure {
  if (error instanceof RpcFailure) return error;
  const detail = detailOf(error).slice(0, MAX_DETAIL_CHARACTERS);
  return new RpcFailure(kindOf(method, error, detail), `${method} failed: ${detail}`);
}

function kindOf(method: string, error: unknown, detail: string): RpcFailureKind {
  if (error instanceof TimeoutError || ABSENT_TEXT.test(detail)) return "retryable";
  const status = error instanceof HttpRequestError ? error.status : undefined;
  const isRangeRefused =
    LIMIT_TEXT.test(detail) || codeOf(error) === LIMIT_CODE || status === TOO_LARGE_STATUS;
  if (method === "eth_getLogs" && isRangeRefused) return "limit";
  if (status !== undefined) return PERMANENT_STATUSES.has(status) ? "permanent" : "retryable";
  return PERMANENT_CODES.has(codeOf(error) ?? 0) ? "permanent" : "retryable";
}

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
}

function detailOf(error: unknown): string {
  if (error instanceof BaseError) return withoutUrls(error.details || error.shortMessage);
  return withoutUrls(error instanceof Error ? error.message : String(error));
}

function withoutUrls(text: string): string {
  return text.replace(/\b(?:https?|wss?):\/\/\S+/g, "<url>");
}
