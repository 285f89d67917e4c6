import type { Endpoint } from "#indexer/source/endpoint.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** Several nodes behind one door. */
export interface Failover {
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  /** Goes on to the next node. */
  rotate(): void;
}

/**
 * Asks the same node as long as it answers, and the others in turn once it does not; all of them failing is
 * the failure of the last one. A range that is too large is too large elsewhere too, so it is not passed on.
 */
export function createFailover(
  endpoints: readonly Endpoint[],
  onFailure: (failure: RpcFailure, host: string) => void,
): Failover {
  let current = 0;

  function rotate(): void {
    current = (current + 1) % endpoints.length;
  }

  return {
    rotate,
    async request(method, params) {
      let failure = new RpcFailure("permanent", "there is no node to ask");
      for (let tries = 0; tries < endpoints.length; tries++) {
        const endpoint = endpoints[current];
        if (endpoint === undefined) break;
        try {
          return await endpoint.request(method, params);
        } catch (error) {
          if (!(error instanceof RpcFailure)) throw error;
          onFailure(error, endpoint.host);
          failure = error;
          if (error.kind === "limit") throw error;
          // Requests run side by side: only the first to fail moves on from this node.
          if (endpoints[current] === endpoint) rotate();
        }
      }
      throw failure;
    },
  };
}
