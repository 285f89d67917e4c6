import type { Abi, Address, Log, PublicClient } from "viem";
import { parseEventLogs } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { DeploymentUnreadable } from "#scripts/deploy/inspect/errors.ts";

/** Public nodes cap how many blocks one request may span; the span is halved until the node agrees. */
const LARGEST_SPAN = 50_000n;
const SMALLEST_SPAN = 100n;
const MAX_REQUESTS = 200_000;

export type ManagerEvents = ReturnType<typeof parse>;

/** Every event of an AccessManager between two blocks, in their order. @throws DeploymentUnreadable */
export async function readManagerEvents(input: {
  client: PublicClient;
  accessManager: Address;
  fromBlock: bigint;
  toBlock: bigint;
}): Promise<ManagerEvents> {
  const { client, accessManager, toBlock } = input;
  const logs: Log[] = [];
  let from = input.fromBlock;
  let span = LARGEST_SPAN;
  for (let request = 0; request < MAX_REQUESTS && from <= toBlock; request += 1) {
    const to = from + span - 1n < toBlock ? from + span - 1n : toBlock;
    try {
      logs.push(...(await client.getLogs({ address: accessManager, fromBlock: from, toBlock: to })));
      from = to + 1n;
    } catch (cause) {
      if (span <= SMALLEST_SPAN) {
        const message = `The node does not give out the logs of blocks ${from} to ${to}: use one that keeps history.`;
        throw new DeploymentUnreadable(message, { cause });
      }
      span /= 2n;
    }
  }
  if (from <= toBlock) {
    throw new DeploymentUnreadable(
      `The node gives out so few blocks at a time that block ${from} is as far as one gets: use another one.`,
    );
  }
  return parse(logs);
}

function parse(logs: Log[]) {
  return parseEventLogs({ abi: accessManagerAbi satisfies Abi, logs });
}
