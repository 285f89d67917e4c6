import type { Hex } from "#domain/chain/hex.ts";

/** What is known of a node's head. Times in milliseconds. */
export interface NodeHead {
  readonly host: string;
  /** Undefined where the node has not said. */
  readonly headNumber: bigint | undefined;
  /** When the head was last seen to be a higher one than before. */
  readonly roseAt: number;
}

/** How far a node may be behind, and for how long its head may stand while the others move. */
export interface LagLimits {
  readonly maxLagBlocks: number;
  readonly stillMs: number;
}

/**
 * The nodes that are not worth asking, because others are ahead of them.
 *
 * A single node that boasts must not make all others look slow: a node is measured against the highest head that two
 * of the others reached, or that the only other one did.
 */
export function laggingNodes(
  nodes: readonly NodeHead[],
  { maxLagBlocks, stillMs }: LagLimits,
  now: number,
): Set<string> {
  const lagging = nodes.filter((node) => {
    const reference = referenceHead(nodes.filter(({ host }) => host !== node.host));
    if (reference === undefined || node.headNumber === undefined) return false;
    if (node.headNumber + BigInt(maxLagBlocks) < reference) return true;
    return node.headNumber < reference && now - node.roseAt > stillMs;
  });
  return new Set(lagging.map(({ host }) => host));
}

/** What nodes say about the hash of one block that should not change any more. */
export type HashVerdict =
  | { readonly kind: "agreed" }
  /** More than half of them say one thing. */
  | { readonly kind: "majority"; readonly dissenters: ReadonlySet<string> }
  /** Nobody can tell who is right. */
  | { readonly kind: "split" };

/**
 * Judges what nodes say about one block.
 *
 * @param hashes by host; only of nodes that have the block
 */
export function judgeHashes(hashes: ReadonlyMap<string, Hex>): HashVerdict {
  const groups = Map.groupBy(hashes.keys(), (host) => hashes.get(host));
  if (groups.size <= 1) return { kind: "agreed" };
  const [largest = []] = [...groups.values()].sort((a, b) => b.length - a.length);
  if (2 * largest.length <= hashes.size) return { kind: "split" };
  const loyal = new Set(largest);
  return { kind: "majority", dissenters: new Set([...hashes.keys()].filter((host) => !loyal.has(host))) };
}

function referenceHead(others: readonly NodeHead[]): bigint | undefined {
  const heads = others.flatMap(({ headNumber }) => (headNumber === undefined ? [] : [headNumber]));
  const [highest, second] = heads.sort((a, b) => (a > b ? -1 : a < b ? 1 : 0));
  return second ?? highest;
}
