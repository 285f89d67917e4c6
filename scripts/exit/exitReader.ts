import type { PublicClient } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import { FREE_BALANCE, hashLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { ExitRefused } from "#scripts/exit/errors.ts";
import type { CheckedProof, ProvenLeaf } from "#scripts/exit/proofFile.ts";
import { reaching } from "#scripts/runtime/nodeAnswer.ts";

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

/** What the vault says about the exit and the proof's account. @throws NodeRefused */
export function createExitReader(client: PublicClient, proof: CheckedProof) {
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
      const args = [token, hashLeaf(token, leaf)] as const;
      if (await reaching(client.readContract({ ...vault, functionName: "isExited", args }))) return "exited";
      if (leaf.batchId === FREE_BALANCE) return "open";
      const executed = client.readContract({ ...vault, functionName: "executed", args: [leaf.batchId] });
      return (await reaching(executed)) ? "executed" : "open";
    },
  };
}
