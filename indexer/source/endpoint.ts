import { http } from "viem";
import { RpcFailure, toRpcFailure } from "#indexer/source/rpcFailure.ts";
import { quantityShape } from "#indexer/source/shapes.ts";

/** Asks one node; the answer is not parsed yet. @throws RpcFailure */
export interface Endpoint {
  /** The host alone: the rest of the URL may hold a key. */
  readonly host: string;
  request(method: string, params: readonly unknown[]): Promise<unknown>;
}

const TIMEOUT_MS = 10_000;
/** Requests that go out in one HTTP call. */
export const BATCH_REQUESTS = 100;

/** A node that is asked nothing until it has said that it serves the right chain. */
export function createEndpoint(url: string, chainId: number): Endpoint {
  const transport = http(url, { batch: { batchSize: BATCH_REQUESTS }, retryCount: 0, timeout: TIMEOUT_MS });
  const client = transport({ retryCount: 0, timeout: TIMEOUT_MS });
  const host = new URL(url).host;
  let verified: Promise<void> | undefined;

  async function send(method: string, params: readonly unknown[]): Promise<unknown> {
    try {
      const ask: (body: { method: string; params: unknown }) => Promise<unknown> = client.request;
      return await ask({ method, params });
    } catch (error) {
      throw toRpcFailure(method, error);
    }
  }

  async function verify(): Promise<void> {
    const answer = quantityShape.safeParse(await send("eth_chainId", []));
    if (!answer.success) throw new RpcFailure("retryable", `${host} answered eth_chainId with nonsense`);
    if (answer.data !== BigInt(chainId)) throw new WrongChain(host, chainId, answer.data);
  }

  return {
    host,
    async request(method, params) {
      verified ??= verify();
      try {
        await verified;
        return await send(method, params);
      } catch (error) {
        // Whoever answers at this address after a failure may be another node: it is asked for its chain again.
        if (!(error instanceof RpcFailure) || error.kind !== "limit") verified = undefined;
        throw error;
      }
    },
  };
}

/**
 * Asks every node for its chain before anything else is asked. Nodes that are away are left for later.
 * @throws WrongChain when a node serves another chain: the settings are wrong, and waiting does not help
 */
export async function requireRightChain(
  endpoints: readonly Endpoint[],
  onUnreachable: (failure: unknown, host: string) => void,
): Promise<void> {
  for (const endpoint of endpoints) {
    try {
      await endpoint.request("eth_chainId", []);
    } catch (error) {
      if (error instanceof WrongChain) throw error;
      onUnreachable(error, endpoint.host);
    }
  }
}

/** The node serves another chain. Its answers would be someone else's money. */
export class WrongChain extends RpcFailure {
  readonly host: string;

  constructor(host: string, expected: number, actual: bigint) {
    super("permanent", `${host} serves chain ${actual}, not ${expected}: correct RPC_URLS or CHAIN_ID.`);
    this.host = host;
  }
}
