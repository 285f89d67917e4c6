import { Random } from "#test/indexer/support/random.ts";
import { differencesFromScratch, differencesFromTruth, varianceOf } from "./differences.ts";
import { type Counts, Drive, NOTHING } from "./drive.ts";
import { driveProcess } from "./driveProcess.ts";
import { openFollower, settle, targetsOf } from "./follower.ts";
import { type Ground, prepareGround } from "./ground.ts";
import { openReader } from "./life.ts";
import { planWorld } from "./plan.ts";
import { type Driven, endTheStory, type Run } from "./story.ts";
import type { TrueVault } from "./truth.ts";
import { openWorld, type World } from "./world.ts";

export interface SeedResult extends Counts {
  readonly seed: number;
  readonly isProcess: boolean;
  readonly vaults: number;
  readonly events: number;
  readonly requests: number;
  readonly ms: number;
  /** What is not as it must be; empty when all is well. */
  readonly differences: readonly string[];
}

export interface SeedWanted {
  readonly seed: number;
  /** Settings of the indexer's processes beside the usual ones. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly note?: (text: string) => void;
}

/** Indexes a world that nobody would wish for, and then compares the books with an index from scratch and the truth. */
export async function runSeed(
  templateUrl: string,
  { seed, environment = {}, note = () => {} }: SeedWanted,
): Promise<SeedResult> {
  const startedAt = performance.now();
  const random = new Random(seed);
  const plan = planWorld(seed, random);
  const ground = await prepareGround(templateUrl, plan);
  const world = await openWorld(plan, random, note);
  const counts: Counts = { ...NOTHING };
  const differences: string[] = [];
  try {
    const drive = plan.isProcess ? driveProcess : driveSteps;
    const { follower, faults } = await drive({ ground, world, random, counts, environment });
    const { live, scratch } = ground;
    try {
      const sides = [
        { books: live, follower },
        { books: scratch, follower: openFollower(world, scratch) },
      ];
      await settle(world, sides);
    } finally {
      await follower.end();
    }
    differences.push(...faults, ...(await differencesAtTheEnd(ground, world)));
  } catch (error) {
    differences.push(`it broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    await world.close();
    await ground.close();
  }
  const facts = world.networks.flatMap(({ chain }) => chain.branch.flatMap((block) => block.facts));
  const requests = world.networks.flatMap(({ endpoints }) => endpoints.map(({ seen }) => seen.requests));
  return {
    seed,
    isProcess: plan.isProcess,
    vaults: ground.live.vaults.length,
    events: facts.length,
    requests: requests.reduce((sum, each) => sum + each, 0),
    ...counts,
    ms: Math.round(performance.now() - startedAt),
    differences,
  };
}

/** Random blocks, reorganisations, faults, steps and deaths in this process. */
async function driveSteps({ ground, world, random, counts }: Run): Promise<Driven> {
  const { live } = ground;
  const drive = new Drive(live, random, { counts, note: world.note });
  const targets = targetsOf(world, live);
  for (let action = 0; action < world.plan.actions; action += 1) {
    for (const network of world.networks) {
      if (random.chance(0.6)) network.chain.mine(random.int(1, random.chance(0.1) ? 90 : 6));
      if (random.chance(0.3)) network.chain.reorganise();
    }
    for (let turns = random.int(0, 4); turns > 0; turns -= 1) {
      const { network, vault } = random.pick(targets);
      await drive.turn(network, vault);
    }
  }
  endTheStory(world, random);
  return { follower: openFollower(world, live), faults: drive.faults };
}

async function differencesAtTheEnd(ground: Ground, world: World): Promise<string[]> {
  const { live } = ground;
  const variances: string[] = [];
  const vaults = targetsOf(world, live).map(({ network: { plan, chain }, vault }): TrueVault => {
    const finalNumber = chain.head.number - plan.finalityDepth;
    return { plan: plan.vaults.find(({ address }) => address === vault.address)!, vault, chain, finalNumber };
  });
  for (const { network, vault } of targetsOf(world, live))
    variances.push(...(await varianceOf(live.indexer, vault, openReader(network))));
  return [
    ...variances,
    ...(await differencesFromScratch(ground)),
    ...(await differencesFromTruth(live, world.plan, vaults)),
  ];
}
