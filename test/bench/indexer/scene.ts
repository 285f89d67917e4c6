import type { Books } from "./books.ts";
import type { ChainShape } from "./chain/shape.ts";
import { type RunningChain, startChain } from "./chain/startChain.ts";
import { Story, tellBlocks } from "./chain/story.ts";
import { type HouseBooks, openHouseBooks } from "./house/houseBooks.ts";
import { openPonderBooks, type PonderBooks } from "./peer/ponderBooks.ts";
import type { Stage } from "./stage.ts";

/** What every bench is given. */
export interface Setting {
  readonly stage: Stage;
  readonly postgresUrl: string;
  readonly withPonder: boolean;
}

/** A chain that is served, and the same story told here, so that what is true is known. */
export interface Scene extends Setting {
  readonly chain: RunningChain;
  readonly story: Story;
}

/** Plays on a chain of its own. */
export async function onChain<Result>(
  setting: Setting,
  shape: ChainShape,
  play: (scene: Scene) => Promise<Result>,
): Promise<Result> {
  const chain = await setting.stage.keep(startChain(shape, setting.stage.folder));
  try {
    return await play({ ...setting, chain, story: tell(shape) });
  } finally {
    await chain.stop();
  }
}

function tell(shape: ChainShape): Story {
  const story = new Story(shape);
  for (const _ of tellBlocks(story, shape));
  return story;
}

/** Plays with a house's books. */
export function withHouse<Result>(
  { stage, postgresUrl, chain, story }: Scene,
  play: (books: HouseBooks) => Promise<Result>,
): Promise<Result> {
  return playAndDrop(openHouseBooks(stage, postgresUrl, { chain, truth: story.truth }), play);
}

/** Plays with Ponder's, unless it was left out. */
export async function withPonder<Result>(
  { stage, postgresUrl, chain, ...scene }: Scene,
  play: (books: PonderBooks) => Promise<Result>,
): Promise<Result | undefined> {
  if (!scene.withPonder) return undefined;
  return playAndDrop(openPonderBooks(stage, postgresUrl, chain), play);
}

async function playAndDrop<Kind extends Books, Result>(
  opening: Promise<Kind>,
  play: (books: Kind) => Promise<Result>,
): Promise<Result> {
  const books = await opening;
  try {
    return await play(books);
  } finally {
    await books.drop();
  }
}
