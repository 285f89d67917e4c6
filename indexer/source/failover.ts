import type { Endpoint } from "#indexer/source/endpoint.ts";
import type { RpcCall } from "#indexer/source/jsonRpcAnswer.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** Several nodes behind one door. */
export interface Failover {
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  /** The answers to many requests in their order, all of one node. */
  requestAll(calls: readonly RpcCall[]): Promise<unknown[]>;
  /**
   * The body of the answer to a call that is asked alone, as it arrives: `{"jsonrpc":…,"result":…}`, or an error in
   * place of the result. Another node is asked only until the first byte; whoever stops reading ends the request.
   * @throws RpcFailure, also while it is being read
   */
  stream(method: string, params: readonly unknown[]): Promise<AsyncIterable<Uint8Array>>;
  /** Goes on to the next node. */
  rotate(): void;
  /** The host of the node that is asked first. */
  inUse(): string | undefined;
}

/**
 * Asks the same node as long as it answers, and the others in turn once it does not; all of them failing is
 * the failure of the last one. A range that is too large is too large elsewhere too, so it is not passed on.
 * Nodes that rest or are away come last; those that lag behind the others or contradict them are not asked at all.
 */
export function createFailover(
  endpoints: readonly Endpoint[],
  onFailure: (failure: RpcFailure, host: string) => void,
): Failover {
  let current = 0;

  function rotate(): void {
    current = (current + 1) % endpoints.length;
  }

  /** Everyone who may be asked, the best first. */
  function candidates(): Endpoint[] {
    const inTurn = [...endpoints.slice(current), ...endpoints.slice(0, current)];
    return inTurn.filter(({ standing }) => standing === "fit").sort((a, b) => rankOf(a) - rankOf(b));
  }

  async function inTurn<Answer>(ask: (endpoint: Endpoint) => Promise<Answer>): Promise<Answer> {
    let failure: RpcFailure | undefined;
    for (const endpoint of candidates()) {
      try {
        const answer = await ask(endpoint);
        current = endpoints.indexOf(endpoint);
        return answer;
      } catch (error) {
        if (!(error instanceof RpcFailure)) throw error;
        onFailure(error, endpoint.host);
        failure = error;
        if (error.kind === "limit") throw error;
        // Requests run side by side: only the first to fail moves on from this node.
        if (endpoints[current] === endpoint) rotate();
      }
    }
    throw (
      failure ?? new RpcFailure("retryable", "there is no node to ask: each lags or contradicts the others")
    );
  }

  return {
    rotate,
    inUse: () => candidates()[0]?.host,
    request: (method, params) => inTurn((endpoint) => endpoint.request(method, params)),
    requestAll: (calls) => inTurn((endpoint) => endpoint.requestAll(calls)),
    stream: (method, params) => inTurn((endpoint) => endpoint.stream(method, params)),
  };
}

function rankOf(endpoint: Endpoint): number {
  switch (endpoint.state()) {
    case "ready":
      return 0;
    case "resting":
      return 1;
    case "away":
      return 2;
    case "lagging":
    case "contradicting":
    case "wrong_chain":
      return 3;
  }
}
