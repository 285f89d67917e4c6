import type { Hex } from "#domain/chain/hex.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { bloomOf } from "./bloom.ts";
import { encodeLog } from "./encodeLog.ts";
import type { PlannedBatch } from "./house.ts";
import type { Random } from "./random.ts";

export const SIMULATED_CHAIN_ID = 31_337;
const WEI_PER_QUANTUM = 1_000_000_000n;
const TOKEN: Hex = NATIVE_TOKEN;

/** Hex digits that follow from a name, so many of them. */
export function hexOf(name: string, digits: number): Hex {
  const text = [0, 1].map((part) => causeIdOf(name, part).replaceAll("-", "")).join("");
  return `0x${text.slice(0, digits)}`;
}
export const addressOf = (name: string) => hexOf(`address ${name}`, 40);
export const hashOf = (name: string) => hexOf(`hash ${name}`, 64);

interface Block {
  readonly header: Header;
  readonly logs: readonly RawLog[];
  /** The vault after this block, in quanta. */
  readonly balance: bigint;
  readonly credits: ReadonlyMap<Hex, bigint>;
  readonly executed: ReadonlySet<Hex>;
}

interface Draft {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly txHash: Hex;
}

/** A chain with one vault, kept in memory, that can be made to do what chains do. */
export class SimulatedChain {
  readonly #vault: Hex;
  readonly #random: Random;
  readonly #payers: readonly Hex[];
  readonly #batches: readonly PlannedBatch[];
  #blocks: Block[];
  #abandoned: Block[] | undefined;
  #made = 0;

  constructor(
    random: Random,
    world: { vault?: Hex; payers: readonly Hex[]; batches: readonly PlannedBatch[] },
  ) {
    this.#random = random;
    this.#vault = world.vault ?? addressOf("vault");
    this.#payers = world.payers;
    this.#batches = world.batches;
    const header = {
      number: 0n,
      hash: hashOf("genesis"),
      parentHash: hashOf("nothing"),
      timestamp: 1_700_000_000n,
      logsBloom: bloomOf([]),
    };
    this.#blocks = [{ header, logs: [], balance: 0n, credits: new Map(), executed: new Set() }];
  }

  get head(): Header {
    return this.#top.header;
  }

  get balanceQuanta(): bigint {
    return this.#top.balance;
  }

  get #top(): Block {
    return this.#blocks.at(-1)!;
  }

  mine(blocks: number, activity = 0.5): void {
    for (let count = 0; count < blocks; count += 1) this.#mineOne(activity);
  }

  /** Replaces the last `depth` blocks by `length` others; the old branch can be returned to. */
  reorg(depth: number, length: number): void {
    this.#abandoned = this.#blocks;
    this.#blocks = this.#blocks.slice(0, this.#blocks.length - depth);
    this.mine(length);
  }

  /** Goes back to the branch that the last reorg left, as when two miners compete. */
  flipBack(): void {
    if (this.#abandoned === undefined) return;
    [this.#blocks, this.#abandoned] = [this.#abandoned, this.#blocks];
  }

  /** How deep a flip back would be below `number`. */
  flipDepth(number: bigint): number {
    const other = this.#abandoned ?? this.#blocks;
    const shared = this.#blocks.findLastIndex(
      (block, index) => other[index]?.header.hash === block.header.hash,
    );
    return Number(number) - shared;
  }

  #mineOne(activity: number): void {
    const parent = this.#top;
    const number = parent.header.number + 1n;
    const hash = hashOf(`block ${this.#made++} on ${parent.header.hash}`);
    const { hash: parentHash, timestamp } = parent.header;
    const header = { number, hash, parentHash, timestamp: timestamp + 1n, logsBloom: bloomOf([]) };
    let block: Block = { ...parent, header, logs: [] };
    const transactions = this.#random.chance(activity) ? this.#random.int(1, 4) : 0;
    for (let index = 0; index < transactions; index += 1)
      block = this.#transact(block, hashOf(`tx ${hash} ${index}`));
    this.#blocks.push({ ...block, header: { ...header, logsBloom: bloomOf(block.logs) } });
  }

  #transact(block: Block, txHash: Hex): Block {
    const roll = this.#random.next();
    if (roll < 0.3) return this.#execute(block, txHash);
    if (roll < 0.4) return this.#claim(block, txHash);
    const quanta = BigInt(this.#random.int(1, 1_000_000));
    const args = { account: this.#random.pick(this.#payers), token: TOKEN, quanta };
    return { ...this.#log(block, { name: "Deposited", args, txHash }), balance: block.balance + quanta };
  }

  #execute(block: Block, txHash: Hex): Block {
    const open = this.#batches.filter(({ id }) => !block.executed.has(id));
    if (open.length === 0) return block;
    const { id: batchId, withdrawals } = this.#random.pick(open);
    const packed = packEntries(withdrawals.map(({ to, quanta }) => ({ account: to, quanta })));
    const owed = [...block.credits.values()].reduce((sum, quanta) => sum + quanta, 0n);
    if (block.balance - owed < packed.total) return block;
    const credits = new Map(block.credits);
    let credited = 0n;
    let after = block;
    for (const { to: account, quanta } of withdrawals) {
      if (!this.#random.chance(0.3)) continue;
      credited += quanta;
      credits.set(account, (credits.get(account) ?? 0n) + quanta);
      after = this.#log(after, {
        name: "PayoutCredited",
        args: { batchId, account, token: TOKEN, quanta },
        txHash,
      });
    }
    const { total, count, entries } = packed;
    const args = { batchId, token: TOKEN, total, count, credited, entries };
    return {
      ...this.#log(after, { name: "PayoutExecuted", args, txHash }),
      balance: block.balance - total + credited,
      credits,
      executed: new Set([...block.executed, batchId]),
    };
  }

  #claim(block: Block, txHash: Hex): Block {
    const [claim] = block.credits;
    if (claim === undefined) return block;
    const [account, quanta] = claim;
    const credits = new Map(block.credits);
    credits.delete(account);
    const args = { account, token: TOKEN, to: account, quanta };
    return {
      ...this.#log(block, { name: "CreditClaimed", args, txHash }),
      credits,
      balance: block.balance - quanta,
    };
  }

  /** An honest node. */
  reader(): ChainReader {
    const logsIn = (blockHash: Hex) => {
      const block = this.#blocks.find(({ header }) => header.hash === blockHash);
      if (block === undefined) throw new RpcFailure("retryable", "unknown block");
      return block.logs;
    };
    return {
      head: async () => this.head,
      finalized: async () => undefined,
      headers: async (numbers) => numbers.map((number) => this.#blocks[Number(number)]?.header),
      logs: (_emitters, wanted) => {
        if ("blockHash" in wanted) return inParts(() => [logsIn(wanted.blockHash)]);
        const { from, to } = wanted.range;
        return inParts(() => this.#blocks.slice(Number(from), Number(to) + 1).map(({ logs }) => logs));
      },
      logsOf: async (_emitters, hashes) => hashes.flatMap(logsIn),
      balanceAt: async (_vault, _token, number) => {
        const block = this.#blocks[Number(number)];
        if (block === undefined) throw new Error(`there is no block ${number}`);
        return block.balance * WEI_PER_QUANTUM;
      },
      distrust() {},
    };
  }

  #log(block: Block, { name, args, txHash }: Draft): Block {
    const { number: blockNumber, hash: blockHash } = block.header;
    const place = { address: this.#vault, blockNumber, blockHash, txHash, logIndex: block.logs.length };
    return { ...block, logs: [...block.logs, { ...place, ...encodeLog("vault", name, args) }] };
  }
}

async function* inParts(read: () => readonly (readonly RawLog[])[]): AsyncGenerator<readonly RawLog[]> {
  for (const part of read()) if (part.length > 0) yield part;
}
