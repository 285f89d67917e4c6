import { ofRpcError, type RpcError, RpcFailure } from "#indexer/source/rpcFailure.ts";

/** One question to a node. */
export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What a node said to one call: its result, or why there is none. */
export type RpcAnswer = { readonly result: unknown } | { readonly failure: RpcFailure };

/** The node refused the whole of a batch: it may take fewer calls at once. */
export class BatchRefused extends RpcFailure {
  constructor(message: string) {
    super("retryable", message);
  }
}

/** A call as it goes out. Its place in the batch is its id, because answers may come in any order. */
export function requestOf({ method, params }: RpcCall, id: number): Record<string, unknown> {
  return { jsonrpc: "2.0", id, method, params };
}

/**
 * Reads the answers to a batch, in the order of its calls.
 *
 * @param content the parsed body
 * @returns undefined when the content is no JSON-RPC answer
 * @throws BatchRefused when one error answers several calls
 */
export function readAnswers(batch: readonly RpcCall[], content: unknown): RpcAnswer[] | undefined {
  if (!Array.isArray(content)) return readLoneAnswer(batch, content);
  const answers = new Map<number, unknown>(
    content.filter(isRecord).map((answer) => [Number(answer.id), answer]),
  );
  return batch.map((call, id) => answerOf(call, answers.get(id)));
}

function readLoneAnswer(batch: readonly RpcCall[], content: unknown): RpcAnswer[] | undefined {
  if (!isRecord(content) || !("result" in content || "error" in content)) return undefined;
  const [call] = batch;
  if (call === undefined) return [];
  const answer = answerOf(call, content);
  if (batch.length === 1) return [answer];
  if (!("failure" in answer)) return undefined;
  if (answer.failure.retryAfterMs !== undefined) return batch.map(() => answer);
  throw new BatchRefused(answer.failure.message);
}

function answerOf({ method }: RpcCall, answer: unknown): RpcAnswer {
  if (isRecord(answer) && isRpcError(answer.error)) return { failure: ofRpcError(method, answer.error) };
  if (isRecord(answer) && answer.result !== undefined) return { result: answer.result };
  return { failure: new RpcFailure("retryable", `${method} failed: the answer is left out`) };
}

function isRpcError(error: unknown): error is RpcError {
  return isRecord(error) && typeof error.code === "number" && typeof error.message === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
