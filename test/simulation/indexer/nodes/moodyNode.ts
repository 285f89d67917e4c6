import { EMPTY_BLOOM } from "#test/indexer/support/bloom.ts";
import type { Random } from "#test/indexer/support/random.ts";
import { hashOf } from "#test/indexer/support/simulatedChain.ts";
import type { Branch, SimChain } from "../chain/simChain.ts";
import {
  answer,
  type NodeLimits,
  quantity,
  type RpcAnswer,
  type RpcCall,
  type WireLog,
} from "./honestNode.ts";
import type { Mood } from "./mood.ts";

const FORGOTTEN_SHARE = 0.3;
const OTHER_CHAIN = 424_242;

export interface Asked {
  readonly chain: SimChain;
  readonly limits: NodeLimits;
  readonly mood: Mood;
  readonly random: Random;
}

/** What a node answers in its mood. */
export function answerInMood({ chain, limits, mood, random }: Asked, call: RpcCall): RpcAnswer {
  const { plan } = chain;
  const view = viewIn(mood, chain);
  const honest = () => answer(view, plan, limits, call);
  switch (mood.kind) {
    case "refusing":
      return {
        error: { code: -32_000, message: random.pick(["header not found", "internal error", "timeout"]) },
      };
    case "wrongChain":
      return answerOfOtherChain(chain, call);
    case "forgetful":
      return call.method === "eth_getBlockByNumber" && random.chance(FORGOTTEN_SHARE)
        ? { result: null }
        : honest();
    case "withoutLogs":
      return withoutNewest(honest(), call, mood, view.length - 1 - mood.blocks);
    case "truncating":
      return changedLogs(honest(), call, (logs) => logs.slice(0, mood.logs));
    case "doubling":
      return changedLogs(honest(), call, (logs) => [...logs, ...logs.slice(0, 1)]);
    case "shuffling":
      return changedLogs(honest(), call, (logs) => logs.toReversed());
    case "well":
    case "down":
    case "lagging":
    case "behindTheTimes":
      return honest();
  }
}

function viewIn(mood: Mood, chain: SimChain): Branch {
  const { branch, otherBranch, finalNumber } = chain;
  if (mood.kind === "lagging") return branch.slice(0, Math.max(1, branch.length - mood.blocks));
  if (mood.kind !== "behindTheTimes") return branch;
  const shared = branch.findLastIndex((block, index) => otherBranch[index]?.hash === block.hash);
  // What is final is the same everywhere.
  return shared > finalNumber ? otherBranch : branch;
}

function changedLogs(
  said: RpcAnswer,
  { method }: RpcCall,
  change: (logs: readonly WireLog[]) => readonly WireLog[],
): RpcAnswer {
  if (method !== "eth_getLogs" || !("result" in said)) return said;
  return { result: change(said.result as WireLog[]) };
}

function withoutNewest(
  said: RpcAnswer,
  call: RpcCall,
  { isPartial, hidesBloom }: { isPartial: boolean; hidesBloom: boolean },
  last: number,
): RpcAnswer {
  if (!("result" in said)) return said;
  if (call.method === "eth_getBlockReceipts") {
    const [receipt] = (said.result ?? []) as { blockNumber: string }[];
    return receipt !== undefined && Number(receipt.blockNumber) > last ? { result: null } : said;
  }
  if (call.method === "eth_getBlockByNumber" && hidesBloom && said.result !== null) {
    const block = said.result as { number: string };
    return Number(block.number) > last ? { result: { ...block, logsBloom: EMPTY_BLOOM } } : said;
  }
  const isKept = ({ blockNumber, logIndex }: WireLog) =>
    Number(blockNumber) <= last || (isPartial && Number(logIndex) % 2 === 0);
  return changedLogs(said, call, (logs) => logs.filter(isKept));
}

function answerOfOtherChain({ branch }: SimChain, { method, params }: RpcCall): RpcAnswer {
  if (method === "eth_chainId") return { result: quantity(OTHER_CHAIN) };
  if (method === "eth_getLogs") return { result: [] };
  if (method !== "eth_getBlockByNumber") return { error: { code: -32_000, message: "header not found" } };
  const [tag] = params;
  const number = tag === "latest" ? branch.length + 5 : Number(tag);
  if (Number.isNaN(number)) return { result: null };
  const block = {
    number: quantity(number),
    hash: hashOf(`other ${number}`),
    parentHash: hashOf(`other ${number - 1}`),
    timestamp: quantity(1_600_000_000 + number),
    logsBloom: EMPTY_BLOOM,
    transactions: [],
  };
  return { result: block };
}
