/** Bets in one message, at most. */
const BETS_PER_MESSAGE = 20;

/** The newest of what has gathered, oldest first, and how many more there were. */
export interface Gathered<Item> {
  readonly items: readonly Item[];
  readonly skipped: number;
}

/** What is shown next on one channel of one house. Adding costs next to nothing, however much is added. */
export interface FeedWindow<Item> {
  add(item: Item): void;
  /** Takes out what has gathered; null when nothing has. */
  take(): Gathered<Item> | null;
  /** Puts back what could not be shown yet, before all that was added since. */
  putBack(gathered: Gathered<Item>): void;
}

/** Keeps the newest and counts the others: a feed shows that people play, it is no ledger. */
export function createFeedWindow<Item>(capacity: number = BETS_PER_MESSAGE): FeedWindow<Item> {
  let items: Item[] = [];
  let skipped = 0;

  function trim(): void {
    const surplus = Math.max(0, items.length - capacity);
    skipped += surplus;
    items = items.slice(surplus);
  }

  return {
    add(item) {
      items.push(item);
      if (items.length >= 2 * capacity) trim();
    },
    take() {
      trim();
      if (items.length === 0) return null;
      const gathered = { items, skipped };
      items = [];
      skipped = 0;
      return gathered;
    },
    putBack(gathered) {
      items = [...gathered.items, ...items];
      skipped += gathered.skipped;
      trim();
    },
  };
}
