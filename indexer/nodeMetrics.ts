import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { ENDPOINT_STATES, type Endpoint } from "#indexer/source/endpoint.ts";
import type { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { RequestRecord } from "#indexer/source/rpcHttp.ts";

/** A node of a chain. Its host alone: the rest of its address may hold a key. */
export interface NodeLabels {
  readonly chain: number;
  readonly host: string;
}

/** What is counted about nodes. */
export interface NodeMetrics {
  requested(node: NodeLabels, record: RequestRecord): void;
  rpcFailed(node: NodeLabels, failure: RpcFailure): void;
  /** Logs that a node had left out were found elsewhere. */
  omitted(node: NodeLabels): void;
  /** A block that may have logs, and nobody could tell whether it does. */
  unverified(chain: number): void;
  listened(node: NodeLabels, isConnected: boolean): void;
  /** Says how all nodes stand, whenever it is asked. */
  watchNodes(chain: number, endpoints: readonly Endpoint[]): void;
}

/** Nodes nearby answer in the first half, public ones far away in the second. */
const DURATION_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const MS_PER_SECOND = 1_000;
const OF_NODE = ["chain", "host"];

export function createNodeMetrics(registry: Registry): NodeMetrics {
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const watched = new Map<number, readonly Endpoint[]>();

  const seconds = new Histogram({
    name: "fairhouse_indexer_rpc_request_seconds",
    help: "Time from a request over HTTP to the end of its answer",
    labelNames: OF_NODE,
    buckets: DURATION_BUCKETS_S,
    registers,
  });
  const calls = counter(
    "fairhouse_indexer_rpc_calls_total",
    "JSON-RPC calls, several of which share a request",
    OF_NODE,
  );
  const failures = counter("fairhouse_indexer_rpc_failures_total", "Failed calls", [...OF_NODE, "kind"]);
  const omissions = counter("fairhouse_indexer_omissions_total", "Times that a node left out logs", OF_NODE);
  const unverified = counter(
    "fairhouse_indexer_unverified_total",
    "Times that nobody could tell whether logs were left out",
    ["chain"],
  );
  const sockets = new Gauge({
    name: "fairhouse_indexer_head_socket_connected",
    help: "1 while a node announces its blocks over a WebSocket",
    labelNames: OF_NODE,
    registers,
  });
  new Gauge({
    name: "fairhouse_indexer_endpoint_state",
    help: "1 for the state that a node is in",
    labelNames: [...OF_NODE, "state"],
    registers,
    collect() {
      for (const [chain, endpoints] of watched) {
        for (const endpoint of endpoints) {
          const current = endpoint.state();
          for (const state of ENDPOINT_STATES) {
            this.set({ chain, host: endpoint.host, state }, state === current ? 1 : 0);
          }
        }
      }
    },
  });

  return {
    requested(node, record) {
      seconds.observe({ ...node }, record.durationMs / MS_PER_SECOND);
      calls.inc({ ...node }, record.calls);
    },
    rpcFailed: (node, { kind }) => failures.inc({ ...node, kind }),
    omitted: (node) => omissions.inc({ ...node }),
    unverified: (chain) => unverified.inc({ chain }),
    listened: (node, isConnected) => sockets.set({ ...node }, isConnected ? 1 : 0),
    watchNodes: (chain, endpoints) => {
      watched.set(chain, endpoints);
    },
  };
}
