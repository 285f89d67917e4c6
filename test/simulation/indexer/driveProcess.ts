import { type IndexerProcess, startIndexer } from "#test/indexer/support/indexerProcess.ts";
import { type Follower, isAtHead, targetsOf } from "./follower.ts";
import { urlsOfOne } from "./life.ts";
import { MAX_REORG_DEPTH } from "./plan.ts";
import { type Driven, endTheStory, type Run } from "./story.ts";

const PATIENCE_MS = 180_000;
const POLL_MS = 25;
const MAX_LINES_SHOWN = 12;
/** How long a process lives on from its first question until it is killed, and how long the chains wait between two blocks. */
const LIFE_MS = { from: 20, to: 1_000 } as const;
const BLOCK_MS = { from: 5, to: 60 } as const;

/** The same with the indexer's own process, killed again and again. */
export async function driveProcess(run: Run): Promise<Driven> {
  const { world, random, counts } = run;
  for (let life = 0; life < world.plan.actions; life += 1) {
    const indexer = await start(run);
    await untilItAsks(run);
    for (const end = Date.now() + random.int(LIFE_MS.from, LIFE_MS.to); Date.now() < end; ) {
      for (const { chain } of world.networks) {
        if (random.chance(0.5)) chain.mine(random.int(1, 4));
        if (random.chance(0.1)) chain.reorganise();
      }
      await pause(random.int(BLOCK_MS.from, BLOCK_MS.to));
    }
    await indexer.stop("SIGKILL");
    counts.kills += 1;
    if (random.chance(0.2)) for (const { chain } of world.networks) chain.mine(random.int(30, 100));
  }
  endTheStory(world, random);
  const indexer = await start(run);
  const follower: Follower = {
    catchUp: () => untilCaughtUp(run, indexer),
    doubts: () => [lastLines(indexer)],
    async end() {
      await indexer.stop("SIGTERM");
    },
  };
  return { follower, faults: [] };
}

/** The process for all chains, as its settings name them. */
function start({ ground, world, environment }: Run): Promise<IndexerProcess> {
  const [main, ...others] = world.networks.map((network) => ({
    chainId: network.plan.chainId,
    rpcUrls: urlsOfOne(network),
    finalityDepth: network.plan.finalityDepth,
  }));
  return startIndexer({
    DATABASE_URL: ground.live.url,
    RPC_URLS: main!.rpcUrls.join(","),
    CHAIN_ID: `${main!.chainId}`,
    FINALITY_DEPTH: `${main!.finalityDepth}`,
    OTHER_CHAINS: JSON.stringify(others),
    MAX_REORG_DEPTH: `${MAX_REORG_DEPTH}`,
    RECONCILE_INTERVAL_MS: "1000",
    LOG_LEVEL: "warn",
    ...environment,
  });
}

/** Starting takes most of a short life; what is killed should be at work. */
async function untilItAsks({ world }: Run): Promise<void> {
  const endpoints = world.networks.flatMap((network) => network.endpoints);
  const asked = () => endpoints.reduce((sum, { seen }) => sum + seen.requests, 0);
  const before = asked();
  for (const end = Date.now() + PATIENCE_MS; asked() === before && Date.now() < end; ) await pause(POLL_MS);
}

async function untilCaughtUp({ ground, world }: Run, indexer: IndexerProcess): Promise<void> {
  const { live } = ground;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    const areAtHead = await Promise.all(targetsOf(world, live).map((target) => isAtHead(live, target)));
    if (areAtHead.every(Boolean)) return;
    await pause(POLL_MS);
  }
  throw new Error(`the indexer's process did not catch up with a calm chain:\n${lastLines(indexer)}`);
}

function lastLines(indexer: IndexerProcess): string {
  return indexer.output().split("\n").slice(-MAX_LINES_SHOWN).join("\n");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
