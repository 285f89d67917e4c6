import type { Hex } from "#domain/chain/hex.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { Random } from "#test/indexer/support/random.ts";
import type { ToldEvent } from "./encodeEvent.ts";
import type { ChainShape } from "./shape.ts";
import { Truth } from "./truth.ts";
import { addressOf, hashOf } from "./words.ts";

export const VAULT = addressOf("vault");
export const BANKROLL = addressOf("bankroll");
/** The block whose successors hold events. */
export const DEPLOY_BLOCK = 1;

export interface Transaction {
  readonly hash: Hex;
  readonly from: Hex;
  readonly events: readonly ToldEvent[];
}

/** Accounts that pay in: one for so many events. */
const EVENTS_PER_ACCOUNT = 10;
const MIN_ACCOUNTS = 50;
const MAX_DEPOSIT = 9_999_999;
const BANKROLL_DEPOSIT = 100_000_000_000n;
const ENTRY_FEE = 100_000_000n;
const ENTRIES_PER_BATCH = 25;
/** The first entries of each batch are refused. */
const REFUSED_PER_BATCH = 2;
const MAX_PAYOUT = 999_999;

/** Which transaction of how many is something else than a deposit; the first of all fills the bankroll. */
const SCHEDULE = [
  { every: 1_000, at: 0, kind: "bankroll" },
  { every: 500, at: 99, kind: "batch" },
  { every: 500, at: 199, kind: "claim" },
  { every: 1_000, at: 299, kind: "checkpoint" },
  { every: 200, at: 49, kind: "registration" },
  { every: 200, at: 149, kind: "retopup" },
] as const;

/**
 * What happens at a vault, transaction by transaction: players pay in, batches pay out, recipients refuse and claim,
 * members enter, checkpoints are published. The same shape tells the same story.
 */
export class Story {
  readonly truth = new Truth();
  readonly #random: Random;
  readonly #accounts: readonly Hex[];
  readonly #members: Hex[] = [];
  readonly #seed: number;
  #count = 0;
  #epoch = 0n;

  constructor({ seed, events }: Pick<ChainShape, "seed" | "events">) {
    const accounts = Math.max(MIN_ACCOUNTS, Math.floor(events / EVENTS_PER_ACCOUNT));
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#accounts = Array.from({ length: accounts }, (_, index) => addressOf(`player ${seed}/${index}`));
  }

  /** The next transaction, of at most `room` events. */
  next(room: number): Transaction {
    const scheduled = SCHEDULE.find(({ every, at }) => this.#count % every === at);
    switch (scheduled?.kind) {
      case "bankroll":
        return this.#deposit(BANKROLL, BANKROLL_DEPOSIT);
      case "batch":
        return room > REFUSED_PER_BATCH ? this.#batch() : this.deposit();
      case "claim":
        return this.#claim() ?? this.deposit();
      case "checkpoint":
        return this.#checkpoint();
      case "registration":
        return this.#register() ?? this.deposit();
      case "retopup":
        return this.#retopup() ?? this.deposit();
      case undefined:
        return this.deposit();
    }
  }

  /** A deposit of some player. */
  deposit(): Transaction {
    return this.#deposit(this.#random.pick(this.#accounts), BigInt(this.#random.int(1, MAX_DEPOSIT)));
  }

  #deposit(account: Hex, quanta: bigint): Transaction {
    return this.#tell(account, { name: "Deposited", args: { account, token: NATIVE_TOKEN, quanta } });
  }

  #batch(): Transaction {
    const start = this.#random.int(0, this.#accounts.length - ENTRIES_PER_BATCH);
    const recipients = this.#accounts.slice(start, start + ENTRIES_PER_BATCH);
    const entries = recipients.map((account, position) => ({
      account,
      quanta: BigInt(this.#random.int(1, MAX_PAYOUT)),
      isCredited: position < REFUSED_PER_BATCH,
    }));
    const batchId = hashOf(`batch ${this.#seed}/${this.#count}`);
    this.truth.batches.push({ id: batchId, entries });
    const packed = packEntries(entries);
    const refused = entries.filter(({ isCredited }) => isCredited);
    const credits = refused.map(({ account, quanta }): ToldEvent => {
      return { name: "PayoutCredited", args: { batchId, account, token: NATIVE_TOKEN, quanta } };
    });
    const { total, count } = packed;
    const credited = refused.reduce((sum, { quanta }) => sum + quanta, 0n);
    const args = { batchId, token: NATIVE_TOKEN, total, count, credited, entries: packed.entries };
    return this.#tell(BANKROLL, ...credits, { name: "PayoutExecuted", args });
  }

  #claim(): Transaction | undefined {
    const [credit] = this.truth.credits;
    if (credit === undefined) return undefined;
    const [account, quanta] = credit;
    const args = { account, token: NATIVE_TOKEN, to: account, quanta };
    return this.#tell(account, { name: "CreditClaimed", args });
  }

  #checkpoint(): Transaction {
    this.#epoch += 1n;
    const { depositedTotal, enteredTotal, paidTotal, creditedTotal } = this.truth;
    const args = {
      token: NATIVE_TOKEN,
      epoch: this.#epoch,
      root: hashOf(`root ${this.#seed}/${this.#epoch}`),
      total: depositedTotal - paidTotal,
      entered: depositedTotal + enteredTotal,
      executed: paidTotal + creditedTotal,
    };
    return this.#tell(BANKROLL, { name: "CheckpointPublished", args });
  }

  #register(): Transaction | undefined {
    const account = this.#accounts[this.#members.length];
    if (account === undefined) return undefined;
    const sponsor = this.#members.length === 0 ? NATIVE_TOKEN : this.#random.pick(this.#members);
    this.#members.push(account);
    return this.#tell(account, { name: "RegistrationAccepted", args: this.#entry(account, sponsor) });
  }

  #retopup(): Transaction | undefined {
    if (this.#members.length === 0) return undefined;
    const account = this.#random.pick(this.#members);
    return this.#tell(account, { name: "RetopupCompleted", args: this.#entry(account, NATIVE_TOKEN) });
  }

  #entry(account: Hex, sponsor: Hex) {
    const placementHint: Hex = `0x${"0".repeat(64)}`;
    const nonce = BigInt(this.#count);
    return { account, sponsor, token: NATIVE_TOKEN, quanta: ENTRY_FEE, placementHint, nonce };
  }

  #tell(from: Hex, ...events: ToldEvent[]): Transaction {
    for (const event of events) this.truth.take(event);
    return { hash: hashOf(`transaction ${this.#seed}/${this.#count++}`), from, events };
  }
}

/** The transactions of each block that has events, first block first; see `ChainShape`. */
export function* tellBlocks(
  story: Story,
  shape: ChainShape,
): Generator<{ number: number; transactions: Transaction[] }> {
  let told = 0;
  for (let number = DEPLOY_BLOCK; number <= shape.eventBlocks && told < shape.events; number++) {
    const due = Math.round((number * shape.events) / shape.eventBlocks);
    const transactions: Transaction[] = [];
    while (told < due) {
      const transaction = story.next(shape.events - told);
      told += transaction.events.length;
      transactions.push(transaction);
    }
    if (transactions.length > 0) yield { number, transactions };
  }
}
