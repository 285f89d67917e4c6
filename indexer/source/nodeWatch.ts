import type { Hex } from "#domain/chain/hex.ts";
import { nextFinalized } from "#domain/indexing/finality.ts";
import { judgeHashes, type LagLimits, laggingNodes, type NodeHead } from "#domain/indexing/nodeStanding.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { sleep } from "#indexer/source/backoff.ts";
import type { Standing } from "#indexer/source/endpoint.ts";
import { heard, type Voice } from "#indexer/source/voice.ts";

/** How often the nodes are compared. */
const LOOK_INTERVAL_MS = 1_000;
const LAG_LIMITS: LagLimits = { maxLagBlocks: 5, stillMs: 10_000 };

export interface NodeWatchOptions {
  readonly voices: readonly Voice[];
  /** So deep a block does not change any more: all nodes must have the same one there. */
  readonly settledDepth: number;
  /** Whether the chain is asked which block it calls finalized. */
  readonly asksFinalized: boolean;
  readonly now: () => number;
  readonly onStanding: (host: string, standing: Standing) => void;
}

/** Compares the nodes of a chain with one another, apart from all work on vaults. */
export interface NodeWatch {
  /** Compares them once. */
  look(): Promise<void>;
  /** Compares them again and again until told to stop. */
  run(signal: AbortSignal): Promise<void>;
  /**
   * The block that the chain calls finalized, by those who claim least; -1n while nobody said, and undefined where it
   * is not asked for or the chain knows no such block.
   */
  finalizedNumber(): bigint | undefined;
  /** What the nodes say against each other, where no majority tells who is right. */
  contradiction(): string | undefined;
}

export function createNodeWatch(options: NodeWatchOptions): NodeWatch {
  const { voices, settledDepth, now, onStanding } = options;
  const heads = new Map<string, NodeHead>();
  let finalized: bigint | undefined = options.asksFinalized ? -1n : undefined;
  let contradiction: string | undefined;

  async function look(): Promise<void> {
    await Promise.all(voices.map(lookAtHead));
    const lagging = laggingNodes([...heads.values()], LAG_LIMITS, now());
    const answering = voices.filter(
      ({ endpoint: { host } }) => heads.get(host)?.headNumber !== undefined && !lagging.has(host),
    );
    const dissenters = await findDissenters(answering);
    for (const { endpoint } of voices) {
      const { host } = endpoint;
      // One that cannot be asked now has said nothing that clears it.
      const isUnheard = heads.get(host)?.headNumber === undefined;
      const isContradicting = dissenters.has(host) || (isUnheard && endpoint.standing === "contradicting");
      const standing = isContradicting ? "contradicting" : lagging.has(host) ? "lagging" : "fit";
      if (standing !== endpoint.standing) onStanding(host, standing);
      endpoint.standing = standing;
    }
    await lookAtFinalized(answering.filter(({ endpoint }) => endpoint.standing === "fit"));
  }

  async function lookAtHead({ endpoint: { host }, reader }: Voice): Promise<void> {
    const head = await heard(reader.head());
    const before = heads.get(host);
    const hasRisen = head !== undefined && head.number > (before?.headNumber ?? -1n);
    const roseAt = before === undefined || hasRisen ? now() : before.roseAt;
    heads.set(host, { host, headNumber: head?.number, roseAt });
  }

  async function findDissenters(answering: readonly Voice[]): Promise<ReadonlySet<string>> {
    const numbers = answering.flatMap(({ endpoint }) => heads.get(endpoint.host)?.headNumber ?? []);
    const settled = lowest(numbers) - BigInt(settledDepth);
    if (answering.length < 2 || settled < 0n) return new Set();
    const hashes = await hashesAt(answering, settled);
    const verdict = judgeHashes(hashes);
    contradiction =
      verdict.kind === "split" ? `block ${settled} is another one on each of ${listOf(hashes)}` : undefined;
    return verdict.kind === "majority" ? verdict.dissenters : new Set();
  }

  async function lookAtFinalized(fit: readonly Voice[]): Promise<void> {
    if (finalized === undefined) return;
    const answers = await Promise.all(
      fit.map(async ({ endpoint, reader }) => ({
        headNumber: heads.get(endpoint.host)?.headNumber ?? -1n,
        answer: await heard(reader.finalized().then((number) => ({ number }))),
      })),
    );
    const given = answers.filter(({ answer }) => answer !== undefined);
    const isUnknownTag = given.length > 0 && given.every(({ answer }) => answer?.number === undefined);
    if (isUnknownTag && finalized < 0n) {
      finalized = undefined;
      return;
    }
    const claims = given.flatMap(({ answer }) => answer?.number ?? []);
    if (claims.length === 0) return;
    finalized = nextFinalized(finalized, lowest(claims), lowest(given.map(({ headNumber }) => headNumber)));
  }

  return {
    look,
    finalizedNumber: () => finalized,
    contradiction: () => contradiction,
    async run(signal) {
      while (!signal.aborted) {
        await sleep(LOOK_INTERVAL_MS, signal);
        if (!signal.aborted) await look();
      }
    },
  };
}

async function hashesAt(voices: readonly Voice[], number: bigint): Promise<Map<string, Hex>> {
  const answers = await Promise.all(
    voices.map(async ({ endpoint: { host }, reader }) => {
      const headers: readonly (Header | undefined)[] = (await heard(reader.headers([number]))) ?? [];
      return { host, hash: headers[0]?.hash };
    }),
  );
  return new Map(answers.flatMap(({ host, hash }) => (hash === undefined ? [] : [[host, hash]])));
}

function lowest(numbers: readonly bigint[]): bigint {
  const [first = -1n, ...others] = numbers;
  return others.reduce((least, number) => (number < least ? number : least), first);
}

function listOf(hashes: ReadonlyMap<string, Hex>): string {
  return [...hashes.keys()].join(", ");
}
