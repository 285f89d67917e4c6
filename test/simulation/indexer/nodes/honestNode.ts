import { decodeFunctionData, erc20Abi } from "viem";
import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import type { SimBlock, SimLog } from "../chain/block.ts";
import type { Branch } from "../chain/simChain.ts";
import type { ChainPlan } from "../plan.ts";

export interface RpcCall {
  readonly id: number | string;
  readonly method: string;
  readonly params: readonly unknown[];
}

export type RpcAnswer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } };

/** What a node accepts. */
export interface NodeLimits {
  readonly rangeBlocks: number;
  readonly answerLogs: number;
}

/** A node's way to tell of a log, with all that a real one says. */
export interface WireLog extends Record<string, unknown> {
  readonly blockNumber: Hex;
  readonly logIndex: Hex;
}

interface Filter {
  readonly address?: Hex | readonly Hex[];
  readonly topics?: readonly (Hex | readonly Hex[] | null)[];
  readonly fromBlock?: string;
  readonly toBlock?: string;
  readonly blockHash?: Hex;
}

const DOLLAR_WEI_PER_QUANTUM = 1_000_000_000_000n;
const WEI_PER_QUANTUM = 1_000_000_000n;
const LIMIT_MESSAGES = [
  { code: -32_005, message: "query returned more than the limit of results" },
  { code: -32_000, message: "block range is too wide" },
  { code: -32_602, message: "exceed maximum block range" },
];

export const quantity = (number: number | bigint): Hex => `0x${number.toString(16)}`;

/** What an honest node answers that knows exactly this branch. */
export function answer(branch: Branch, plan: ChainPlan, limits: NodeLimits, call: RpcCall): RpcAnswer {
  const [first, second] = call.params;
  switch (call.method) {
    case "eth_chainId":
      return { result: quantity(plan.chainId) };
    case "eth_blockNumber":
      return { result: quantity(branch.length - 1) };
    case "eth_getBlockByNumber":
      return blockAt(branch, plan, String(first));
    case "eth_getBlockByHash":
      return { result: toWireBlock(branch.find(({ hash }) => hash === first)) };
    case "eth_getLogs":
      return logs(branch, limits, first as Filter);
    case "eth_getBlockReceipts":
      return receipts(branch, String(first));
    case "eth_getBalance":
      return balance(branch, first as Hex, NATIVE_TOKEN, String(second));
    case "eth_call":
      return tokenBalance(branch, first as { to: Hex; data: Hex }, String(second));
    default:
      return { error: { code: -32_601, message: `the method ${call.method} does not exist` } };
  }
}

function numberOf(branch: Branch, tag: string): number {
  return tag === "latest" || tag === "pending" ? branch.length - 1 : Number(tag);
}

function blockAt(branch: Branch, { finalityDepth, hasFinalizedTag }: ChainPlan, tag: string): RpcAnswer {
  if (tag !== "finalized" && tag !== "safe") return { result: toWireBlock(branch[numberOf(branch, tag)]) };
  if (!hasFinalizedTag) return { error: { code: -32_602, message: "invalid argument: finalized" } };
  return { result: toWireBlock(branch[Math.max(0, branch.length - 1 - finalityDepth)]) };
}

export function toWireBlock(block: SimBlock | undefined): Record<string, unknown> | null {
  if (block === undefined) return null;
  const { number, hash, parentHash, timestamp, bloom } = block;
  return {
    number: quantity(number),
    hash,
    parentHash,
    timestamp: quantity(timestamp),
    logsBloom: bloom,
    transactions: [...new Set(block.logs.map(({ txHash }) => txHash))],
  };
}

function logs(branch: Branch, limits: NodeLimits, filter: Filter): RpcAnswer {
  if (filter.blockHash !== undefined) {
    const block = branch.find(({ hash }) => hash === filter.blockHash);
    if (block === undefined) return { error: { code: -32_000, message: "unknown block" } };
    return { result: matching([block], filter) };
  }
  const from = numberOf(branch, filter.fromBlock ?? "latest");
  const to = numberOf(branch, filter.toBlock ?? "latest");
  const refusal = LIMIT_MESSAGES[from % LIMIT_MESSAGES.length]!;
  if (to - from + 1 > limits.rangeBlocks) return { error: refusal };
  // As real nodes do: what lies beyond the head is simply not there.
  const found = matching(branch.slice(from, to + 1), filter);
  return found.length > limits.answerLogs && to > from ? { error: refusal } : { result: found };
}

function matching(blocks: Branch, { address, topics = [] }: Filter): WireLog[] {
  const addresses = [address ?? []].flat().map((one) => one.toLowerCase());
  const isWanted = (log: SimLog) =>
    (addresses.length === 0 || addresses.includes(log.address)) &&
    topics.every((wanted, place) => wanted === null || [wanted].flat().includes(log.topics[place]!));
  return blocks.flatMap((block) => block.logs.filter(isWanted).map((log) => toWireLog(block, log)));
}

function toWireLog({ number, hash, timestamp }: SimBlock, log: SimLog): WireLog {
  return {
    address: log.address,
    topics: log.topics,
    data: log.data,
    blockNumber: quantity(number),
    blockHash: hash,
    blockTimestamp: quantity(timestamp),
    transactionHash: log.txHash,
    transactionIndex: quantity(log.txIndex),
    logIndex: quantity(log.logIndex),
    removed: false,
  };
}

function receipts(branch: Branch, which: string): RpcAnswer {
  const block = which.length === 66 ? branch.find(({ hash }) => hash === which) : branch[Number(which)];
  if (block === undefined) return { result: null };
  const byTransaction = Map.groupBy(block.logs, ({ txHash }) => txHash);
  const result = [...byTransaction].map(([transactionHash, ofIt]) => ({
    transactionHash,
    blockHash: block.hash,
    blockNumber: quantity(block.number),
    status: "0x1",
    logs: ofIt.map((log) => toWireLog(block, log)),
  }));
  return { result };
}

function balance(branch: Branch, vault: Hex, token: Hex, tag: string): RpcAnswer {
  const block = branch[numberOf(branch, tag)];
  if (block === undefined) return { error: { code: -32_000, message: "header not found" } };
  const quanta = block.vaults.get(vault.toLowerCase() as Hex)?.tokens.get(token)?.balance ?? 0n;
  return { result: quantity(quanta * (token === NATIVE_TOKEN ? WEI_PER_QUANTUM : DOLLAR_WEI_PER_QUANTUM)) };
}

function tokenBalance(branch: Branch, { to, data }: { to: Hex; data: Hex }, tag: string): RpcAnswer {
  const { functionName, args } = decodeFunctionData({ abi: erc20Abi, data });
  if (functionName !== "balanceOf") return { error: { code: 3, message: "execution reverted" } };
  const said = balance(branch, args[0], to, tag);
  if (!("result" in said)) return said;
  return { result: `0x${BigInt(String(said.result)).toString(16).padStart(64, "0")}` };
}
