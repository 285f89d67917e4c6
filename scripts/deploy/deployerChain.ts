import { type Address, BaseError, createPublicClient, type Hex, http, keccak256 } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { DeploymentStopped } from "#scripts/deploy/errors.ts";
import type { Fees } from "#scripts/deploy/fees.ts";
import { POLL_MS, watchMining } from "#scripts/deploy/mining.ts";
import type { DeploymentStep } from "#scripts/deploy/plan.ts";

/** What is sent along beyond the estimate: a block between the two may change what a call costs. */
const GAS_MARGIN_PERCENT = 125n;

export type Signed = { readonly hash: Hex; readonly raw: Hex };
export type DeployerChain = ReturnType<typeof connectDeployer>;

/** A chain as seen by the account that deploys. */
export function connectDeployer({ rpcUrl, deployerKey }: { rpcUrl: string; deployerKey: Hex }) {
  const account = privateKeyToAccount(deployerKey);
  const client = createPublicClient({ transport: http(rpcUrl), pollingInterval: POLL_MS, cacheTime: 0 });

  return {
    client,
    deployer: account.address,
    ...watchMining(client),

    /** The nonce of the deployer's next transaction, those counted that wait to be mined. */
    pendingNonce: (): Promise<number> =>
      client.getTransactionCount({ address: account.address, blockTag: "pending" }),
    minedNonce: (): Promise<number> =>
      client.getTransactionCount({ address: account.address, blockTag: "latest" }),
    balance: (): Promise<bigint> => client.getBalance({ address: account.address }),
    fees: (): Promise<Fees> => client.estimateFeesPerGas(),
    codeAt: (address: Address): Promise<Hex | undefined> => client.getCode({ address }),

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
  };
}
