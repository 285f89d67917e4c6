import { hash } from "node:crypto";
import type { Hex } from "#domain/chain/hex.ts";
import { bloomOf } from "./bloom.ts";
import { encodeEvent } from "./encodeEvent.ts";
import type { LogFilter } from "./logFilter.ts";
import { type ChainShape, firstHead } from "./shape.ts";
import { Story, type Transaction, tellBlocks, VAULT } from "./story.ts";
import { headerText, logText, type Place, receiptText, transactionText } from "./texts.ts";

const FIRST_TIMESTAMP = 1_750_000_000;
const WEI_PER_QUANTUM = 1_000_000_000n;
const NUMBER_DIGITS = 8;
const HASH_DIGITS = 64;

/** A block with events; its texts are made when it is mined, so that serving it costs next to nothing. */
interface FullBlock {
  readonly number: number;
  readonly transactions: readonly Transaction[];
  readonly header: string;
  readonly hashes: string;
  /** All logs, one after the other. */
  readonly logs: Buffer;
  readonly balanceWei: bigint;
}

/**
 * A chain with one vault. Blocks without events are made when somebody asks for them, so a million of them take no
 * memory. Hashes follow from the seed and hold the number of their block, so that looking one up takes no table.
 */
export class SimulatedChain {
  readonly shape: ChainShape;
  head: number;
  readonly #story: Story;
  readonly #blocks = new Map<number, FullBlock>();
  /** Numbers of the blocks with events, ascending. */
  readonly #numbers: number[] = [];

  constructor(shape: ChainShape) {
    this.shape = shape;
    this.#story = new Story(shape);
    for (const { number, transactions } of tellBlocks(this.#story, shape)) this.#add(number, transactions);
    this.head = firstHead(shape);
  }

  /** Adds a block with so many deposits. */
  mine(deposits: number): number {
    const transactions = Array.from({ length: deposits }, () => this.#story.deposit());
    if (deposits > 0) this.#add(this.head + 1, transactions);
    this.head += 1;
    return this.head;
  }

  /** A block's JSON; undefined where there is none yet. */
  block(number: number, hasWholeTransactions: boolean): string | undefined {
    if (number < 0 || number > this.head) return undefined;
    const full = this.#blocks.get(number);
    if (full === undefined) return `${this.#header(number, 0)},"transactions":[],"uncles":[]}`;
    const listed = hasWholeTransactions ? this.#transactionTexts(full).join(",") : full.hashes;
    return `${full.header},"transactions":[${listed}],"uncles":[]}`;
  }

  /** What `newHeads` tells of a block. */
  announcement(number: number): string {
    return `${this.#blocks.get(number)?.header ?? this.#header(number, 0)}}`;
  }

  /** The number that a hash of this chain names. */
  numberOf(blockHash: string): number | undefined {
    const number = Number.parseInt(blockHash.slice(-NUMBER_DIGITS), 16);
    return number <= this.head && this.#hash(number) === blockHash ? number : undefined;
  }

  /** Logs of the blocks `from` … `to` that pass the filter, as the texts between the brackets of a JSON list. */
  logs(from: number, to: number, filter: LogFilter): Buffer[] {
    const found: Buffer[] = [];
    for (const block of this.#between(from, to)) {
      const logs = filter.takesAll ? block.logs : Buffer.from(this.#logTexts(block, filter).join(","));
      if (logs.length > 0) found.push(logs);
    }
    return found;
  }

  receipts(number: number): string[] {
    const block = this.#blocks.get(number);
    if (block === undefined) return [];
    let logIndex = 0;
    return block.transactions.map(({ hash: txHash, from, events }, txIndex) => {
      const place = { blockNumber: number, blockHash: this.#hash(number), txHash, txIndex };
      const encoded = events.map(encodeEvent);
      const logs = encoded.map((event) => logText(VAULT, event, { ...place, logIndex: logIndex++ }));
      const bloom = bloomOf([VAULT, ...encoded.flatMap(({ topics }) => topics)]);
      return receiptText({ ...place, from, to: VAULT, bloom, logs });
    });
  }

  /** What the vault holds after a block. */
  balanceAt(number: number): bigint {
    const last = this.#numbers[this.#countUpTo(number) - 1];
    return (last === undefined ? undefined : this.#blocks.get(last)?.balanceWei) ?? 0n;
  }

  #add(number: number, transactions: readonly Transaction[]): void {
    const items = new Set<Hex>([VAULT]);
    const logs: string[] = [];
    this.#eachLog(number, transactions, (place, event) => {
      for (const topic of event.topics) items.add(topic);
      logs.push(logText(VAULT, event, place));
    });
    const balanceWei = this.#story.truth.custody * WEI_PER_QUANTUM;
    this.#blocks.set(number, {
      number,
      transactions,
      header: this.#header(number, transactions.length, bloomOf(items)),
      hashes: transactions.map((transaction) => `"${transaction.hash}"`).join(","),
      logs: Buffer.from(logs.join(",")),
      balanceWei,
    });
    this.#numbers.push(number);
  }

  #eachLog(
    number: number,
    transactions: readonly Transaction[],
    visit: (place: Place, event: ReturnType<typeof encodeEvent>) => void,
  ): void {
    const blockHash = this.#hash(number);
    let logIndex = 0;
    for (const [txIndex, { hash: txHash, events }] of transactions.entries()) {
      for (const event of events) {
        visit({ blockNumber: number, blockHash, txHash, txIndex, logIndex }, encodeEvent(event));
        logIndex += 1;
      }
    }
  }

  #logTexts({ number, transactions }: FullBlock, filter: LogFilter): string[] {
    const texts: string[] = [];
    this.#eachLog(number, transactions, (place, event) => {
      if (filter.takes(VAULT, event.topics)) texts.push(logText(VAULT, event, place));
    });
    return texts;
  }

  #transactionTexts({ number, transactions }: FullBlock): string[] {
    const blockHash = this.#hash(number);
    return transactions.map(({ hash: txHash, from }, txIndex) =>
      transactionText({ blockNumber: number, blockHash, txHash, txIndex }, { from, to: VAULT }),
    );
  }

  #header(number: number, transactionCount: number, bloom?: Hex): string {
    return headerText({
      number,
      hash: this.#hash(number),
      parentHash: number === 0 ? `0x${"0".repeat(HASH_DIGITS)}` : this.#hash(number - 1),
      timestamp: FIRST_TIMESTAMP + number,
      transactionCount,
      ...(bloom !== undefined && { bloom }),
    });
  }

  #hash(number: number): Hex {
    const digits = hash("sha256", `block ${this.shape.seed}/${number}`, "hex");
    const tail = number.toString(16).padStart(NUMBER_DIGITS, "0");
    return `0x${digits.slice(0, HASH_DIGITS - NUMBER_DIGITS)}${tail}`;
  }

  *#between(from: number, to: number): Generator<FullBlock> {
    for (let index = this.#countUpTo(from - 1); index < this.#numbers.length; index++) {
      const number = this.#numbers[index];
      if (number === undefined || number > Math.min(to, this.head)) return;
      const block = this.#blocks.get(number);
      if (block !== undefined) yield block;
    }
  }

  /** How many of the blocks with events have this number or a lower one. */
  #countUpTo(number: number): number {
    let low = 0;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
