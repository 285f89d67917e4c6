import { setTimeout as sleep } from "node:timers/promises";
import { type Hex, type PublicClient, TransactionReceiptNotFoundError } from "viem";
import { DeploymentStopped } from "#scripts/deploy/errors.ts";

/** How often a chain is asked for what a deployment waits for. */
export const POLL_MS = 250;
const RECEIPT_TIMEOUT_MS = 180_000;
const MAX_POLLS = RECEIPT_TIMEOUT_MS / POLL_MS;

export type Mined = { readonly hash: Hex; readonly block: bigint; readonly isSuccess: boolean };

/** Watches what a chain mines. */
export function watchMining(client: PublicClient) {
  async function receiptOf(hash: Hex): Promise<Mined | undefined> {
    try {
      const { status, blockNumber } = await client.getTransactionReceipt({ hash });
      return { hash, block: blockNumber, isSuccess: status === "success" };
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return undefined;
      throw error;
    }
  }

  /** The one of the transactions that is mined, if any is. */
  async function findMined(hashes: readonly Hex[]): Promise<Mined | undefined> {
    for (const hash of hashes) {
      const mined = await receiptOf(hash);
      if (mined !== undefined) return mined;
    }
    return undefined;
  }

  return {
    findMined,

    /** Waits until one of the transactions is mined. @throws DeploymentStopped when it takes too long */
    async waitForAny(hashes: readonly Hex[]): Promise<Mined> {
      for (let poll = 0; poll < MAX_POLLS; poll += 1) {
        const mined = await findMined(hashes);
        if (mined !== undefined) return mined;
        await sleep(POLL_MS);
      }
      throw new DeploymentStopped(
        `Transaction ${hashes.at(-1)} was not mined within ${RECEIPT_TIMEOUT_MS / 1_000} s: run the same command again, it goes on from here.`,
      );
    },

    /** Waits until the chain has come so far. @throws DeploymentStopped when it takes too long */
    async waitForBlock(block: bigint): Promise<void> {
      for (let poll = 0; poll < MAX_POLLS; poll += 1) {
        if ((await client.getBlockNumber()) >= block) return;
        await sleep(POLL_MS);
      }
      throw new DeploymentStopped(`Block ${block} did not appear: run the same command again later.`);
    },
  };
}
