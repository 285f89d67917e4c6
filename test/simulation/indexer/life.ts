import type pg from "pg";
import type { Confirmation } from "#indexer/confirmFinal.ts";
import { createSession, type StepResult } from "#indexer/session.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { type ChainSource, createChainSource } from "#indexer/source/chainSource.ts";
import { step } from "#indexer/step.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import type { Random } from "#test/indexer/support/random.ts";
import { type MortalOptions, mortalLife } from "./mortalLife.ts";
import { MAX_REORG_DEPTH } from "./plan.ts";
import type { SimNetwork } from "./world.ts";

/** So many effects at most until a killed indexer dies: a step has about twenty. */
const MAX_EFFECTS_LIVED = 45;

/** An indexer of one vault in this process, as after a start: it knows what the database says and nothing else. */
export interface IndexerLife {
  readonly reader: ChainReader;
  step(): Promise<StepResult>;
  isOver(): boolean;
  /** What the last second reading showed. */
  confirmation(): Confirmation | undefined;
}

/** A death at some time. */
export function fateAtRandom(random: Random): MortalOptions {
  return { effects: random.int(1, MAX_EFFECTS_LIVED), lastHappens: random.chance(0.5) };
}

/** Starts an indexer, which lives on where no fate is given. */
export function startLife(
  pool: pg.Pool,
  vault: HouseVault,
  network: SimNetwork,
  fate?: MortalOptions,
): IndexerLife {
  const { reader, panel, watch } = openSource(network);
  const hold =
    fate === undefined ? { pool, reader, isOver: () => false } : mortalLife({ pool, reader }, fate);
  const rules = { maxReorgDepth: MAX_REORG_DEPTH, finalityDepth: network.plan.finalityDepth };
  let last: Confirmation | undefined;
  const report = (confirmation: Confirmation) => {
    last = confirmation;
  };
  const session = {
    ...createSession({ pool: hold.pool, reader: hold.reader, vault, rules }),
    confirming: { panel, report },
  };
  return {
    reader,
    isOver: hold.isOver,
    confirmation: () => last,
    async step() {
      await watch.look();
      return step(session);
    },
  };
}

let clients = 0;

/** The nodes' URLs as somebody has them who is told apart from all others. */
export function urlsOfOne({ urls }: SimNetwork): string[] {
  clients += 1;
  return urls.map((url) => `${url}/${clients}`);
}

/** A chain as the indexer's process opens it. */
function openSource(network: SimNetwork): ChainSource {
  const { chainId, finality, finalityDepth } = network.plan;
  const config = { chainId, rpcUrls: urlsOfOne(network), wsUrls: [], finality, finalityDepth };
  const ignore = () => {};
  return createChainSource(config, Date.now, {
    ...{ onRequest: ignore, onFailure: ignore, onStanding: ignore, onOmission: ignore },
    ...{ onUnverified: ignore, onSocket: ignore, onSocketEnd: ignore },
  });
}

/** A reader as the indexer's process makes it. */
export function openReader(network: SimNetwork): ChainReader {
  return openSource(network).reader;
}
