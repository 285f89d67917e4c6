import { type Account, createPublicClient, http, parseEventLogs } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { ExitRefused } from "#scripts/exit/errors.ts";
import { createExitCalls } from "#scripts/exit/exitCalls.ts";
import { createExitReader } from "#scripts/exit/exitReader.ts";
import type { CheckedProof } from "#scripts/exit/proofFile.ts";
import { type Call, createCallSender } from "#scripts/runtime/callSender.ts";

export type VaultExit = ReturnType<typeof connectVaultExit>;

const POLL_MS = 500;

/** The vault as one who leaves sees it: nothing of the house is asked. */
export function connectVaultExit(rpcUrl: string, proof: CheckedProof) {
  const transport = http(rpcUrl);
  const client = createPublicClient({ transport, pollingInterval: POLL_MS, cacheTime: 0 });
  const sender = createCallSender(client, transport);

  return {
    ...createExitReader(client, proof),
    ...createExitCalls(proof),

    /** Whether the account's call would go through now. @throws NodeRefused with the vault's reason */
    rehearse: (call: Call): Promise<void> => sender.rehearse(call, proof.account),

    /** Sends a call and waits for its block. @returns what it paid out, in quanta */
    async send(signer: Account, call: Call): Promise<{ hash: Hex; paidQuanta: bigint }> {
      const { status, transactionHash: hash, logs: allLogs } = await sender.send(call, signer);
      if (status !== "success") throw new ExitRefused(`The vault refused transaction ${hash}.`);
      const logs = parseEventLogs({ abi: vaultAbi, eventName: ["Exited", "DepositsExited"], logs: allLogs });
      return { hash, paidQuanta: logs.reduce((sum, { args }) => sum + args.paid, 0n) };
    },
  };
}
