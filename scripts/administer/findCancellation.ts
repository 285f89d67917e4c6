import { encodeFunctionData, type PublicClient } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import type { Hex } from "#domain/chain/hex.ts";
import type { Act } from "#scripts/administer/act.ts";
import { AdministerRefused } from "#scripts/administer/errors.ts";
import { birthBlock } from "#scripts/deploy/inspect/birth.ts";
import { readManagerEvents } from "#scripts/deploy/inspect/readLogs.ts";
import { reaching } from "#scripts/runtime/nodeAnswer.ts";

/** Something scheduled, and where to look for it; undefined: from the manager's first block on. */
export type ScheduledUnder = { readonly operation: Hex; readonly fromBlock: bigint | undefined };

/**
 * The call that cancels what is scheduled under an id. The manager knows only the id: who scheduled what is in its events.
 * @throws AdministerRefused when nothing is @throws NodeRefused
 */
export async function findCancellation(
  client: PublicClient,
  accessManager: Hex,
  { operation, fromBlock }: ScheduledUnder,
): Promise<Act> {
  const manager = { address: accessManager, abi: accessManagerAbi } as const;
  const args = [operation] as const;
  const readyAt = await reaching(client.readContract({ ...manager, functionName: "getSchedule", args }));
  if (readyAt === 0) {
    throw new AdministerRefused(`Nothing is scheduled under ${operation}, or it has expired.`);
  }
  const toBlock = await reaching(client.getBlockNumber());
  const from = fromBlock ?? (await birthBlock(client, accessManager, toBlock));
  const events = await readManagerEvents({ client, accessManager, fromBlock: from, toBlock });
  for (const event of events) {
    if (event.eventName !== "OperationScheduled" || event.args.operationId !== operation) continue;
    const { caller, target, data } = event.args;
    const cancelled = { ...manager, functionName: "cancel", args: [caller, target, data] } as const;
    return {
      contract: "AccessManager",
      words: `cancel(${operation})`,
      data: encodeFunctionData(cancelled),
      valueWei: 0n,
      guard: "anyone",
    };
  }
  throw new AdministerRefused(`From block ${from} on nothing was scheduled under ${operation}.`);
}
