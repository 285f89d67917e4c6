import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "#scripts/runtime/ports.ts";

const ENTRY = fileURLToPath(new URL("../../../backend/main.ts", import.meta.url));
const READY_TIMEOUT_MS = 120_000;
const LOOK_EVERY_MS = 20;

/** Starts the API as it is deployed, as a process of its own, and waits until it serves. */
export async function launchApi(
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const env = { ...process.env, ...settings, API_PORT: `${port}`, LOG_LEVEL: "info" };
  const child = spawn(process.execPath, [ENTRY], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const exited = once(child, "exit");
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!output.includes("api ready")) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`no API came up: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
