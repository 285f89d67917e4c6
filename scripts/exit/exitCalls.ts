import { encodeFunctionData } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { CheckedProof, ProvenLeaf } from "#scripts/exit/proofFile.ts";
import type { Call } from "#scripts/runtime/callSender.ts";

/** The calls by which an account leaves, as its proof allows. */
export function createExitCalls({ vault, token }: Pick<CheckedProof, "vault" | "token">) {
  const onVault = (data: Hex): Call => ({ to: vault, data, valueWei: 0n });

  return {
    /** Opens the exit, for everybody. */
    activateCall: (): Call => onVault(encodeFunctionData({ abi: vaultAbi, functionName: "activateExit" })),

    /** Takes out what a leaf says is owed. */
    leafCall({ leaf, proof: steps }: ProvenLeaf, to: Hex): Call {
      const args = [token, leaf, [...steps], to] as const;
      return onVault(encodeFunctionData({ abi: vaultAbi, functionName: "exit", args }));
    },

    /** Takes out what was paid in after the last checkpoint's cut. */
    depositsCall: (to: Hex): Call =>
      onVault(encodeFunctionData({ abi: vaultAbi, functionName: "exitDeposits", args: [token, to] })),
  };
}
