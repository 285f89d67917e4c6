import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { type RunningProcess, startProcess } from "#scripts/runtime/process.ts";
import { waitUntilReady } from "#scripts/runtime/waitUntil.ts";
import { type Marks, type Mined, marksShape, minedShape } from "./protocol.ts";
import type { ChainShape } from "./shape.ts";

/** Building the texts of a million events takes a while. */
const READY_TIMEOUT_MS = 120_000;
const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url));
const answerShape = z.object({ result: z.unknown() });

export interface RunningChain extends RunningProcess {
  readonly shape: ChainShape;
  readonly url: string;
  readonly wsUrl: string;
  /** Adds a block with so many deposits, and says when it could first be seen. */
  mine(deposits: number): Promise<Mined>;
  /** Who asked what since `forget`. */
  marks(): Promise<Marks>;
  forget(): Promise<void>;
}

/** Serves a simulated chain from a process of its own: its time is not the indexer's. */
export async function startChain(shape: ChainShape, folder: string): Promise<RunningChain> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = await startProcess({
    name: "simulated chain",
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", SERVER, JSON.stringify({ port, shape })],
    env: systemEnvironment(),
    logFile: join(folder, `chain-${randomUUID()}.log`),
  });
  const isReady = async () => (await ask(url, "eth_chainId", [])) !== undefined;
  await waitUntilReady({ child, timeoutMs: READY_TIMEOUT_MS, isReady });
  return {
    ...child,
    shape,
    url,
    wsUrl: url.replace("http", "ws"),
    mine: async (deposits) => minedShape.parse(await ask(url, "bench_mine", [deposits])),
    marks: async () => marksShape.parse(await ask(url, "bench_marks", [])),
    forget: async () => void (await ask(url, "bench_forget", [])),
  };
}

async function ask(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return answerShape.parse(await response.json()).result;
}
