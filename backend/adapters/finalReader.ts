import { BlockNotFoundError, type PublicClient } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { asking, ChainUnavailable } from "./chainFailure.ts";
import { type Receipt, receiptOf } from "./receipt.ts";

/** The last final block, as the books know it. */
export interface FinalBlock {
  readonly number: bigint;
  /** A block of the books' chain at that height or above it: who has this one, has all the blocks below it. */
  readonly witness: { readonly number: bigint; readonly hash: Hex };
}

/** The one of several transactions that a node has mined, and where. */
export interface FinalMined {
  readonly hash: Hex;
  readonly receipt: Receipt;
}

/** What is true of a batch for good. */
export interface FinalFacts {
  readonly isExecuted: boolean;
  readonly signerEpoch: bigint;
  readonly timestamp: bigint;
}

/**
 * Facts as of a final block, each wholly from one node, and one that is on the books' chain: a node that is behind, or
 * on another branch, has other blocks at the same heights, and says of them what is not so. Null when no node is there
 * yet. Methods may throw ChainUnavailable or WrongChain.
 */
export interface FinalReader {
  /** Null also when no node knows of any. Asks for no state: most nodes forget that of all but the newest blocks. */
  finalMined(hashes: readonly Hex[], final: FinalBlock): Promise<FinalMined | null>;
  /**
   * The nonce that the sender's next transaction takes after the final block, by nodes that know none of the
   * transactions as mined; of those that differ, the lowest. Null also when one of them is mined after all.
   */
  finalNonceWithout(
    asked: { readonly sender: EvmAddress; readonly hashes: readonly Hex[] },
    final: FinalBlock,
  ): Promise<bigint | null>;
  finalFacts(vault: EvmAddress, batchId: Hex, final: FinalBlock): Promise<FinalFacts | null>;
}

/** @param nodes each for itself, in the order in which they are asked */
export function finalReader(nodes: readonly PublicClient[]): FinalReader {
  return {
    async finalMined(hashes, final) {
      const answers = eachOnChain(nodes, final, "a receipt that is final", async (node) => ({
        mined: await findMined(node, hashes),
      }));
      for await (const { mined } of answers) if (mined !== null) return mined;
      return null;
    },
    async finalNonceWithout({ sender, hashes }, final) {
      let lowest: bigint | null = null;
      const answers = eachOnChain(nodes, final, "a nonce that is final", async (node) => {
        if ((await findMined(node, hashes)) !== null) return "mined";
        return BigInt(await node.getTransactionCount({ address: sender, blockNumber: final.number }));
      });
      // That nothing is mined follows from no single node's word: some keep no index of what is old, or are still making it.
      for await (const answer of answers) {
        if (answer === "mined") return null;
        if (lowest === null || answer < lowest) lowest = answer;
      }
      return lowest;
    },
    async finalFacts(address, batchId, final) {
      const answers = eachOnChain(nodes, final, "a batch's execution", async (node) => {
        const blockNumber = final.number;
        const contract = { address, abi: vaultAbi, blockNumber } as const;
        const [isExecuted, signerEpoch, { timestamp }] = await Promise.all([
          node.readContract({ ...contract, functionName: "executed", args: [batchId] }),
          node.readContract({ ...contract, functionName: "signerEpoch" }),
          node.getBlock({ blockNumber }),
        ]);
        return { isExecuted, signerEpoch, timestamp };
      });
      for await (const facts of answers) return facts;
      return null;
    },
  };
}

async function findMined(node: PublicClient, hashes: readonly Hex[]): Promise<FinalMined | null> {
  for (const hash of hashes) {
    const receipt = await receiptOf(node, hash);
    if (receipt !== null) return { hash, receipt };
  }
  return null;
}

/**
 * The answers of the nodes that have the witness before and after they are asked, one after the other.
 * @throws ChainUnavailable when none of all nodes can be asked
 */
async function* eachOnChain<Answer>(
  nodes: readonly PublicClient[],
  { witness }: FinalBlock,
  what: string,
  ask: (node: PublicClient) => Promise<Answer>,
): AsyncGenerator<Answer> {
  let failures = 0;
  for (const node of nodes) {
    try {
      const answer = await asking(what, askWitness(node, witness, ask));
      if (answer !== null) yield answer;
    } catch (error) {
      failures += 1;
      if (!(error instanceof ChainUnavailable) || failures === nodes.length) throw error;
    }
  }
}

async function askWitness<Answer>(
  node: PublicClient,
  witness: FinalBlock["witness"],
  ask: (node: PublicClient) => Promise<Answer>,
): Promise<Answer | null> {
  if (!(await hasBlock(node, witness))) return null;
  const answer = await ask(node);
  return (await hasBlock(node, witness)) ? answer : null;
}

async function hasBlock(node: PublicClient, { number, hash }: FinalBlock["witness"]): Promise<boolean> {
  try {
    return (await node.getBlock({ blockNumber: number })).hash === hash;
  } catch (error) {
    // It is behind.
    if (error instanceof BlockNotFoundError) return false;
    throw error;
  }
}
