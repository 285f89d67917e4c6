import { filterOf, type LogFilter, type LogQuery, logQuery } from "./logFilter.ts";
import { CHAIN_ID, FINALIZED_DEPTH } from "./shape.ts";
import type { SimulatedChain } from "./simulatedChain.ts";
import { quantity, word } from "./words.ts";

/** JSON, as text or as the bytes of one. */
export type Answer = string | Buffer;

/** What a node says when it cannot answer. */
export class RpcFault extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const METHOD_NOT_FOUND = -32_601;
const INVALID_PARAMS = -32_602;
const OPEN = Buffer.from("[");
const CLOSE = Buffer.from("]");
const COMMA = Buffer.from(",");

/** Answers the questions that indexers ask. @throws RpcFault */
export function createAnswerer(
  chain: SimulatedChain,
): (method: string, params: readonly unknown[]) => Answer {
  const filters = new Map<string, LogFilter>();

  function numberAt(tag: unknown): number {
    if (tag === "latest" || tag === "pending") return chain.head;
    if (tag === "finalized" || tag === "safe") return Math.max(0, chain.head - FINALIZED_DEPTH);
    if (tag === "earliest") return 0;
    const number = typeof tag === "string" ? Number.parseInt(tag, 16) : Number.NaN;
    if (Number.isNaN(number)) throw new RpcFault(INVALID_PARAMS, `no block is named ${JSON.stringify(tag)}`);
    return number;
  }

  function numberOfHash(hash: unknown): number {
    return (typeof hash === "string" ? chain.numberOf(hash) : undefined) ?? -1;
  }

  /** Indexers ask with the same filter again and again. */
  function knownFilter({ address, topics }: LogQuery): LogFilter {
    const key = JSON.stringify([address, topics]);
    const filter = filters.get(key) ?? filterOf({ address, topics });
    filters.set(key, filter);
    return filter;
  }

  function logs(given: unknown): Buffer {
    const query = logQuery.parse(given);
    const [from, to] = rangeOf(query);
    const parts = chain.logs(from, to, knownFilter(query));
    return Buffer.concat([
      OPEN,
      ...parts.flatMap((part, index) => (index === 0 ? [part] : [COMMA, part])),
      CLOSE,
    ]);
  }

  function rangeOf({ blockHash, fromBlock, toBlock }: LogQuery): [number, number] {
    if (blockHash === undefined) return [numberAt(fromBlock ?? "latest"), numberAt(toBlock ?? "latest")];
    const number = chain.numberOf(blockHash);
    if (number === undefined) throw new RpcFault(-32_000, "unknown block");
    return [number, number];
  }

  return (method, params) => {
    switch (method) {
      case "eth_chainId":
        return JSON.stringify(quantity(CHAIN_ID));
      case "net_version":
        return JSON.stringify(String(CHAIN_ID));
      case "eth_syncing":
        return "false";
      case "eth_blockNumber":
        return JSON.stringify(quantity(chain.head));
      case "eth_getBlockByNumber":
        return chain.block(numberAt(params[0]), params[1] === true) ?? "null";
      case "eth_getBlockByHash":
        return chain.block(numberOfHash(params[0]), params[1] === true) ?? "null";
      case "eth_getLogs":
        return logs(params[0]);
      case "eth_getBlockReceipts": {
        const tag = params[0];
        const isHash = typeof tag === "string" && tag.length === 66;
        return `[${chain.receipts(isHash ? numberOfHash(tag) : numberAt(tag)).join(",")}]`;
      }
      case "eth_getBalance":
        return JSON.stringify(quantity(chain.balanceAt(numberAt(params[1]))));
      case "eth_call":
        return JSON.stringify(`0x${word(0)}`);
      default:
        throw new RpcFault(METHOD_NOT_FOUND, `the method ${method} does not exist`);
    }
  };
}
