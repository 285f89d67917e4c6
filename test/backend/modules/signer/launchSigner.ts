import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createSignerClient } from "#backend/adapters/signerClient.ts";

const ENTRY = fileURLToPath(new URL("../../../../backend/signer.ts", import.meta.url));
const READY_TIMEOUT_MS = 120_000;

/** Starts the signer as a process of its own. */
export function launchSigner(settings: Readonly<Record<string, string>>) {
  const env = { ...process.env, ...settings };
  const child = spawn(process.execPath, [ENTRY], { env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output.text += chunk;
    });
  }
  return { child, output };
}

/** Likewise, and waits until it serves. */
export async function launchReadySigner(
  settings: Readonly<Record<string, string>> & { SIGNER_SOCKET: string },
) {
  const { child, output } = launchSigner(settings);
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!output.text.includes("signer ready")) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`no signer: ${output.text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, output, client: createSignerClient(settings.SIGNER_SOCKET) };
}

export async function killSigner(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, "exit");
  }
  return child.exitCode;
}
