import { reconcile } from "#indexer/reconcile.ts";
import { replayRange } from "#indexer/replay.ts";
import type { StepResult } from "#indexer/session.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { CursorMoved, findCursor } from "#indexer/store/cursor.store.ts";
import { fingerprint } from "#indexer/store/fingerprint.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import type { Random } from "#test/indexer/support/random.ts";
import type { SimBooks } from "./ground.ts";
import { fateAtRandom, type IndexerLife, openReader, startLife } from "./life.ts";
import { Killed } from "./mortalLife.ts";
import type { SimNetwork } from "./world.ts";

/** Chances per turn of one vault. */
const MORTAL = 0.3;
const TWO_AT_ONCE = 0.15;
const REPLAY = 0.05;
const RECONCILE = 0.05;
/** How long the slow one of two is held up at each effect, and what the other does meanwhile. */
const SLOW_MS = 25;
const STEPS_MEANWHILE = 3;
/** Failures after which whoever watches the indexer starts it again. */
const RESTART_AFTER_FAILURES = 6;

export interface Counts {
  steps: number;
  /** Steps that recorded blocks, and those that took some back. */
  recordings: number;
  rewinds: number;
  kills: number;
  replays: number;
  failures: number;
}

export const NOTHING: Counts = { steps: 0, recordings: 0, rewinds: 0, kills: 0, replays: 0, failures: 0 };

/** An indexer that steps through a bad time, and is started again whenever it was killed. */
export class Drive {
  readonly counts: Counts;
  readonly #note: (text: string) => void;
  /** What was wrong already while it ran. */
  readonly faults: string[] = [];
  readonly #books: SimBooks;
  readonly #random: Random;
  readonly #lives = new Map<number, IndexerLife>();
  readonly #failures = new Map<number, number>();

  constructor(
    books: SimBooks,
    random: Random,
    { counts, note }: { readonly counts: Counts; readonly note: (text: string) => void },
  ) {
    this.counts = counts;
    this.#note = note;
    this.#books = books;
    this.#random = random;
  }

  /** One of the things that an indexer of this vault does or has done to it. */
  async turn(network: SimNetwork, vault: HouseVault): Promise<void> {
    const random = this.#random;
    if (random.chance(REPLAY)) return this.#replay(vault);
    if (random.chance(RECONCILE)) return this.#reconcile(network, vault);
    if (!random.chance(TWO_AT_ONCE)) return this.#step(network, vault);
    // An old and slow indexer that has not noticed yet that another one took its place, and a chain that moves on.
    const slow = { effects: Number.POSITIVE_INFINITY, lastHappens: true, delayMs: random.int(2, SLOW_MS) };
    const other = startLife(this.#books.indexer, vault, network, slow);
    const late = this.#tolerate(vault, () => other.step());
    for (let steps = 0; steps < STEPS_MEANWHILE; steps += 1) {
      await this.#step(network, vault);
      network.chain.reorganise();
    }
    await late;
  }

  async #step(network: SimNetwork, vault: HouseVault): Promise<void> {
    const life = this.#lifeOf(network, vault);
    this.counts.steps += 1;
    await this.#tolerate(vault, async () => this.#count(vault, await life.step()));
    const failures = this.#failures.get(vault.id) ?? 0;
    if (!life.isOver() && failures < RESTART_AFTER_FAILURES) return;
    this.#lives.delete(vault.id);
    this.#failures.set(vault.id, 0);
    if (life.isOver()) this.counts.kills += 1;
  }

  #count(vault: HouseVault, result: StepResult): void {
    const { kind } = result;
    const cursor = kind === "waiting" ? undefined : result.cursor;
    this.#note(
      `vault ${vault.id} ${kind}: at ${cursor?.number} of ${result.headNumber}, final ${cursor?.finalNumber}`,
    );
    if (kind === "recorded") this.counts.recordings += 1;
    if (kind === "rewound") this.counts.rewinds += 1;
  }

  #lifeOf(network: SimNetwork, vault: HouseVault): IndexerLife {
    const standing = this.#lives.get(vault.id);
    if (standing !== undefined) return standing;
    const mortal = this.#random.chance(MORTAL) ? fateAtRandom(this.#random) : undefined;
    const life = startLife(this.#books.indexer, vault, network, mortal);
    this.#lives.set(vault.id, life);
    return life;
  }

  async #tolerate(vault: HouseVault, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.#failures.set(vault.id, 0);
    } catch (error) {
      if (!(error instanceof RpcFailure || error instanceof CursorMoved || error instanceof Killed))
        throw error;
      this.#note(`vault ${vault.id} failed: ${error.message}`);
      this.counts.failures += 1;
      this.#failures.set(vault.id, (this.#failures.get(vault.id) ?? 0) + 1);
    }
  }

  /** Replaying any recorded range, twice, must change nothing. */
  async #replay(vault: HouseVault): Promise<void> {
    const { indexer } = this.#books;
    const cursor = await findCursor(indexer, vault);
    if (cursor === undefined || cursor.number < 1n) return;
    this.counts.replays += 1;
    const ends = [0, 1].map(() => BigInt(this.#random.int(0, Number(cursor.number)))).toSorted();
    const range = {
      from: ends[0]! < ends[1]! ? ends[0]! : ends[1]!,
      to: ends[0]! < ends[1]! ? ends[1]! : ends[0]!,
    };
    const before = await fingerprint(indexer, vault);
    for (const _ of [1, 2]) await replayRange(indexer, vault, range);
    const after = await fingerprint(indexer, vault);
    const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
    if (changed.length > 0)
      this.faults.push(`replaying ${range.from} to ${range.to} changed ${changed.join(", ")}`);
  }

  async #reconcile(network: SimNetwork, vault: HouseVault): Promise<void> {
    // What a node left out of a block that is not final yet is a variance, rightly, until it is read again.
    const sides = { pool: this.#books.indexer, reader: openReader(network), vault };
    await this.#tolerate(vault, () => reconcile(sides));
  }
}
