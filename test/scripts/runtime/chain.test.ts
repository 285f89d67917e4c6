import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RunningChain, startChain } from "#scripts/runtime/chain.ts";
import { chainRpc } from "#scripts/runtime/chainRpc.ts";

const SENDER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
/** Init code of a contract whose every call logs one empty event: PUSH0 PUSH0 LOG0. */
const LOGGER = "0x635f5fa0005f5260046" + "01cf3";
const MAX_LOOKS = 1_200;
const LOOK_EVERY_MS = 100;

let folder: string;
let running: RunningChain[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fairhouse-chain-"));
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((chain) => chain.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningChain> {
  const logFile = join(folder, "chain.log");
  const chain = await startChain({ stateDir: folder, blockTimeSeconds: 0.25, chainId: 31_337, logFile });
  running.push(chain);
  return chain;
}

type Receipt = { blockNumber: string; blockHash: string; contractAddress: string; logs: unknown[] };

async function send(chain: RunningChain, transaction: object): Promise<Receipt> {
  const hash = await chainRpc(chain.url, "eth_sendTransaction", [{ from: SENDER, ...transaction }]);
  for (let look = 0; look < MAX_LOOKS; look++) {
    const receipt = (await chainRpc(chain.url, "eth_getTransactionReceipt", [hash])) as Receipt | null;
    if (receipt !== null) return receipt;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error("the transaction was not mined");
}

/** Until the saved state holds the receipt's block. */
async function untilSaved({ blockNumber }: Receipt): Promise<void> {
  const savedNumber = async () => {
    const text = await readFile(join(folder, "chain.json"), "utf8").catch(() => "{}");
    return Number(JSON.parse(text).best_block_number ?? -1);
  };
  await expect.poll(savedNumber).toBeGreaterThanOrEqual(Number(blockNumber));
}

async function logsOf(chain: RunningChain, address: string): Promise<unknown> {
  return chainRpc(chain.url, "eth_getLogs", [{ address, fromBlock: "0x0", toBlock: "latest" }]);
}

async function blockHash(chain: RunningChain, number: string): Promise<string> {
  const block = (await chainRpc(chain.url, "eth_getBlockByNumber", [number, false])) as { hash: string };
  return block.hash;
}

describe("startChain", () => {
  test("default: what was mined is the same after an orderly stop", async () => {
    const first = await start();
    const receipt = await send(first, { to: SENDER, value: "0x1" });
    await first.stop();
    const second = await start();
    expect(await blockHash(second, receipt.blockNumber)).toBe(receipt.blockHash);
  });

  test("behavior: after kill -9, saved blocks, receipts and logs are the same", async () => {
    const first = await start();
    const { contractAddress } = await send(first, { data: LOGGER });
    const call = await send(first, { to: contractAddress });
    expect(call.logs).toHaveLength(1);
    const logs = await logsOf(first, contractAddress);
    await untilSaved(call);
    process.kill(first.pid, "SIGKILL");
    await first.exited;

    const second = await start();
    expect(await blockHash(second, call.blockNumber)).toBe(call.blockHash);
    expect(await logsOf(second, contractAddress)).toEqual(logs);
    const next = await send(second, { to: contractAddress });
    expect(Number(next.blockNumber)).toBeGreaterThan(Number(call.blockNumber));
    expect(await logsOf(second, contractAddress)).toHaveLength(2);
  });

  test("behavior: the clock goes on after a pause, not from where it stopped", async () => {
    const first = await start();
    await send(first, { to: SENDER });
    await first.stop();
    await sleep(3_000);
    const second = await start();
    const sentAtMs = Date.now();
    const { blockNumber } = await send(second, { to: SENDER });
    const block = (await chainRpc(second.url, "eth_getBlockByNumber", [blockNumber, false])) as {
      timestamp: string;
    };
    expect(Number(block.timestamp)).toBeGreaterThanOrEqual(Math.floor(sentAtMs / 1_000) - 1);
    expect(Number(block.timestamp)).toBeLessThan(Date.now() / 1_000 + 3);
  });

  test("behavior: a block is final four blocks later", async () => {
    const chain = await start();
    // No block may come between the two questions.
    await chainRpc(chain.url, "evm_setIntervalMining", [0]);
    await chainRpc(chain.url, "anvil_mine", ["0x8"]);
    const latest = (await chainRpc(chain.url, "eth_getBlockByNumber", ["latest", false])) as {
      number: string;
    };
    const final = (await chainRpc(chain.url, "eth_getBlockByNumber", ["finalized", false])) as {
      number: string;
    };
    expect(Number(latest.number) - Number(final.number)).toBeGreaterThanOrEqual(3);
    expect(Number(latest.number) - Number(final.number)).toBeLessThanOrEqual(5);
  });

  test("behavior: balances of long ago are forgotten, so that a chain does not fill the disk; blocks are kept", async () => {
    const { url } = await start();
    await chainRpc(url, "anvil_mine", ["0x800"]);
    const balanceAt = (block: string) => chainRpc(url, "eth_getBalance", [SENDER, block]);
    await expect(balanceAt("0x10")).rejects.toThrow();
    expect(await chainRpc(url, "eth_getBlockByNumber", ["0x10", false])).toMatchObject({ number: "0x10" });
    await chainRpc(url, "anvil_reorg", [64, []]);
    expect(await balanceAt("0x7a0")).toMatch(/^0x/);
  });
});
