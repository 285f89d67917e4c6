import { encodeFunctionData, erc20Abi, numberToHex } from "viem";
import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import type { ChainReader, LogsWanted } from "#indexer/source/chainReader.ts";
import { EVENT_TOPICS } from "#indexer/source/eventTable.ts";
import { expectLogs } from "#indexer/source/expectLogs.ts";
import type { Failover } from "#indexer/source/failover.ts";
import { listElements } from "#indexer/source/listElements.ts";
import { AnswerInvalid, parseHeader, parseLogs, parseQuantity } from "#indexer/source/parseAnswer.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/** The logs of several blocks at once are held in memory; where there are more, they are asked for as a stream. */
const MAX_LOGS_OF_BLOCKS = 50_000;

/** Reads a chain through its nodes; an answer that is not what was asked for counts as a failure. */
export function createRpcReader(nodes: Failover): ChainReader {
  async function ask<Answer>(
    method: string,
    params: readonly unknown[],
    parse: (answer: unknown) => Answer,
  ): Promise<Answer> {
    const answer = await nodes.request(method, params);
    return believe(method, () => parse(answer));
  }

  /** Nonsense is the failure of whoever said it, so that somebody else is asked next. */
  function believe<Answer>(method: string, parse: () => Answer): Answer {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof FairhouseError)) throw error;
      nodes.rotate();
      throw new RpcFailure("retryable", `${method} was answered with nonsense: ${error.message}`);
    }
  }

  /** All in one request to the node: what surrounds a request takes longer than a header. */
  async function headers(numbers: readonly bigint[]): Promise<(Header | undefined)[]> {
    const method = "eth_getBlockByNumber";
    const calls = numbers.map((number) => ({ method, params: [numberToHex(number), false] }));
    const answers = await nodes.requestAll(calls);
    return believe(method, () => numbers.map((number, place) => headerIn(answers[place], number)));
  }

  async function* logs(emitters: readonly Hex[], wanted: LogsWanted): AsyncGenerator<readonly RawLog[]> {
    const call = { method: "eth_getLogs", params: [filterOf(emitters, wanted)] };
    const judge = expectLogs(emitters, wanted);
    const body = await nodes.stream(call.method, call.params);
    for await (const elements of listElements(call, body)) {
      yield believe(call.method, () => {
        const parsed = parseLogs(elements);
        judge(parsed);
        return parsed;
      });
    }
  }

  function logsOfBlock(emitters: readonly Hex[], blockHash: Hex): Promise<RawLog[]> {
    const wanted = { blockHash };
    return ask("eth_getLogs", [filterOf(emitters, wanted)], (answer) => {
      if (!Array.isArray(answer)) throw new AnswerInvalid("the answer is no list");
      const parsed = parseLogs(answer);
      expectLogs(emitters, wanted)(parsed);
      return parsed;
    });
  }

  return {
    head: () => ask("eth_getBlockByNumber", ["latest", false], parseHeader),
    finalized: () => finalizedOf(() => ask("eth_getBlockByNumber", ["finalized", false], parseFinalized)),
    headers,
    logs,
    async logsOf(emitters, blockHashes) {
      const blocks = await Promise.all(blockHashes.map((hash) => logsOfBlock(emitters, hash)));
      const count = blocks.reduce((sum, found) => sum + found.length, 0);
      if (count > MAX_LOGS_OF_BLOCKS) throw new RpcFailure("limit", `${count} logs came at once`);
      return blocks.flat();
    },
    balanceAt(vault, token, blockNumber) {
      const block = numberToHex(blockNumber);
      const parse = (answer: unknown) => parseQuantity(answer, "balance");
      if (token === NATIVE_TOKEN) return ask("eth_getBalance", [vault, block], parse);
      const data = encodeFunctionData({ abi: erc20Abi, functionName: "balanceOf", args: [vault] });
      return ask("eth_call", [{ to: token, data }, block], parse);
    },
    distrust: () => nodes.rotate(),
  };
}

/** @throws AnswerInvalid */
function headerIn(answer: unknown, number: bigint): Header | undefined {
  if (answer === null) return undefined;
  const header = parseHeader(answer);
  if (header.number !== number) throw new AnswerInvalid(`block ${header.number} came instead`);
  return header;
}

function filterOf(emitters: readonly Hex[], wanted: LogsWanted): Record<string, unknown> {
  const where =
    "range" in wanted
      ? { fromBlock: numberToHex(wanted.range.from), toBlock: numberToHex(wanted.range.to) }
      : { blockHash: wanted.blockHash };
  return { address: emitters, topics: [EVENT_TOPICS], ...where };
}

function parseFinalized(answer: unknown): bigint | undefined {
  return answer === null ? undefined : parseHeader(answer).number;
}

/** A node that does not know the word says so with an error; one that is away says nothing. */
async function finalizedOf(read: () => Promise<bigint | undefined>): Promise<bigint | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RpcFailure && !error.isOutage && error.retryAfterMs === undefined) return undefined;
    throw error;
  }
}
