import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  noJitterGenerator,
} from "cockatiel";
import { createJsonRpc } from "#indexer/source/jsonRpc.ts";
import type { RpcCall } from "#indexer/source/jsonRpcAnswer.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { RequestRecord } from "#indexer/source/rpcHttp.ts";
import { quantityShape } from "#indexer/source/shapes.ts";

/**
 * How a node stands:
 * - `ready`: it can be asked;
 * - `resting`: it asked to be left alone for a while;
 * - `away`: it failed several times in a row; it is tried again now and then;
 * - `lagging`: its head is behind those of the others; it is not asked until it keeps up;
 * - `contradicting`: most others have another block where blocks do not change any more; it is not asked;
 * - `wrong_chain`: it serves another chain; it is not asked.
 */
export const ENDPOINT_STATES = [
  "ready",
  "resting",
  "away",
  "lagging",
  "contradicting",
  "wrong_chain",
] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];

/** What comparing a node with the others showed. */
export type Standing = "fit" | "lagging" | "contradicting";

/** Asks one node; the answer is not parsed yet. @throws RpcFailure */
export interface Endpoint {
  /** The host alone: the rest of the URL may hold a key. */
  readonly host: string;
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  /** As `request`, for many at once: they succeed or fail together. */
  requestAll(calls: readonly RpcCall[]): Promise<unknown[]>;
  /** The body of the answer to a call that is asked alone, as it arrives. */
  stream(method: string, params: readonly unknown[]): Promise<AsyncIterable<Uint8Array>>;
  state(): EndpointState;
  /** Set by whoever compares the nodes with one another. */
  standing: Standing;
}

export interface EndpointOptions {
  readonly onRequest?: (record: RequestRecord, host: string) => void;
  readonly timeoutMs?: number;
}

/** So many outages in a row, and a node is left alone: half a second at first, half a minute at last. */
const OUTAGES_TO_OPEN = 3;
const FIRST_REST_MS = 500;
const LAST_REST_MS = 30_000;
/** A node that serves another chain is asked for its chain again after this. */
const WRONG_CHAIN_REST_MS = 60_000;

/** A node that is asked nothing until it has said that it serves the right chain. */
export function createEndpoint(url: string, chainId: number, options: EndpointOptions = {}): Endpoint {
  const { onRequest, timeoutMs } = options;
  const host = new URL(url).host;
  const node = createJsonRpc(url, {
    ...(timeoutMs !== undefined && { timeoutMs }),
    onRequest: (record) => onRequest?.(record, host),
  });
  const circuit = circuitBreaker(
    handleWhen((error) => error instanceof RpcFailure && error.isOutage),
    {
      breaker: new ConsecutiveBreaker(OUTAGES_TO_OPEN),
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: FIRST_REST_MS,
        maxDelay: LAST_REST_MS,
        generator: noJitterGenerator,
      }),
    },
  );
  let verified: Promise<void> | undefined;
  let wrongChain: { readonly failure: WrongChain; readonly until: number } | undefined;
  let restsUntil = 0;

  async function verify(): Promise<void> {
    const answer = quantityShape.safeParse(await node.call("eth_chainId", []));
    if (!answer.success) throw new RpcFailure("retryable", `${host} answered eth_chainId with nonsense`);
    if (answer.data === BigInt(chainId)) return;
    const failure = new WrongChain(host, chainId, answer.data);
    wrongChain = { failure, until: Date.now() + WRONG_CHAIN_REST_MS };
    throw failure;
  }

  async function ask<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    verified ??= verify();
    try {
      await verified;
      wrongChain = undefined;
      return await send();
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      if (error.retryAfterMs !== undefined) restsUntil = Date.now() + error.retryAfterMs;
      // Whoever answers at this address after a failure may be another node: it is asked for its chain again.
      if (error.kind !== "limit") verified = undefined;
      throw error;
    }
  }

  async function guarded<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    const now = Date.now();
    if (wrongChain !== undefined && now < wrongChain.until) throw wrongChain.failure;
    if (now < restsUntil) throw new NodeResting(host, restsUntil - now);
    try {
      return await circuit.execute(() => ask(send));
    } catch (error) {
      throw error instanceof BrokenCircuitError ? new NodeAway(host) : error;
    }
  }

  return {
    host,
    standing: "fit",
    request: (method, params) => guarded(() => node.call(method, params)),
    requestAll: (calls) => guarded(() => node.callAll(calls)),
    stream: (method, params) => guarded(() => node.stream(method, params)),
    state() {
      if (wrongChain !== undefined) return "wrong_chain";
      if (this.standing === "contradicting") return "contradicting";
      if (circuit.state !== CircuitState.Closed) return "away";
      if (Date.now() < restsUntil) return "resting";
      return this.standing === "lagging" ? "lagging" : "ready";
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
    super(
      "permanent",
      `${host} serves chain ${actual}, not ${expected}: correct RPC_URLS, CHAIN_ID or OTHER_CHAINS.`,
      {
        isOutage: true,
      },
    );
    this.host = host;
  }
}

/** The node failed several times in a row, and is left alone for a while. */
export class NodeAway extends RpcFailure {
  constructor(host: string) {
    super("retryable", `${host} has failed ${OUTAGES_TO_OPEN} times in a row: it is tried again soon.`, {
      isOutage: true,
    });
  }
}

/** The node asked to be left alone for a while. */
export class NodeResting extends RpcFailure {
  constructor(host: string, restMs: number) {
    super("retryable", `${host} takes no more requests for ${Math.ceil(restMs / 1_000)} s.`, {
      isOutage: true,
    });
  }
}
