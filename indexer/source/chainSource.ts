import type { ChainConfig } from "#indexer/chainConfig.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import type { Endpoint, Standing } from "#indexer/source/endpoint.ts";
import { createEndpoint } from "#indexer/source/endpoint.ts";
import { createFailover } from "#indexer/source/failover.ts";
import { createHeadSource, type HeadSource } from "#indexer/source/headFeed.ts";
import type { SocketEnd } from "#indexer/source/headSocket.ts";
import { createNodeWatch, type NodeWatch } from "#indexer/source/nodeWatch.ts";
import { createPanel, type Panel } from "#indexer/source/panel.ts";
import type { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { RequestRecord } from "#indexer/source/rpcHttp.ts";
import { createRpcReader } from "#indexer/source/rpcReader.ts";
import { askAlone } from "#indexer/source/voice.ts";
import { createWatchfulReader } from "#indexer/source/watchfulReader.ts";

/** What is told about a chain's nodes while they are used. */
export interface ChainEvents {
  readonly onRequest: (record: RequestRecord, host: string) => void;
  readonly onFailure: (failure: RpcFailure, host: string) => void;
  readonly onStanding: (host: string, standing: Standing) => void;
  readonly onOmission: (host: string | undefined, blocks: number) => void;
  readonly onUnverified: () => void;
  readonly onSocket: (host: string, isConnected: boolean) => void;
  readonly onSocketEnd: (host: string, end: SocketEnd) => void;
}

/** A chain with all of its nodes. */
export interface ChainSource {
  readonly config: ChainConfig;
  readonly endpoints: readonly Endpoint[];
  readonly reader: ChainReader;
  readonly panel: Panel;
  readonly watch: NodeWatch;
  readonly heads: HeadSource;
}

export function createChainSource(config: ChainConfig, now: () => number, events: ChainEvents): ChainSource {
  const { chainId, rpcUrls, wsUrls, finality, finalityDepth } = config;
  const endpoints = rpcUrls.map((url) => createEndpoint(url, chainId, { onRequest: events.onRequest }));
  const nodes = createFailover(endpoints, events.onFailure);
  const voices = endpoints.map((endpoint) => ({ endpoint, reader: createRpcReader(askAlone(endpoint)) }));
  const watch = createNodeWatch({
    voices,
    settledDepth: finalityDepth,
    asksFinalized: finality === "finalized",
    now,
    onStanding: events.onStanding,
  });
  const panel = createPanel(voices, nodes, watch);
  const reader = createWatchfulReader(createRpcReader(nodes), {
    panel,
    onOmission: (hashes) => events.onOmission(nodes.inUse(), hashes.length),
    onUnverified: events.onUnverified,
  });
  const heads = createHeadSource({
    urls: wsUrls,
    chainId,
    onConnected: events.onSocket,
    onEnd: events.onSocketEnd,
  });
  return { config, endpoints, reader, panel, watch, heads };
}
