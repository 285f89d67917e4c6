import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The kernel's limit for a Unix socket's path is 107 bytes on Linux and 103 on macOS. */
const MAX_SOCKET_PATH = 100;

export type HouseFolders = ReturnType<typeof houseFolders>;

/** Where everything that a running house keeps lies, below its state folder. */
export function houseFolders(stateDir: string) {
  const state = resolve(stateDir);
  return {
    state,
    logs: join(state, "logs"),
    lockFile: join(state, "lock"),
    runFile: join(state, "run.json"),
    secretsFile: join(state, "secrets.json"),
    vaultFile: join(state, "vault.json"),
    postgres: join(state, "postgres"),
    redis: join(state, "redis"),
    chain: join(state, "chain"),
    signer: join(state, "signer"),
    signerSocket: socketPath(state),
  } as const;
}

function socketPath(state: string): string {
  const path = join(state, "signer", "signer.sock");
  if (path.length <= MAX_SOCKET_PATH) return path;
  return join(
    tmpdir(),
    `fairhouse-${createHash("sha256").update(state).digest("hex").slice(0, 16)}`,
    "signer.sock",
  );
}
