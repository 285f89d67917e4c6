import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ChainClient, chainCommand } from "#scripts/runtime/chainCommand.ts";
import { chainRpc } from "#scripts/runtime/chainRpc.ts";
import { keepChainState } from "#scripts/runtime/chainState.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import type { Report } from "#scripts/runtime/installProgram.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { type RunningProcess, startProcess } from "#scripts/runtime/process.ts";
import { waitUntilReady } from "#scripts/runtime/waitUntil.ts";

export type ChainOptions = {
  /** Where the chain is kept between starts; without it the chain begins anew each time. */
  stateDir?: string;
  port?: number;
  /** Seconds between blocks; undefined mines one block per transaction, at once. */
  blockTimeSeconds?: number;
  chainId: number;
  logFile: string;
  report?: Report;
};

export type RunningChain = RunningProcess & { url: string; port: number; client: ChainClient };

const HOST = "127.0.0.1";
const READY_TIMEOUT_MS = 120_000;
const MS_PER_SECOND = 1_000;

/**
 * Starts the local development chain. With a state folder its blocks, receipts and logs outlive a stop
 * and a `kill -9`, up to the last saved state (see `chainState.ts`).
 * @throws ServiceNotReadyError when the client does not come up.
 */
export async function startChain(options: ChainOptions): Promise<RunningChain> {
  const port = options.port ?? (await freePort());
  const stateFile = options.stateDir && join(options.stateDir, "chain.json");
  if (options.stateDir) mkdirSync(options.stateDir, { recursive: true });
  const { client, command, args } = chainCommand({
    host: HOST,
    port,
    chainId: options.chainId,
    blockTimeSeconds: options.blockTimeSeconds,
    loadFrom:
      stateFile !== undefined && statSync(stateFile, { throwIfNoEntry: false }) ? stateFile : undefined,
  });
  if (client === "hardhat")
    options.report?.(
      "Anvil has no build for this platform: using Hardhat's chain, which forgets its blocks when it stops.",
    );
  const url = `http://${HOST}:${port}`;
  const child = await startProcess({
    name: "Chain",
    command,
    args,
    env: systemEnvironment(),
    logFile: options.logFile,
  });
  const isReady = async () => Number(await chainRpc(url, "eth_chainId")) === options.chainId;
  await waitUntilReady({ child, timeoutMs: READY_TIMEOUT_MS, isReady });
  if (client === "hardhat") await mineByTheClock(url, options.blockTimeSeconds);
  if (stateFile === undefined || client === "hardhat") return { ...child, url, port, client };
  const keeper = keepChainState({
    url,
    stateFile,
    ended: child.exited,
    report: options.report ?? (() => undefined),
  });
  const stop = async () => {
    await keeper.close();
    return child.stop();
  };
  return { ...child, stop, url, port, client };
}

/** Hardhat takes its block time over RPC, and no less than a second, because each of its blocks needs a new timestamp. */
async function mineByTheClock(url: string, blockTimeSeconds: number | undefined): Promise<void> {
  if (blockTimeSeconds === undefined) return;
  await chainRpc(url, "evm_setAutomine", [false]);
  await chainRpc(url, "evm_setIntervalMining", [Math.max(MS_PER_SECOND, blockTimeSeconds * MS_PER_SECOND)]);
}
