import { chmod, lstat, unlink } from "node:fs/promises";
import type { Server } from "node:http";
import { connect } from "node:net";
import { FairhouseError } from "#domain/errors.ts";

/** The socket's path is taken. */
export class SocketInUse extends FairhouseError {
  readonly code = "SOCKET_IN_USE";
}

const OWNER_ONLY = 0o600;
const OWNER_ONLY_UMASK = 0o177;
const PROBE_TIMEOUT_MS = 1_000;

/**
 * Listens on a Unix socket that only its owner can open. A socket left behind by a killed process is removed;
 * a living one, or a file that is no socket, is not.
 * @throws SocketInUse
 */
export async function listenOnUnixSocket(server: Server, path: string): Promise<void> {
  await removeStale(path);
  // The mode holds from the first moment on: changing it after the fact would leave a gap.
  const umask = process.umask(OWNER_ONLY_UMASK);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } finally {
    process.umask(umask);
  }
  await chmod(path, OWNER_ONLY);
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw new SocketInUse(`${path} is a file, not a socket: set SIGNER_SOCKET to another path.`);
  }
  if (await isAnswered(path)) {
    throw new SocketInUse(
      `Another signer listens on ${path}: stop it, or set SIGNER_SOCKET to another path.`,
    );
  }
  await unlink(path);
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    const done = (answered: boolean) => {
      probe.destroy();
      resolve(answered);
    };
    // Someone who accepts but is slow is alive all the same.
    probe.setTimeout(PROBE_TIMEOUT_MS, () => done(true));
    probe.once("connect", () => done(true));
    probe.once("error", () => done(false));
  });
}
