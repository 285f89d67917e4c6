import {
  type Account,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  http,
  parseEventLogs,
} from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { FREE_BALANCE, hashLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { ExitRefused } from "#scripts/exit/errors.ts";
import type { CheckedProof, ProvenLeaf } from "#scripts/exit/proofFile.ts";
import { calling, reaching } from "#scripts/runtime/nodeAnswer.ts";

/** How the exit stands; times in Unix seconds. */
export type ExitState = {
  readonly isActive: boolean;
  /** From when on anybody may open it, if nothing is published before. */
  readonly availableAt: bigint;
  /** The time of the newest block. */
  readonly now: bigint;
  /** Of the token: what the exit pays, and what was owed. Both 0 before it is open. */
  readonly payableQuanta: bigint;
  readonly claimQuanta: bigint;
  /** What the account paid in after the last checkpoint's cut and has not taken out. */
  readonly uncoveredQuanta: bigint;
};

/** What became of a leaf: still to be paid, paid by the exit, or paid by its batch before. */
export type LeafState = "open" | "exited" | "executed";

/** One call of the vault, ready to be sent by any wallet. */
export type ExitCall = { readonly to: Hex; readonly data: Hex };

export type VaultExit = ReturnType<typeof connectVaultExit>;

const POLL_MS = 500;

/** The vault as one who leaves sees it: nothing of the house is asked. */
export function connectVaultExit(rpcUrl: string, proof: CheckedProof) {
  const transport = http(rpcUrl);
  const client = createPublicClient({ transport, pollingInterval: POLL_MS, cacheTime: 0 });
  const { vault: address, token, account } = proof;
  const vault = { address, abi: vaultAbi } as const;

  return {
    /** Makes sure that this is the right chain, and the vault's last checkpoint the proof's. @throws ExitRefused */
    async requireFits(): Promise<void> {
      const chainId = await reaching(client.getChainId());
      if (chainId !== proof.chainId) {
        throw new ExitRefused(`The node serves chain ${chainId}; the proof is for chain ${proof.chainId}.`);
      }
      if ((await reaching(client.getCode({ address }))) === undefined) {
        throw new ExitRefused(`Chain ${chainId} has no vault at ${address}.`);
      }
      const [epoch, , root] = await reaching(
        client.readContract({ ...vault, functionName: "checkpointOf", args: [token] }),
      );
      if (epoch === proof.epoch && root === proof.root) return;
      throw new ExitRefused(
        `The vault's last checkpoint is epoch ${epoch}, root ${root}; the proof is of epoch ${proof.epoch}, root ${proof.root}: make one from the leaves of epoch ${epoch}.`,
      );
    },

    async state(): Promise<ExitState> {
      const read = Promise.all([
        client.readContract({ ...vault, functionName: "exitActive" }),
        client.readContract({ ...vault, functionName: "exitAvailableAt" }),
        client.getBlock(),
        client.readContract({ ...vault, functionName: "exitTermsOf", args: [token] }),
        client.readContract({ ...vault, functionName: "uncoveredDepositsOf", args: [account, token] }),
      ]);
      const [isActive, availableAt, { timestamp: now }, terms, uncoveredQuanta] = await reaching(read);
      const [payableQuanta, claimQuanta] = terms;
      return { isActive, availableAt, now, payableQuanta, claimQuanta, uncoveredQuanta };
    },

    async leafState({ leaf }: ProvenLeaf): Promise<LeafState> {
      const isExited = client.readContract({
        ...vault,
        functionName: "isExited",
        args: [token, hashLeaf(token, leaf)],
      });
      if (await reaching(isExited)) return "exited";
      if (leaf.batchId === FREE_BALANCE) return "open";
      const executed = client.readContract({ ...vault, functionName: "executed", args: [leaf.batchId] });
      return (await reaching(executed)) ? "executed" : "open";
    },

    activateCall: (): ExitCall => ({
      to: address,
      data: encodeFunctionData({ abi: vaultAbi, functionName: "activateExit" }),
    }),

    leafCall: ({ leaf, proof: steps }: ProvenLeaf, to: Hex): ExitCall => ({
      to: address,
      data: encodeFunctionData({ abi: vaultAbi, functionName: "exit", args: [token, leaf, [...steps], to] }),
    }),

    depositsCall: (to: Hex): ExitCall => ({
      to: address,
      data: encodeFunctionData({ abi: vaultAbi, functionName: "exitDeposits", args: [token, to] }),
    }),

    /** Whether the call would go through now. @throws NodeRefused with the vault's reason */
    async rehearse({ data }: ExitCall): Promise<void> {
      await calling(client.call({ account, to: address, data }));
    },

    /** Sends a call and waits for its block. @returns what it paid out, in quanta */
    async send(signer: Account, { data }: ExitCall): Promise<{ hash: Hex; paidQuanta: bigint }> {
      const wallet = createWalletClient({ account: signer, transport });
      const hash = await calling(wallet.sendTransaction({ to: address, data, chain: null }));
      const receipt = await reaching(client.waitForTransactionReceipt({ hash }));
      if (receipt.status !== "success") throw new ExitRefused(`The vault refused transaction ${hash}.`);
      const logs = parseEventLogs({
        abi: vaultAbi,
        eventName: ["Exited", "DepositsExited"],
        logs: receipt.logs,
      });
      return { hash, paidQuanta: logs.reduce((sum, { args }) => sum + args.paid, 0n) };
    },
  };
}
