import type { Logger } from "pino";
import type { ChainConfig } from "#indexer/chainConfig.ts";
import type { NodeMetrics } from "#indexer/nodeMetrics.ts";
import { type ChainSource, createChainSource } from "#indexer/source/chainSource.ts";
import { requireRightChain } from "#indexer/source/endpoint.ts";

export interface ChainsOptions {
  readonly log: Logger;
  readonly metrics: NodeMetrics;
  readonly now: () => number;
}

/**
 * Opens the configured chains, and looks once at the nodes of each.
 * @throws WrongChain when a node serves another chain
 */
export async function openChains(
  configured: readonly ChainConfig[],
  options: ChainsOptions,
): Promise<Map<number, ChainSource>> {
  const chains = configured.map((config) => openChain(config, options));
  await Promise.all(chains.map((chain) => inspect(chain, options)));
  return new Map(chains.map((chain) => [chain.config.chainId, chain]));
}

/** What a chain needs to be done besides the work on its vaults. */
export async function runChain({ config, watch, heads }: ChainSource, signal: AbortSignal): Promise<void> {
  const mustWatch = config.rpcUrls.length > 1 || config.finality === "finalized";
  await Promise.all([heads.run(signal), ...(mustWatch ? [watch.run(signal)] : [])]);
}

/** What is wrong with a chain's nodes although others step in for them. */
export function chainNotes({ config, endpoints, panel }: ChainSource): string[] {
  const unused = endpoints.flatMap((endpoint) => {
    const state = endpoint.state();
    return state === "ready"
      ? []
      : [`chain ${config.chainId}: ${endpoint.host} is ${state.replace("_", " ")}`];
  });
  const contradiction = panel.contradiction();
  return contradiction === undefined ? unused : [...unused, `chain ${config.chainId}: ${contradiction}`];
}

function openChain(config: ChainConfig, { log: parent, metrics, now }: ChainsOptions): ChainSource {
  const { chainId: chain } = config;
  const log = parent.child({ chainId: chain });
  const source = createChainSource(config, now, {
    onRequest: (record, host) => metrics.requested({ chain, host }, record),
    onFailure: (failure, host) => metrics.rpcFailed({ chain, host }, failure),
    onStanding(host, standing) {
      if (standing === "contradicting")
        log.error({ host }, "a node has other blocks than most: it is not asked any more");
      else if (standing === "lagging")
        log.warn({ host }, "a node lags behind the others: it is not asked until it keeps up");
      else log.info({ host }, "a node keeps up with the others again");
    },
    onOmission(host = "unknown", blocks) {
      metrics.omitted({ chain, host });
      log.error({ host, blocks }, "a node left out logs that another one has: asking another one");
    },
    onUnverified: () => metrics.unverified(chain),
    onSocket(host, isConnected) {
      metrics.listened({ chain, host }, isConnected);
      if (isConnected) log.info({ host }, "a node announces its blocks");
    },
    onSocketEnd: (host, end) =>
      log.warn({ host, ...end }, "a node stopped announcing blocks: connecting again"),
  });
  metrics.watchNodes(chain, source.endpoints);
  return source;
}

async function inspect({ config, endpoints, watch }: ChainSource, { log }: ChainsOptions): Promise<void> {
  const { chainId, finality, finalityDepth } = config;
  await requireRightChain(endpoints, (failure, host) =>
    log.warn({ chainId, host, err: failure }, "a node does not answer"),
  );
  if (finality === "depth") return;
  await watch.look();
  if (watch.finalizedNumber() !== undefined) return;
  log.warn(
    { chainId, finalityDepth },
    `chain ${chainId} calls no block finalized: money is final ${finalityDepth} blocks deep instead`,
  );
}
