import type { Hex } from "#domain/chain/hex.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import type { ChainReader, LogsWanted } from "#indexer/source/chainReader.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { FULL_BLOOM } from "./bloom.ts";
import { encodeLog } from "./encodeLog.ts";
import { addressOf, hashOf } from "./simulatedChain.ts";

export const CROWDED_VAULT = addressOf("crowded vault");
const DEPOSITS_PER_TRANSACTION = 3;
const LOGS_PER_PART = 1_000;
const PAYERS = Array.from({ length: 50 }, (_, index) => addressOf(`payer ${index}`));

/** A chain whose blocks hold as many deposits as is said, of one quantum each. */
export class CrowdedChain {
  readonly #blocks: { readonly header: Header; readonly logs: readonly RawLog[] }[] = [];
  #branch = 0;

  constructor(...deposits: readonly number[]) {
    for (const count of [0, ...deposits]) this.mine(count);
  }

  get head(): Header {
    return this.#blocks.at(-1)!.header;
  }

  mine(deposits = 0): void {
    const number = BigInt(this.#blocks.length);
    const hash = hashOf(`crowded ${this.#branch}/${number}`);
    const parentHash = this.#blocks.at(-1)?.header.hash ?? hashOf("nothing");
    const header = { number, hash, parentHash, timestamp: 1_700_000_000n + number, logsBloom: FULL_BLOOM };
    const encoded = PAYERS.map((account) =>
      encodeLog("vault", "Deposited", { account, token: NATIVE_TOKEN, quanta: 1n }),
    );
    const logs = Array.from({ length: deposits }, (_, logIndex) => ({
      ...encoded[logIndex % encoded.length]!,
      ...{ address: CROWDED_VAULT, blockNumber: number, blockHash: hash, logIndex },
      txHash: hashOf(`crowded ${number}/${Math.floor(logIndex / DEPOSITS_PER_TRANSACTION)}`),
    }));
    this.#blocks.push({ header, logs });
  }

  /** Replaces the last blocks by empty ones. */
  reorg(depth: number): void {
    this.#branch += 1;
    this.#blocks.splice(-depth);
    for (let block = 0; block <= depth; block += 1) this.mine();
  }

  /** A node that gives out large answers as a stream alone. */
  reader(): ChainReader {
    const logsIn = (blockHash: Hex) => {
      const block = this.#blocks.find(({ header }) => header.hash === blockHash);
      if (block === undefined) throw new RpcFailure("retryable", "unknown block");
      return block.logs;
    };
    const wantedLogs = (wanted: LogsWanted) =>
      "blockHash" in wanted
        ? logsIn(wanted.blockHash)
        : this.#blocks
            .slice(Number(wanted.range.from), Number(wanted.range.to) + 1)
            .flatMap(({ logs }) => logs);
    return {
      head: async () => this.head,
      finalized: async () => undefined,
      headers: async (numbers) => numbers.map((number) => this.#blocks[Number(number)]?.header),
      async *logs(_emitters, wanted) {
        const logs = wantedLogs(wanted);
        for (let at = 0; at < logs.length; at += LOGS_PER_PART) {
          yield logs.slice(at, at + LOGS_PER_PART);
        }
      },
      logsOf: async (_emitters, hashes) => hashes.flatMap(logsIn),
      balanceAt: async () => 0n,
      distrust() {},
    };
  }
}
