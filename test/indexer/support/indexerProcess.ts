import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { freePort } from "#scripts/runtime/ports.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const POLL_MS = 50;
const PATIENCE_MS = 120_000;

export interface IndexerProcess {
  readonly port: number;
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  /** What it wrote so far. */
  output(): string;
  /** Status and body of `/readyz`; status 0 while nothing listens. */
  ready(): Promise<{ status: number; body: string }>;
  stop(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

/** Runs the indexer as `npm start` does, with settings of the test's own. */
export async function startIndexer(settings: Record<string, string>): Promise<IndexerProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "indexer/main.ts"], {
    cwd: ROOT,
    env: { ...systemEnvironment(), CHAIN_ID: "31337", INDEXER_PORT: `${port}`, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => chunks.push(String(chunk)));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return {
    port,
    child,
    exited,
    output: () => chunks.join(""),
    async ready() {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/readyz`);
        return { status: response.status, body: await response.text() };
      } catch {
        return { status: 0, body: "" };
      }
    },
    stop(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/** Waits until `isDone` holds. */
export async function until(what: string, isDone: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    if (await isDone()) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`waited in vain for ${what}`);
}
