import { parseJson } from "#domain/parseJson.ts";
import { type RpcCall, readAnswers } from "#indexer/source/jsonRpcAnswer.ts";
import { ListSplitter } from "#indexer/source/listSplitter.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** No element of a list is larger, nor what surrounds the list. */
const MAX_ELEMENT_BYTES = 16 * 1_024 * 1_024;

/**
 * The elements of a list that answers a call, some at a time as its bytes arrive.
 * @throws RpcFailure when the answer is an error, no list, or cut short; then maybe after some elements
 */
export async function* listElements(
  call: RpcCall,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly unknown[]> {
  const splitter = new ListSplitter();
  for await (const chunk of body) {
    const elements = splitter.push(chunk);
    if (splitter.heldBytes > MAX_ELEMENT_BYTES) throw nonsense(call, "holds something too large");
    if (elements !== "") yield parseElements(call, elements);
  }
  const [answer] = readAnswers([call], parseJson(splitter.end())) ?? [];
  if (answer !== undefined && "failure" in answer) throw answer.failure;
  if (answer === undefined || !Array.isArray(answer.result))
    throw nonsense(call, "is no JSON-RPC with a list");
}

function parseElements(call: RpcCall, elements: string): readonly unknown[] {
  const parsed = parseJson(`[${elements}]`);
  if (!Array.isArray(parsed)) throw nonsense(call, "is no JSON");
  return parsed;
}

function nonsense({ method }: RpcCall, fault: string): RpcFailure {
  return new RpcFailure("retryable", `${method} was answered with nonsense: the answer ${fault}.`, {
    isOutage: true,
  });
}
