import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { NoFreePortError, PortBusyError } from "#scripts/runtime/errors.ts";

const LOOPBACK = "127.0.0.1";

/** Below those that systems hand out, so that no other program is given one before its owner listens on it. */
const FREE_PORTS = { from: 10_240, to: 21_000 } as const;
const MAX_TRIES = 100;

/** A port that nothing listens on at this moment, taken at random, so that two calls differ. @throws NoFreePortError */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const port = randomInt(FREE_PORTS.from, FREE_PORTS.to);
    if (!(await isPortBusy(port))) return port;
  }
  throw new NoFreePortError();
}

/** Whether another program listens on the port, on loopback or on all addresses. */
export async function isPortBusy(port: number): Promise<boolean> {
  return (await isTaken(port, LOOPBACK)) || (await isTaken(port, undefined));
}

/** The wanted port, or a free one when it is taken: for services that only our own processes talk to. */
export async function portOrFree(wanted: number): Promise<number> {
  return (await isPortBusy(wanted)) ? freePort() : wanted;
}

/** @throws PortBusyError naming the port and the `remedy`: for services whose address people type in. */
export async function requireFreePort(options: {
  port: number;
  service: string;
  remedy: string;
}): Promise<number> {
  if (await isPortBusy(options.port)) throw new PortBusyError(options);
  return options.port;
}

function isTaken(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    probe.listen({ port, ...(host === undefined ? {} : { host }), exclusive: true }, () => {
      probe.close(() => resolve(false));
    });
  });
}
