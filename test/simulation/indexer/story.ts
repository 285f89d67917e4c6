import type { Random } from "#test/indexer/support/random.ts";
import type { Counts } from "./drive.ts";
import type { Follower } from "./follower.ts";
import type { Ground } from "./ground.ts";
import type { World } from "./world.ts";

/** Blocks of the quiet end, beside those that make the rest final. */
const QUIET_BLOCKS = 20;
const QUIET_ACTIVITY = 0.2;

/** A world with its books, on its way through a seed. */
export interface Run {
  readonly ground: Ground;
  readonly world: World;
  readonly random: Random;
  readonly counts: Counts;
  /** Settings of the indexer's processes beside the usual ones. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How a world was left: calm, with somebody who keeps the live books in step. */
export interface Driven {
  readonly follower: Follower;
  /** What was wrong already meanwhile. */
  readonly faults: readonly string[];
}

/** Vaults that may do so open their exits; then it is quiet until all of that is final. */
export function endTheStory(world: World, random: Random): void {
  for (const { plan, chain } of world.networks) {
    for (const vault of plan.vaults) if (vault.mayExit) chain.openExit(vault);
    chain.mine(random.int(4, 12), 0.9);
  }
  world.calm();
  for (const { plan, chain } of world.networks) {
    chain.mine(QUIET_BLOCKS, QUIET_ACTIVITY);
    chain.mine(plan.finalityDepth, QUIET_ACTIVITY);
  }
}
