import { setTimeout as sleep } from "node:timers/promises";
import type { ChainTools } from "./deployedHouse.ts";

/** What the chain does not take, because its gas is too cheap for instance, stays waiting for longer. */
const PATIENCE_MS = 2_000;
const POLL_MS = 5;

/**
 * A chain that mines each transaction at once has answered whoever sent it a moment before: on a busy machine what
 * comes next would not find it mined yet. A chain that mines when it is told to has nothing to wait for.
 */
export async function untilMined({ node }: ChainTools): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(POLL_MS)) {
    if ((await node.getTxpoolStatus()).pending === 0) return;
    if (!(await node.getAutomine())) return;
  }
}
