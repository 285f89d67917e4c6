import { type Address, createClient, custom, defineChain, http, type Transport } from "viem";
import { simulateContract, waitForTransactionReceipt, writeContract } from "viem/actions";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { ExitRow } from "@/features/exit/exitRows";
import type { ExitNode } from "@/features/exit/useExitNode";
import type { ConnectedWallet } from "@/features/exit/useExitWallet";
import type { ClaimedTree } from "@/lib/vault/balanceClaims";
import { answerWithin } from "@/lib/wallet/answerWithin";
import { TransactionReverted } from "@/lib/wallet/transactionReverted";
import type { TransactionSteps } from "@/lib/wallet/transactionState";

const RECEIPT_TIMEOUT_MS = 90_000;
const RECEIPT_POLL_MS = 1_000;

/** Where a transaction goes, who signs it, and which node tries it out first. */
export type ExitSender = {
  readonly tree: ClaimedTree;
  readonly connected: ConnectedWallet;
  readonly node: ExitNode;
};

type Call =
  | { readonly functionName: "activateExit"; readonly args: readonly [] }
  | { readonly functionName: "exitDeposits" | "claimCredit"; readonly args: readonly [Address, Address] }
  | {
      readonly functionName: "exit";
      readonly args: readonly [Address, ExitLeaf, readonly ProofStep[], Address];
    };
type ExitLeaf = { readonly account: Address; readonly quanta: bigint; readonly batchId: Address };
type ProofStep = { readonly hash: Address; readonly sum: bigint; readonly isLeft: boolean };

/** Opens the exit, for everybody and for good. */
export function activateExit(sender: ExitSender, steps: TransactionSteps): Promise<Address> {
  return send(sender, { functionName: "activateExit", args: [] }, steps);
}

/** Takes one amount out, to the account itself. */
export function takeOut(sender: ExitSender, row: ExitRow, steps: TransactionSteps): Promise<Address> {
  const { tree, connected } = sender;
  const to = connected.address;
  switch (row.kind) {
    case "free":
    case "batch": {
      const { account, quanta, batchId, proof } = row.leaf;
      const leaf = { account, quanta, batchId };
      return send(sender, { functionName: "exit", args: [tree.token, leaf, proof, to] }, steps);
    }
    case "deposits":
      return send(sender, { functionName: "exitDeposits", args: [tree.token, to] }, steps);
    case "credit":
      return send(sender, { functionName: "claimCredit", args: [tree.token, to] }, steps);
  }
}

/** Simulated first, so that what would fail costs nothing and names its reason. */
async function send(sender: ExitSender, call: Call, steps: TransactionSteps): Promise<Address> {
  const { tree, connected } = sender;
  const node = createClient({ transport: transportOf(sender.node) });
  const request = { address: tree.vault, abi: vaultAbi, account: connected.address, ...call } as const;
  await simulateContract(node, request);
  steps.onAsk();
  const wallet = createClient({ chain: chainOf(tree), transport: custom(connected.wallet.provider) });
  const hash = await answerWithin(writeContract(wallet, { ...request, chain: chainOf(tree) }));
  steps.onSent(hash);
  const receipt = await waitForTransactionReceipt(node, {
    hash,
    timeout: RECEIPT_TIMEOUT_MS,
    pollingInterval: RECEIPT_POLL_MS,
  });
  if (receipt.status === "reverted") throw new TransactionReverted(hash);
  return receipt.transactionHash;
}

function transportOf(node: ExitNode): Transport {
  return node.kind === "address" ? http(node.rpcUrl) : custom(node.connected.wallet.provider);
}

/** Only the number counts: the wallet must be on it, or nothing is sent. */
function chainOf({ chainId }: ClaimedTree) {
  return defineChain({
    id: chainId,
    name: `Chain ${chainId}`,
    nativeCurrency: { name: "Coin", symbol: "COIN", decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });
}
