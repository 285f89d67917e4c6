import { bulkhead } from "cockatiel";
import { BatchRefused, type RpcCall } from "#indexer/source/jsonRpcAnswer.ts";
import { ofTransport, type RpcFailure } from "#indexer/source/rpcFailure.ts";
import { createRpcHttp, nonsense, type RpcHttpOptions } from "#indexer/source/rpcHttp.ts";

/** Calls that go out in one HTTP request, at most: fewer where the node turned out to take fewer. */
const BATCH_REQUESTS = 100;
/** HTTP requests that one node answers at a time; the others wait their turn. */
export const MAX_REQUESTS_AT_ONCE = 8;
const MAX_REQUESTS_WAITING = 1_000;

/** One node, asked over HTTP. */
export interface JsonRpc {
  /** The result, not parsed further. @throws RpcFailure */
  call(method: string, params: readonly unknown[]): Promise<unknown>;
  /** The results in the order of the calls. @throws RpcFailure when one of them fails */
  callAll(calls: readonly RpcCall[]): Promise<unknown[]>;
  /** The body of the answer to a call that is asked alone, as it arrives. @throws RpcFailure, also while it is read */
  stream(method: string, params: readonly unknown[]): Promise<AsyncIterable<Uint8Array>>;
}

interface WaitingCall extends RpcCall {
  resolve(answer: unknown): void;
  reject(failure: RpcFailure): void;
}

/** Speaks JSON-RPC over HTTP with one node. What is asked for in one turn of the event loop goes out together. */
export function createJsonRpc(url: string, options: RpcHttpOptions = {}): JsonRpc {
  const http = createRpcHttp(url, options);
  const slots = bulkhead(MAX_REQUESTS_AT_ONCE, MAX_REQUESTS_WAITING);
  let waiting: WaitingCall[] = [];
  let batchCalls = BATCH_REQUESTS;

  function flush(): void {
    const calls = waiting;
    waiting = [];
    for (let start = 0; start < calls.length; start += batchCalls) {
      void dispatch(calls.slice(start, start + batchCalls));
    }
  }

  async function dispatch(batch: readonly WaitingCall[]): Promise<void> {
    try {
      const answers = await slots.execute(() => http.post(batch));
      for (const [index, call] of batch.entries()) {
        const answer = answers[index];
        if (answer !== undefined && "result" in answer) call.resolve(answer.result);
        else call.reject(answer?.failure ?? nonsense(call));
      }
    } catch (error) {
      if (error instanceof BatchRefused) batchCalls = Math.max(1, Math.floor(batch.length / 2));
      for (const call of batch) call.reject(ofTransport(call.method, error));
    }
  }

  /** Waits for its turn; what comes back gives the turn on. */
  function takeSlot(): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const turn = slots.execute(() => new Promise<void>((release) => resolve(release)));
      turn.catch(reject);
    });
  }

  function call(method: string, params: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ method, params, resolve, reject });
    });
  }

  return {
    call,
    callAll: (calls) => Promise.all(calls.map(({ method, params }) => call(method, params))),
    async stream(method, params) {
      try {
        return await http.stream({ method, params }, await takeSlot());
      } catch (error) {
        throw ofTransport(method, error);
      }
    },
  };
}
