import type { ChainReader } from "#indexer/source/chainReader.ts";
import type { Endpoint } from "#indexer/source/endpoint.ts";
import type { Failover } from "#indexer/source/failover.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** One node that is asked on its own, so that its word can be held against that of the others. */
export interface Voice {
  readonly endpoint: Endpoint;
  readonly reader: ChainReader;
}

/** No question to a single node waits longer: the others have answered long ago. */
const PATIENCE_MS = 3_000;

/** One node behind a door of its own: nobody steps in for it. */
export function askAlone(endpoint: Endpoint): Failover {
  return {
    request: (method, params) => endpoint.request(method, params),
    requestAll: (calls) => endpoint.requestAll(calls),
    stream: (method, params) => endpoint.stream(method, params),
    rotate: () => undefined,
    inUse: () => endpoint.host,
  };
}

/** What a node answers, or undefined when it does not, or not soon enough. */
export async function heard<Answer>(
  answer: Promise<Answer>,
  patienceMs = PATIENCE_MS,
): Promise<Answer | undefined> {
  const { promise: silence, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, patienceMs, undefined);
  try {
    return await Promise.race([answer, silence]);
  } catch (error) {
    if (error instanceof RpcFailure) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    // Whoever answers too late, or fails then, is not listened to any more.
    answer.catch(() => undefined);
  }
}
