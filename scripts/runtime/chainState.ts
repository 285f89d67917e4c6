import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { z } from "zod";
import { writeFileAtomic } from "#scripts/runtime/atomicFile.ts";
import { chainRpc } from "#scripts/runtime/chainRpc.ts";
import type { Report } from "#scripts/runtime/installProgram.ts";

const POLL_MS = 250;
const BYTES_PER_MIB = 1_048_576;
/**
 * How soon blocks are saved. The dump grows with the chain (a block is about 0.3 KiB and 22 µs of work),
 * so the rest between two saves grows with its size: about 5 % of the time goes into saving an idle
 * chain. Blocks with transactions should be safe before they count as final, and may cost four times that.
 */
const BUSY = { atLeastMs: 1_000, perMibMs: 325 } as const;
/** Losing blocks without transactions costs only a short reorg. */
const IDLE = { atLeastMs: 2_000, perMibMs: 1_300 } as const;
/** A gap this wide between two polls is not searched for transactions but taken to have some. */
const MAX_BLOCKS_SEARCHED = 16;

const HexBytes = z.string().regex(/^0x[0-9a-f]*$/);
const BlockAnswer = z.object({ hash: HexBytes, number: HexBytes, transactions: z.array(z.unknown()) });
type Head = { hash: string; number: number; hasTransactions: boolean };

export type ChainStateKeeper = {
  /** Saves what is new and stops watching. */
  close: () => Promise<void>;
};

/**
 * Saves the chain while it runs. Anvil itself writes its state only on an orderly exit; after a `kill -9`
 * it would come back empty, and every deposit with it. A save replaces the file atomically.
 */
export function keepChainState(input: {
  url: string;
  stateFile: string;
  /** Resolves when the chain's process has ended. */
  ended: Promise<unknown>;
  report: Report;
}): ChainStateKeeper {
  const stopped = new AbortController();
  void input.ended.then(() => stopped.abort());
  const saver = new Saver(input.url, input.stateFile);
  const watching = watch({ saver, stopped: stopped.signal, report: input.report });
  return {
    close: async () => {
      const isAlive = !stopped.signal.aborted;
      stopped.abort();
      await watching;
      if (isAlive) await saver.saveIfChanged();
    },
  };
}

async function watch(input: { saver: Saver; stopped: AbortSignal; report: Report }): Promise<void> {
  while (!input.stopped.aborted) {
    try {
      await input.saver.saveIfDue();
    } catch (error) {
      // A chain that is going away refuses connections for a moment before its exit is known.
      await pause(input.stopped);
      if (!input.stopped.aborted)
        input.report(`The chain's state could not be saved, trying again: ${error}`);
    }
    await pause(input.stopped);
  }
}

function pause(stopped: AbortSignal): Promise<void> {
  return sleep(POLL_MS, undefined, { signal: stopped }).catch(() => undefined);
}

class Saver {
  readonly #url: string;
  readonly #stateFile: string;
  #seen: Head | undefined;
  #savedHash: string | undefined;
  #hasUnsavedTransactions = true;
  #nextSaveAt = { busy: 0, idle: 0 };

  constructor(url: string, stateFile: string) {
    this.#url = url;
    this.#stateFile = stateFile;
  }

  async saveIfDue(): Promise<void> {
    const head = await this.#head("latest");
    this.#hasUnsavedTransactions ||= await this.#hasTransactionsUpTo(head);
    this.#seen = head;
    const dueAt = this.#hasUnsavedTransactions ? this.#nextSaveAt.busy : this.#nextSaveAt.idle;
    if (performance.now() >= dueAt) await this.#save(head);
  }

  async saveIfChanged(): Promise<void> {
    const head = await this.#head("latest");
    if (head.hash !== this.#savedHash) await this.#save(head);
  }

  async #save(head: Head): Promise<void> {
    const dump = HexBytes.parse(await chainRpc(this.#url, "anvil_dumpState"));
    await writeFileAtomic(this.#stateFile, await promisify(gunzip)(Buffer.from(dump.slice(2), "hex")));
    this.#savedHash = head.hash;
    this.#hasUnsavedTransactions = false;
    const sizeMib = dump.length / BYTES_PER_MIB;
    this.#nextSaveAt = { busy: nextSaveAt(BUSY, sizeMib), idle: nextSaveAt(IDLE, sizeMib) };
  }

  async #hasTransactionsUpTo(head: Head): Promise<boolean> {
    const seen = this.#seen;
    if (seen === undefined || head.hash === seen.hash) return head.hash !== seen?.hash;
    const isOrdinary = head.number > seen.number && head.number - seen.number <= MAX_BLOCKS_SEARCHED;
    if (!isOrdinary || head.hasTransactions) return true;
    for (let number = seen.number + 1; number < head.number; number++) {
      if ((await this.#head(`0x${number.toString(16)}`)).hasTransactions) return true;
    }
    return false;
  }

  async #head(block: string): Promise<Head> {
    const answer = BlockAnswer.parse(await chainRpc(this.#url, "eth_getBlockByNumber", [block, false]));
    return {
      hash: answer.hash,
      number: Number(answer.number),
      hasTransactions: answer.transactions.length > 0,
    };
  }
}

function nextSaveAt(pace: { atLeastMs: number; perMibMs: number }, sizeMib: number): number {
  return performance.now() + Math.max(pace.atLeastMs, pace.perMibMs * sizeMib);
}
