import { encodeFunctionData, erc20Abi, numberToHex } from "viem";
import { z } from "zod";
import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { compareEvents, type Header, type VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { decodeLog, EVENT_TOPICS } from "#indexer/source/decodeLog.ts";
import type { Failover } from "#indexer/source/failover.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { headerShape, logShape, quantityShape, type RawLog } from "#indexer/source/shapes.ts";

/** No node sends more logs in one answer; a longer one is refused before it fills the memory. */
const MAX_LOGS = 100_000;

/** Reads a chain through its nodes; an answer that is not what was asked for counts as a failure. */
export function createRpcReader(nodes: Failover, chainId: number): ChainReader {
  async function ask<Answer>(
    method: string,
    params: readonly unknown[],
    parse: (answer: unknown) => Answer,
  ): Promise<Answer> {
    const answer = await nodes.request(method, params);
    try {
      return parse(answer);
    } catch (error) {
      nodes.rotate();
      throw new RpcFailure("retryable", `${method} was answered with nonsense: ${faultOf(error)}`);
    }
  }

  function header(number: bigint): Promise<Header | undefined> {
    return ask("eth_getBlockByNumber", [numberToHex(number), false], (answer) => {
      if (answer === null) return undefined;
      const parsed = headerShape.parse(answer);
      if (parsed.number !== number) throw new RpcFailure("retryable", `block ${parsed.number} came instead`);
      return parsed;
    });
  }

  function logs(
    vault: Hex,
    where: Record<string, string>,
    isWanted: (log: RawLog) => boolean,
  ): Promise<VaultEvent[]> {
    return ask("eth_getLogs", [{ address: vault, topics: [EVENT_TOPICS], ...where }], (answer) => {
      const found = z.array(logShape).max(MAX_LOGS).parse(answer);
      const isForeign = ({ address }: RawLog) => address !== vault.toLowerCase();
      if (found.some((log) => isForeign(log) || !isWanted(log))) {
        throw new RpcFailure("retryable", "a log that was not asked for came along");
      }
      const kept = found.filter(({ removed }) => removed !== true);
      return kept.map((log) => decodeLog(log, chainId)).sort(compareEvents);
    });
  }

  return {
    head: () => ask("eth_getBlockByNumber", ["latest", false], (answer) => headerShape.parse(answer)),
    // One HTTP request per hundred headers: the transport gathers what is asked for at once.
    headers: (numbers) => Promise.all(numbers.map(header)),
    events(vault, { from, to }) {
      const filter = { fromBlock: numberToHex(from), toBlock: numberToHex(to) };
      return logs(vault, filter, ({ blockNumber }) => blockNumber >= from && blockNumber <= to);
    },
    async eventsOf(vault, blockHashes) {
      const blocks = await Promise.all(
        blockHashes.map((hash) => logs(vault, { blockHash: hash }, ({ blockHash }) => blockHash === hash)),
      );
      return blocks.flat();
    },
    balanceAt(vault, token, blockNumber) {
      const block = numberToHex(blockNumber);
      if (token === NATIVE_TOKEN) {
        return ask("eth_getBalance", [vault, block], (answer) => quantityShape.parse(answer));
      }
      const data = encodeFunctionData({ abi: erc20Abi, functionName: "balanceOf", args: [vault] });
      return ask("eth_call", [{ to: token, data }, block], (answer) => quantityShape.parse(answer));
    },
    distrust: () => nodes.rotate(),
  };
}

const MAX_FAULT_CHARACTERS = 200;

function faultOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues
      .map(({ path, message }) => `${path.join(".")} ${message}`)
      .join("; ")
      .slice(0, MAX_FAULT_CHARACTERS);
  }
  if (error instanceof FairhouseError) return error.message;
  return error instanceof Error ? error.name : "not an error";
}
