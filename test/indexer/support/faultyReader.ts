import type { ChainReader } from "#indexer/source/chainReader.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { Random } from "./random.ts";

export interface Faults {
  readonly random: Random;
  /** How often a request goes wrong. */
  readonly rate: number;
  /** Happens between two requests now and then: the chain does not wait for its readers. */
  readonly meanwhile: () => void;
}

/** A node as they are: slow, lagging, refusing, and changing its mind between two requests. */
export function faultyReader(honest: ChainReader, { random, rate, meanwhile }: Faults): ChainReader {
  function stumble(): void {
    if (random.chance(rate)) throw new RpcFailure("retryable", "the node is busy");
    if (random.chance(rate)) meanwhile();
  }
  return {
    ...honest,
    async head() {
      stumble();
      const head = await honest.head();
      if (!random.chance(rate)) return head;
      const lag = BigInt(random.int(0, 10));
      const [older] = await honest.headers([head.number > lag ? head.number - lag : 0n]);
      return older ?? head;
    },
    async headers(numbers) {
      stumble();
      const headers = await honest.headers(numbers);
      return random.chance(rate)
        ? headers.map((header) => (random.chance(0.2) ? undefined : header))
        : headers;
    },
    async logsOf(emitters, hashes) {
      stumble();
      return honest.logsOf(emitters, hashes);
    },
    async *logs(emitters, wanted) {
      stumble();
      if (random.chance(rate)) throw new RpcFailure("limit", "the range is too large");
      for await (const part of honest.logs(emitters, wanted)) {
        yield part;
        stumble();
      }
    },
  };
}
