import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { type Cursor, findCursor } from "#indexer/store/cursor.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import type { SimBooks } from "./ground.ts";
import { type IndexerLife, startLife } from "./life.ts";
import type { SimNetwork, World } from "./world.ts";

const MAX_STEPS_TO_CATCH_UP = 400;
/** So many empty blocks at most until what can be final is. */
const MAX_BLOCKS_TO_SETTLE = 12;

/** Whoever keeps books in step with chains that are calm. */
export interface Follower {
  /** Until every cursor stands at its chain's head. */
  catchUp(): Promise<void>;
  /** What may keep blocks from becoming final. */
  doubts(): string[];
  end(): Promise<void>;
}

export interface Target {
  readonly network: SimNetwork;
  readonly vault: HouseVault;
}

/** The vaults of a world with the networks that they are on. */
export function targetsOf({ networks }: World, { vaults }: SimBooks): Target[] {
  return networks.flatMap((network) =>
    vaults
      .filter(({ plan }) => plan.chainId === network.plan.chainId)
      .map(({ vault }) => ({ network, vault })),
  );
}

/** Steps indexers in this process, one per vault. */
export function openFollower(world: World, books: SimBooks): Follower {
  const targets = targetsOf(world, books).map((target) => ({
    ...target,
    life: startLife(books.indexer, target.vault, target.network),
  }));
  return {
    async catchUp() {
      for (const target of targets) await stepToHead(books, target);
    },
    doubts: () =>
      targets.flatMap(({ vault, life }) => {
        const { verdict, detail } = life.confirmation() ?? {};
        return verdict === undefined || verdict === "confirmed"
          ? []
          : [`vault ${vault.id} is ${verdict}: ${detail}`];
      }),
    end: async () => {},
  };
}

async function stepToHead(books: SimBooks, work: Target & { life: IndexerLife }): Promise<void> {
  const { network, vault, life } = work;
  for (let steps = 0; steps < MAX_STEPS_TO_CATCH_UP; steps += 1) {
    if (await isAtHead(books, work)) return;
    try {
      await life.step();
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      network.note(`vault ${vault.id} failed to catch up: ${error.message}`);
    }
  }
  const cursor = await findCursor(books.owner, vault);
  throw new Error(
    `the indexer of vault ${vault.id} stays at ${cursor?.number} of ${network.chain.head.number}`,
  );
}

export async function isAtHead(books: SimBooks, { network, vault }: Target): Promise<boolean> {
  return (await findCursor(books.owner, vault))?.hash === network.chain.head.hash;
}

/**
 * Lets the chains grow by empty blocks until all that lies deep enough is final in both books: what is near the head is
 * read again before it is final, and that takes another block.
 */
export async function settle(
  world: World,
  sides: readonly { readonly books: SimBooks; readonly follower: Follower }[],
): Promise<void> {
  for (let blocks = 0; blocks <= MAX_BLOCKS_TO_SETTLE; blocks += 1) {
    for (const { follower } of sides) await follower.catchUp();
    const cursors = await Promise.all(sides.map(({ books }) => unsettledOf(world, books)));
    const [unsettled] = cursors.flat();
    if (unsettled === undefined) return;
    if (blocks === MAX_BLOCKS_TO_SETTLE) {
      const doubts = sides.flatMap(({ follower }) => follower.doubts());
      throw new Error([`finality stands still: ${unsettled}`, ...doubts].join("; "));
    }
    for (const { chain } of world.networks) chain.mine(1, 0);
  }
}

async function unsettledOf(world: World, books: SimBooks): Promise<string[]> {
  const found = await Promise.all(
    targetsOf(world, books).map(async ({ network, vault }) => {
      const cursor: Cursor | undefined = await findCursor(books.owner, vault);
      const wanted = network.chain.head.number - network.plan.finalityDepth;
      const isFinal = cursor?.finalNumber === BigInt(wanted);
      return isFinal ? [] : [`vault ${vault.id} is final up to ${cursor?.finalNumber}, not ${wanted}`];
    }),
  );
  return found.flat();
}
