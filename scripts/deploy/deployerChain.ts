import { setTimeout as sleep } from "node:timers/promises";
import {
  type Address,
  BaseError,
  createPublicClient,
  type Hex,
  http,
  keccak256,
  TransactionReceiptNotFoundError,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { DeploymentStopped } from "#scripts/deploy/errors.ts";
import type { DeploymentStep } from "#scripts/deploy/plan.ts";

const POLL_MS = 250;
const RECEIPT_TIMEOUT_MS = 180_000;
const MAX_POLLS = RECEIPT_TIMEOUT_MS / POLL_MS;
/** What is sent along beyond the estimate: a block between the two may change what a call costs. */
const GAS_MARGIN_PERCENT = 125n;
/** Nodes take a second transaction under a nonce only for at least a tenth more. */
const REPLACEMENT_PERCENT = 1_125n;
const PER_MILLE = 1_000n;

export type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };
export type Signed = { readonly hash: Hex; readonly raw: Hex };
export type Mined = { readonly hash: Hex; readonly block: bigint; readonly isSuccess: boolean };
export type DeployerChain = ReturnType<typeof connectDeployer>;

/** A chain as seen by the account that deploys. */
export function connectDeployer({ rpcUrl, deployerKey }: { rpcUrl: string; deployerKey: Hex }) {
  const account = privateKeyToAccount(deployerKey);
  const client = createPublicClient({ transport: http(rpcUrl), pollingInterval: POLL_MS, cacheTime: 0 });

  async function receiptOf(hash: Hex): Promise<Mined | undefined> {
    try {
      const { status, blockNumber } = await client.getTransactionReceipt({ hash });
      return { hash, block: blockNumber, isSuccess: status === "success" };
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return undefined;
      throw error;
    }
  }

  async function findMined(hashes: readonly Hex[]): Promise<Mined | undefined> {
    for (const hash of hashes) {
      const mined = await receiptOf(hash);
      if (mined !== undefined) return mined;
    }
    return undefined;
  }

  return {
    client,
    deployer: account.address,
    findMined,

    /** The nonce of the deployer's next transaction, those counted that wait to be mined. */
    pendingNonce: (): Promise<number> =>
      client.getTransactionCount({ address: account.address, blockTag: "pending" }),
    minedNonce: (): Promise<number> =>
      client.getTransactionCount({ address: account.address, blockTag: "latest" }),
    balance: (): Promise<bigint> => client.getBalance({ address: account.address }),
    fees: (): Promise<Fees> => client.estimateFeesPerGas(),

    async gasOf({ to, data }: Pick<DeploymentStep, "to" | "data">): Promise<bigint> {
      const estimate = await client.estimateGas({ account: account.address, data, ...(to && { to }) });
      return (estimate * GAS_MARGIN_PERCENT) / 100n;
    },

    async sign(step: DeploymentStep, settings: Fees & { chainId: number; gas: bigint }): Promise<Signed> {
      const { to, data, nonce } = step;
      const raw = await account.signTransaction({
        type: "eip1559",
        data,
        nonce,
        ...settings,
        ...(to && { to }),
      });
      return { raw, hash: keccak256(raw) };
    },

    /** Sends signed bytes. That a node knows them already, or has mined them, is no failure. @throws DeploymentStopped */
    async broadcast({ raw, hash }: Signed): Promise<void> {
      try {
        await client.sendRawTransaction({ serializedTransaction: raw });
      } catch (error) {
        const isKnown = await client.getTransaction({ hash }).catch(() => undefined);
        if (isKnown !== undefined) return;
        const reason = error instanceof BaseError ? error.details || error.shortMessage : String(error);
        throw new DeploymentStopped(`The node refused transaction ${hash}: ${reason}`, { cause: error });
      }
    },

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

    async waitForBlock(block: bigint): Promise<void> {
      for (let poll = 0; poll < MAX_POLLS; poll += 1) {
        if ((await client.getBlockNumber()) >= block) return;
        await sleep(POLL_MS);
      }
      throw new DeploymentStopped(`Block ${block} did not appear: run the same command again later.`);
    },

    codeAt: (address: Address): Promise<Hex | undefined> => client.getCode({ address }),
  };
}

/** Fees that replace a waiting transaction: those of today, and at least an eighth above its own. */
export function replacementFees(today: Fees, earlier: Fees): Fees {
  const raised = (fee: bigint) => (fee * REPLACEMENT_PERCENT + PER_MILLE - 1n) / PER_MILLE;
  return {
    maxFeePerGas: largerOf(today.maxFeePerGas, raised(earlier.maxFeePerGas)),
    maxPriorityFeePerGas: largerOf(today.maxPriorityFeePerGas, raised(earlier.maxPriorityFeePerGas)),
  };
}

function largerOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
