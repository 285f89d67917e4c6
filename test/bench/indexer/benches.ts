import type { ChainShape } from "./chain/shape.ts";
import { requireNone, requireSound } from "./gate.ts";
import { measureReplay } from "./house/measureReplay.ts";
import { backfillMs, coldStartMs, type Latency, measureLatency, peakMemoryMb } from "./measure.ts";
import type { Row, Target } from "./row.ts";
import { onChain, type Scene, type Setting, withHouse, withPonder } from "./scene.ts";

const MS_PER_SECOND = 1_000;

/** Both contenders make the same of a small chain, and a replay changes nothing; else there is nothing to measure. */
export async function checkContenders(setting: Setting, shape: ChainShape): Promise<void> {
  await onChain(setting, shape, async (scene) => {
    const { truth } = scene.story;
    await withHouse(scene, async (books) => {
      await coldStartMs(books);
      await requireSound(books, truth);
      requireNone("Fairhouse's replay", (await measureReplay(scene.stage, books.house, truth)).faults);
      await requireSound(books, truth);
    });
    await withPonder(scene, async (books) => {
      await coldStartMs(books);
      await requireSound(books, truth);
    });
  });
}

/** What is wanted of one backfill, and of deriving everything again from what it stored. */
export interface BackfillPlan {
  readonly shape: ChainShape;
  readonly backfill?: { readonly bench: string; readonly target: Target };
  readonly replay?: { readonly bench: string; readonly target: Target };
}

/** Time from the first event to the commit of the last one, and the same once more from what was stored then. */
export async function benchBackfill(setting: Setting, plan: BackfillPlan): Promise<Row[]> {
  return onChain(setting, plan.shape, async (scene) => {
    const house = await backfillHouse(scene, plan);
    const ponder = await backfillPonder(scene, plan);
    const perSecond = (ms: number) => (plan.shape.events / ms) * MS_PER_SECOND;
    const row = (name: "backfill" | "replay"): Row[] => {
      const wanted = plan[name];
      const [ours, theirs] = [house[name], ponder?.[name]];
      if (wanted === undefined || ours === undefined) return [];
      return [
        {
          ...wanted,
          unit: "events/s",
          house: perSecond(ours),
          ponder: theirs === undefined ? undefined : perSecond(theirs),
        },
      ];
    };
    return [...row("backfill"), ...row("replay")];
  });
}

interface Backfilled {
  readonly backfill: number;
  readonly replay: number | undefined;
}

function backfillHouse(scene: Scene, plan: BackfillPlan): Promise<Backfilled> {
  const { stage, story } = scene;
  return withHouse(scene, async (books) => {
    stage.say("  Fairhouse reads the chain");
    const backfill = await backfillMs(books);
    await requireSound(books, story.truth);
    if (plan.replay === undefined) return { backfill, replay: undefined };
    stage.say("  Fairhouse replays what it stored");
    const replay = await measureReplay(stage, books.house, story.truth);
    requireNone("Fairhouse's replay", replay.faults);
    return { backfill, replay: replay.ms };
  });
}

/** Ponder's equivalent of a replay: a new schema, filled from the requests that it keeps in its database. */
function backfillPonder(scene: Scene, plan: BackfillPlan): Promise<Backfilled | undefined> {
  const { stage, story } = scene;
  return withPonder(scene, async (books) => {
    stage.say("  Ponder reads the chain");
    const backfill = await backfillMs(books);
    await requireSound(books, story.truth);
    if (plan.replay === undefined) return { backfill, replay: undefined };
    stage.say("  Ponder indexes again what it stored");
    const again = books.again();
    const replay = await backfillMs(again);
    await requireSound(again, story.truth);
    return { backfill, replay };
  });
}

/** From the moment that the node has a block to the commit with what follows from it. */
export async function benchLatency(
  setting: Setting,
  plan: { readonly shape: ChainShape; readonly blocks: number; readonly target: Target },
): Promise<Row[]> {
  const { stage } = setting;
  const measure = (who: "Fairhouse" | "Ponder") =>
    // Each on a chain of its own: both get the same blocks.
    onChain(setting, plan.shape, async (scene) => {
      stage.say(`  ${who} follows the chain`);
      const play = async (books: Parameters<typeof measureLatency>[0]) => {
        const latency = await measureLatency(books, scene.chain, { ...scene, blocks: plan.blocks });
        await requireSound(books, scene.story.truth);
        return latency;
      };
      return who === "Ponder" ? withPonder(scene, play) : withHouse(scene, play);
    });
  const house = await measure("Fairhouse");
  const ponder = setting.withPonder ? await measure("Ponder") : undefined;
  const row = (bench: string, name: keyof Latency, target: Target | undefined): Row => {
    return { bench, unit: "ms", house: house?.[name] ?? Number.NaN, ponder: ponder?.[name], target };
  };
  return [
    row("I4 block to projection, p50", "p50Ms", plan.target),
    row("I4 block to projection, p99", "p99Ms", undefined),
  ];
}

/** From the start of the process until it says that it is ready. */
export async function benchColdStart(
  setting: Setting,
  plan: { readonly shape: ChainShape; readonly bench: string; readonly target: Target },
): Promise<Row[]> {
  const { shape, bench, target } = plan;
  return onChain(setting, shape, async (scene) => {
    setting.stage.say("  Fairhouse starts");
    const house = await withHouse(scene, async (books) => {
      const ms = await coldStartMs(books);
      await requireSound(books, scene.story.truth);
      return ms;
    });
    if (setting.withPonder) setting.stage.say("  Ponder starts");
    const ponder = await withPonder(scene, async (books) => {
      const ms = await coldStartMs(books);
      await requireSound(books, scene.story.truth);
      return ms;
    });
    return [{ bench, unit: "ms", house, ponder, target }];
  });
}

/** The most memory that the house's indexer ever held while it read a chain. */
export async function benchMemory(
  setting: Setting,
  plan: { readonly shape: ChainShape; readonly bench: string },
): Promise<Row[]> {
  const house = await onChain(setting, plan.shape, (scene) =>
    withHouse(scene, async (books) => {
      const megabytes = await peakMemoryMb(books);
      await requireSound(books, scene.story.truth);
      return megabytes;
    }),
  );
  return [{ bench: plan.bench, unit: "MB", house, ponder: undefined, target: undefined }];
}
