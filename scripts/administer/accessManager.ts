import { type Account, createPublicClient, http, type PublicClient } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { AdministerRefused } from "#scripts/administer/errors.ts";
import { findCancellation, type ScheduledUnder } from "#scripts/administer/findCancellation.ts";
import { createManagerCalls } from "#scripts/administer/managerCalls.ts";
import { createManagerReader } from "#scripts/administer/managerReader.ts";
import { type Call, createCallSender } from "#scripts/runtime/callSender.ts";
import { reaching } from "#scripts/runtime/nodeAnswer.ts";

export type ConnectedManager = Awaited<ReturnType<typeof connectManager>>;

const POLL_MS = 500;

/** A vault and the AccessManager that it obeys. @throws AdministerRefused when there is no vault @throws NodeRefused */
export async function connectManager(rpcUrl: string, vault: Hex) {
  const transport = http(rpcUrl);
  const client = createPublicClient({ transport, pollingInterval: POLL_MS, cacheTime: 0 });
  const chainId = await reaching(client.getChainId());
  const accessManager = await authorityOf(client, { chainId, vault });
  const contracts = { vault, accessManager };
  const sender = createCallSender(client, transport);

  return {
    chainId,
    ...createManagerCalls(contracts),
    ...createManagerReader(client, contracts),
    rehearse: sender.rehearse,

    /** The call that cancels what is scheduled under an id. @throws AdministerRefused when nothing is */
    cancellation: (scheduled: ScheduledUnder) => findCancellation(client, accessManager, scheduled),

    /** Sends a call and waits for its block. @throws NodeRefused @throws AdministerRefused when it is mined and fails */
    async send(call: Call, account: Account): Promise<Hex> {
      const { status, transactionHash: hash } = await sender.send(call, account);
      if (status !== "success") throw new AdministerRefused(`Transaction ${hash} was mined and failed.`);
      return hash;
    },
  };
}

async function authorityOf(
  client: PublicClient,
  { chainId, vault }: { readonly chainId: number; readonly vault: Hex },
): Promise<Hex> {
  const refused = new AdministerRefused(`Chain ${chainId} has no vault at ${vault}.`);
  if ((await reaching(client.getCode({ address: vault }))) === undefined) throw refused;
  const call = { address: vault, abi: vaultAbi, functionName: "authority" } as const;
  return client.readContract(call).catch(() => {
    throw refused;
  });
}
