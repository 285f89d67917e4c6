import type { Config } from "wagmi";
import { readContract, simulateContract, waitForTransactionReceipt, writeContract } from "wagmi/actions";
import { vaultAbi } from "#domain/abi/vault.ts";
import { answerWithin } from "@/lib/wallet/answerWithin";
import { TransactionReverted } from "@/lib/wallet/transactionReverted";
import type { TransactionSteps } from "@/lib/wallet/transactionState";
import { connectedAddress } from "@/lib/wallet/walletRuntime";

type Hash = `0x${string}`;

const RECEIPT_TIMEOUT_MS = 90_000;

export type VaultTarget = { readonly config: Config; readonly vault: Hash };

/** Pays coins into the vault. Simulated first, so that what would fail costs nothing and names its reason. */
export async function deposit(
  { config, vault }: VaultTarget,
  valueWei: bigint,
  steps: TransactionSteps,
): Promise<Hash> {
  const { request } = await simulateContract(config, {
    address: vault,
    abi: vaultAbi,
    functionName: "deposit",
    value: valueWei,
    account: connectedAddress(config),
  });
  steps.onAsk();
  return confirm(config, await answerWithin(writeContract(config, request)), steps);
}

/** Takes out the credit of payouts that this account once refused; to the account itself. */
export async function claimCredit(
  { config, vault }: VaultTarget,
  token: Hash,
  steps: TransactionSteps,
): Promise<Hash> {
  const account = connectedAddress(config);
  const { request } = await simulateContract(config, {
    address: vault,
    abi: vaultAbi,
    functionName: "claimCredit",
    args: [token, account],
    account,
  });
  steps.onAsk();
  return confirm(config, await answerWithin(writeContract(config, request)), steps);
}

/** Whether the vault refuses money now. */
export function areEntriesPaused({ config, vault }: VaultTarget): Promise<boolean> {
  return readContract(config, { address: vault, abi: vaultAbi, functionName: "entriesPaused" });
}

async function confirm(config: Config, hash: Hash, steps: TransactionSteps): Promise<Hash> {
  steps.onSent(hash);
  const receipt = await waitForTransactionReceipt(config, { hash, timeout: RECEIPT_TIMEOUT_MS });
  if (receipt.status === "reverted") throw new TransactionReverted(hash);
  return receipt.transactionHash;
}
