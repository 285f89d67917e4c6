import { FairhouseError } from "#domain/errors.ts";

/**
 * What to do about a failed request:
 * - `limit`: the answer would be too large; ask for less;
 * - `retryable`: the node is busy, down, behind or talking nonsense; ask again or elsewhere;
 * - `permanent`: asking this node again changes nothing.
 */
export type RpcFailureKind = "limit" | "retryable" | "permanent";

/** What is known about a failure besides what to do. */
interface FailureFacts {
  /** The node did not answer as a node does, whatever was asked: it counts against the node. */
  readonly isOutage?: boolean;
  /** How long the node wants to be left alone. */
  readonly retryAfterMs?: number;
}

/** A node did not give a usable answer. The message holds no URL, because URLs may hold keys. */
export class RpcFailure extends FairhouseError {
  readonly code = "RPC_FAILURE";
  readonly kind: RpcFailureKind;
  readonly isOutage: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(kind: RpcFailureKind, message: string, { isOutage = false, retryAfterMs }: FailureFacts = {}) {
    super(message);
    this.kind = kind;
    this.isOutage = isOutage;
    this.retryAfterMs = retryAfterMs;
  }
}

const LIMIT_TEXT =
  /(query|block|response|result|log).{0,40}(limit|range|exceed|too (large|big|many|wide)|more than)|limit exceeded/i;
const RATE_TEXT =
  /rate.?limit|too many requests|request count|requests per|capacity|compute units|throughput/i;
/** The node lacks the block: it lags, or the block was dropped. Some nodes call that invalid parameters. */
const ABSENT_TEXT = /out ?of ?range|unknown block|not found|beyond (the )?(current )?head/i;
const PERMANENT_CODES = new Set([-32_601, -32_602, -32_700]);
const PERMANENT_STATUSES = new Set([400, 401, 403, 404, 405]);
const TOO_LARGE_STATUS = 413;
const TOO_MANY_STATUS = 429;
const LIMIT_CODE = -32_005;
const MAX_DETAIL_CHARACTERS = 200;

/** A node that says "too many requests", and not how long to wait, is left alone for so long. */
const DEFAULT_RETRY_AFTER_MS = 1_000;

/** What a node said in place of a result. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
}

/** Sorts an error that the node itself reported for a request. */
export function ofRpcError(method: string, { code, message }: RpcError): RpcFailure {
  const text = `${method} failed: ${detailOf(message)}`;
  if (ABSENT_TEXT.test(message)) return new RpcFailure("retryable", text);
  if (RATE_TEXT.test(message) || code === TOO_MANY_STATUS)
    return new RpcFailure("retryable", text, { retryAfterMs: DEFAULT_RETRY_AFTER_MS });
  if (method === "eth_getLogs" && (LIMIT_TEXT.test(message) || code === LIMIT_CODE))
    return new RpcFailure("limit", text);
  return new RpcFailure(PERMANENT_CODES.has(code) ? "permanent" : "retryable", text);
}

/** Sorts an HTTP answer that is none: the server in front of the node refused, or the node is down. */
export function ofStatus(
  method: string,
  status: number,
  { body, retryAfterMs }: { readonly body: string; readonly retryAfterMs: number | undefined },
): RpcFailure {
  const text = `${method} failed: HTTP ${status} ${detailOf(body)}`.trimEnd();
  if (status === TOO_MANY_STATUS)
    return new RpcFailure("retryable", text, { retryAfterMs: retryAfterMs ?? DEFAULT_RETRY_AFTER_MS });
  if (method === "eth_getLogs" && (status === TOO_LARGE_STATUS || LIMIT_TEXT.test(body)))
    return new RpcFailure("limit", text);
  const kind = PERMANENT_STATUSES.has(status) ? "permanent" : "retryable";
  return new RpcFailure(kind, text, {
    isOutage: true,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** Sorts whatever kept an answer from arriving. */
export function ofTransport(method: string, error: unknown): RpcFailure {
  if (error instanceof RpcFailure) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
  const message = error instanceof Error ? `${error.message}${cause}` : String(error);
  return new RpcFailure("retryable", `${method} failed: ${detailOf(message)}`, { isOutage: true });
}

function detailOf(text: string): string {
  return text
    .replace(/\b(?:https?|wss?):\/\/\S+/g, "<url>")
    .replace(/\s+/g, " ")
    .slice(0, MAX_DETAIL_CHARACTERS);
}
